using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using SeqGen.Numerics;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Layers;

[SequenceModel(timesteps: 3, features: 5)]
[Dense(7)]
[BatchNormalization(Momentum = 0.9f)]
[Lstm(4)]
[BatchNormalization(Scale = false)]
[Dense(2)]
internal sealed partial class NormalizedForecaster;

[SequenceModel(timesteps: 2, features: 3)]
[Dense(3)]
[BatchNormalization(Trainable = false)]
[Dense(1)]
internal sealed partial class FrozenForecaster;

public sealed class BatchNormalizationTests
{
    private static readonly List<GoldenCase> s_goldens = [.. GoldenCase.Load("batch_normalization"), .. GoldenCase.Load("masks_training")];

    private static readonly Lazy<Assembly> s_models = new(() => ModelCompiler.Load(ModelCompiler.Generate(ModelCompiler.Compile(
        "using SeqGen;\n" + string.Join("\n", s_goldens.Select(golden => $"{golden.Source} public partial class {golden.Name};"))))));

    private static readonly GradientSuite s_gradients = new(
    [
        new("[SequenceModel(4, 1)] [BatchNormalization]", Batch: 5),
        new("[SequenceModel(4, 3)] [BatchNormalization(Center = false)]", Batch: 7),
        new("[SequenceModel(4, 17)] [BatchNormalization(Scale = false)] [Dense(2)]"),
        new("[SequenceModel(2, 33)] [Dense(2)] [BatchNormalization(Center = false, Scale = false)] [Dense(2)]", Batch: 5),
        new("[SequenceModel(3, 2)] [SimpleRnn(5)] [BatchNormalization(Epsilon = 0.1f)] [Dense(1)]", Batch: 4),
        new("[SequenceModel(30, 2)] [BatchNormalization] [SimpleRnn(3)]", Batch: 20),
        new("[SequenceModel(5, 3, VariableLength = true)] [Dense(4)] [BatchNormalization]") { Lengths = [2, 5, 1] },
        new("[SequenceModel(4, 17, VariableLength = true)] [BatchNormalization(Scale = false)] [Gru(3)]", Batch: 2) { Lengths = [4, 3] },
    ]);

    public static TheoryData<string, int> Gradients => s_gradients.Cases;

