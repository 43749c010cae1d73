using System;
using System.Reflection;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>A model with errors: the analyzer's are the only ones, wherever the model is used.</summary>
public sealed class InvalidModelTests
{
    private const string Use = """
        static class Use
        {
            public static float[] All(SeqGen.Data.IDataset data)
            {
                var model = new M(1);
                float[] output = new float[M.OutputLength + M.Timesteps + M.Features + M.ParameterCount];
                model.Predict(new float[7], output);
                model.PredictBatch(new float[70], output);
                model.Predict(new ReadOnlyTensorSpan<float>(new float[7]), new TensorSpan<float>(output));
                model.PredictBatch(new ReadOnlyTensorSpan<float>(new float[7]), new TensorSpan<float>(output));
                History history = model.Fit(data, new FitOptions { Loss = Loss.MeanAbsoluteError, Optimizer = new Adam() });
                var options = new TrainerOptions { Loss = Loss.MeanAbsoluteError, Optimizer = new Adam(), BatchSize = 1 };
                using var trainer = new Trainer<M>(model, options);
                trainer.Step(new float[7], output);
                M.State state = default, saved = M.State.From(new byte[M.State.ByteLength]);
                output[0] = model.Step(new float[M.StateLength + M.Delay], ref state, new float[M.StepOutputLength]) && state == saved ? 1 : 0;
                model.StepMany(new float[7], new M.State[7], output);
                model.Save(M.Summary + M.ParameterTensors.Length + model.Parameters.Length);
                model.Load("file");
                return output;
            }
        }
        """;

    private const string Usings = """
        using System;
        using System.Numerics.Tensors;
        using SeqGen;
        using SeqGen.Training;

        """;

    [Theory]
    [InlineData("[SequenceModel(7, 1)] partial class M;")]
    [InlineData("[SequenceModel(0, 1), Lstm(4)] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4), Lstm(4)] public partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class M; [Dense(1)] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4, Dropout = 1f)] sealed partial record M;")]
    [InlineData("[SequenceModel(7, 1), Dense(4, Activation = (Activation)99)] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4, Name = \"\")] partial class M;")]
    [InlineData("[SequenceModel(7, 1), Lstm(4)] partial class M { public M() { } }")]
    [InlineData("[SequenceModel(7, 1), Lstm(100000)] partial class M;")]
    [InlineData("[SequenceModel(int.MaxValue, 1), Lstm(4)] partial class M;")]
    public void Compiles_with_the_analyzers_errors_alone(string model)
    {
        ConsumerBuild build = ConsumerBuild.Of(Usings + model + Use).IsClean();
        Assert.Single(build.Analyzer);
    }

    [Fact]
    public void Throws_where_it_is_run()
    {
        Type model = ConsumerBuild.Of(Usings + "[SequenceModel(7, 1)] public partial class M;").Load().GetType("M")!;
        var thrown = Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(model, 1));
        Assert.Equal("The model has errors; see its diagnostics.", thrown.InnerException!.Message);
    }

    [Fact]
    public void A_sound_model_beside_it_works()
    {
        const string Models = "[SequenceModel(7, 1)] partial class Bad; [SequenceModel(7, 1), Lstm(4)] public partial class Good;";
        ConsumerBuild build = ConsumerBuild.Of(Usings + Models).IsClean();
        Assert.NotNull(Activator.CreateInstance(build.Load().GetType("Good")!, 1));
    }
}