    public static TheoryData<string> Names => [.. s_goldens.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_the_derivatives(string source, int batch) => s_gradients.Check(source, batch);

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_gives_what_PyTorch_gives(string name)
    {
        GoldenCase golden = s_goldens.Single(golden => golden.Name == name);
        Type model = s_models.Value.GetType(name, throwOnError: true)!;
        typeof(BatchNormalizationTests).GetMethod(nameof(CheckTraining), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(model).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [golden], null);
    }

    [Fact]
    public void A_step_takes_the_statistics_of_the_whole_batch_on_any_number_of_threads()
    {
        float[] inputs = Samples.Uniform(100 * 15, 1), targets = Samples.Uniform(200, 2);
        float[] one = Train(1), two = Train(2);
        Assert.Equal(one, two);

        float[] Train(int threads)
        {
            var model = new NormalizedForecaster(seed: 3);
            using var trainer = new Trainer<NormalizedForecaster>(
                model, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Adam(), BatchSize = 100, Threads = threads });
            float[] mean = new float[7];
            for (int step = 0; step < 3; step++)
            {
                ExpectMean(model.Parameters, inputs, mean);
                trainer.Step(inputs, targets);
                Near(mean, Tensor(model.Parameters, "batchnormalization1/moving_mean"), 1e-6);
            }
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Only_steps_move_the_statistics()
    {
        float[] inputs = Samples.Uniform(4 * 15, 1), targets = Samples.Uniform(8, 2);
        var model = new NormalizedForecaster(seed: 3);
        float[] before = model.Parameters.ToArray();
        using var trainer = new Trainer<NormalizedForecaster>(
            model, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = 4 });
        trainer.ComputeGradients(inputs, targets);
        trainer.Evaluate(inputs, targets);
        model.PredictBatch(inputs, new float[8]);
        Assert.Equal(before, model.Parameters.ToArray());
        foreach (ParameterTensor tensor in NormalizedForecaster.ParameterTensors)
        {
            Assert.Equal(!tensor.Name.Contains("moving", StringComparison.Ordinal), tensor.Trainable);
            Assert.True(tensor.Trainable || !trainer.Gradients.Slice(tensor.Offset, tensor.Length).ContainsAnyExcept(0f));
        }
        trainer.Step(inputs, targets);
        Assert.NotEqual(Tensor(before, "batchnormalization3/moving_variance"), Tensor(model.Parameters, "batchnormalization3/moving_variance"));
    }

    [Fact]
    public void A_frozen_layer_keeps_its_statistics()
    {
        var model = new FrozenForecaster(seed: 3);
        using var trainer = new Trainer<FrozenForecaster>(
            model, new TrainerOptions { Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = 64, Threads = 2 });
        float[] before = model.Parameters.ToArray();
        trainer.Step(Samples.Uniform(64 * 6, 1), Samples.Uniform(128, 2));
        foreach (ParameterTensor tensor in FrozenForecaster.ParameterTensors)
        {
            bool same = before.AsSpan(tensor.Offset, tensor.Length).SequenceEqual(model.Parameters.Slice(tensor.Offset, tensor.Length));
            Assert.Equal(tensor.Name.StartsWith("batchnormalization", StringComparison.Ordinal), same);
        }
    }

    [Fact]
    public void Inference_takes_the_moving_statistics_and_one_sample_gives_the_bits_of_many()
    {
        var model = new NormalizedForecaster(seed: 3);
        Samples.Uniform(NormalizedForecaster.ParameterCount, 5).CopyTo(model.Parameters);
        foreach (ParameterTensor tensor in NormalizedForecaster.ParameterTensors)
        {
            foreach (ref float value in model.Parameters.Slice(tensor.Offset, tensor.Length))
            {
                value = tensor.Name.EndsWith("variance", StringComparison.Ordinal) ? 1 + value : value;
            }
        }
        float[] inputs = Samples.Uniform(9 * 15, 1), many = new float[18], single = new float[18];
        model.PredictBatch(inputs, many);
        for (int i = 0; i < 9; i++)
        {
            model.Predict(inputs.AsSpan(i * 15, 15), single.AsSpan(i * 2, 2));
        }
        Assert.Equal(single, many);
    }

    [Theory]
    [InlineData("Momentum = 1.5f", "Momentum = 1.5; it must be in [0, 1]")]
    [InlineData("Momentum = float.NaN", "Momentum = NaN; it must be in [0, 1]")]
    [InlineData("Epsilon = -1", "Epsilon = -1; it must be finite and above 0")]
    public void Numbers_out_of_range_are_refused(string option, string message) => DiagnosticAssert.Single(
        $"[SequenceModel(3, 2), BatchNormalization({option})]", "SEQGEN124", $"Layer 0, BatchNormalization, has {message}");

    private static void CheckTraining<TModel>(GoldenCase golden) where TModel : class, ISequenceModel<TModel>
    {
        float[] parameters = golden.Parameters.ToArray(), outputs = new float[golden.Outputs.Length];
        float[] dParameters = new float[TModel.ParameterCount], dInputs = new float[golden.DInputs.Length];
        var packed = new AlignedBuffer<float>(TModel.Batched.PackedLength);
        var workspace = new AlignedBuffer<float>(TModel.Batched.WorkspaceLength(golden.Batch, wantsInputGradient: true));
        workspace.Span.Fill(1e3f);
        TModel.Pack(parameters, packed.Span);
        TModel.PackTransposed(parameters, packed.Span);
        var pass = new BatchPass<float> { Batch = golden.Batch, Parameters = parameters, Packed = packed.Span, Workspace = workspace.Span, Training = true };
        TModel.Forward(pass, golden.InputValues(), outputs);
        TModel.Backward(pass, golden.Coefficients.ToArray(), dParameters, dInputs);
        TModel.UpdateStatistics(pass, parameters);

        Near(golden.Outputs, outputs, 5e-5);
        Near(golden.DInputs, dInputs, 5e-5);
        Near(golden.DParameters.Values, [.. dParameters.Where((_, i) => i % golden.DParameters.Stride == 0)], 5e-5);
        List<float> moving = [];
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            moving.AddRange(tensor.Trainable ? [] : parameters.AsSpan(tensor.Offset, tensor.Length));
        }
        Near(golden.Moving!, [.. moving], 1e-6);
    }

    // moving = 0.9 moving + 0.1 · mean of x W + b over samples and timesteps
    private static void ExpectMean(ReadOnlySpan<float> parameters, float[] inputs, float[] moving)
    {
        for (int unit = 0; unit < 7; unit++)
        {
            double sum = 0;
            for (int i = 0; i < inputs.Length; i++)
            {
                sum += (double)inputs[i] * parameters[(i % 5 * 7) + unit];
            }
            moving[unit] = (float)((0.9 * moving[unit]) + (0.1 * ((sum / (inputs.Length / 5)) + parameters[35 + unit])));
        }
    }

    private static float[] Tensor(ReadOnlySpan<float> parameters, string name)
    {
        foreach (ParameterTensor tensor in NormalizedForecaster.ParameterTensors)
        {
            if (tensor.Name == name)
            {
                return parameters.Slice(tensor.Offset, tensor.Length).ToArray();
            }
        }
        throw new ArgumentException(name, nameof(name));
    }

    private static void Near(IEnumerable<float> expected, float[] actual, double tolerance) => Near([.. expected.Select(x => (double)x)], actual, tolerance);

    private static void Near(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
