using System;
using System.Linq;
using System.Reflection;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>Gradients of a chunk are the derivatives, from whatever state it goes on, in double.</summary>
public sealed class ChunkGradientTests
{
    [Theory]
    [InlineData("Lstm(3)")]
    [InlineData("Lstm(17, Peephole = true)")]
    [InlineData("Gru(5)")]
    [InlineData("Gru(4, ResetAfter = false)")]
    [InlineData("SimpleRnn(7)")]
    [InlineData("Masking(0f), Lstm(3, ReturnSequences = true), Dense(2, Activation = Activation.Tanh), Gru(3), Dense(1)")]
    [InlineData("Lstm(3, Dropout = 0.3f, RecurrentDropout = 0.3f, ReturnSequences = true), LayerNormalization, SimpleRnn(2), ActivationLayer(Activation.Sigmoid)")]
    [InlineData("Conv1D(3, 1, Activation = Activation.Tanh), Gru(3, Dropout = 0.2f)")]
    public void Gradients_are_the_derivatives(string layers)
    {
        ModelPlan plan = ModelCompiler.Plan(ModelCompiler.Compile($"using SeqGen;\n[SequenceModel(3, 2), TruncatedBptt(4), {layers}] public partial class Model;"), "Model");
        Assert.Empty(plan.Errors);
        StreamPlan stream = plan.Stream!;
        Assembly assembly = ModelCompiler.Load(ModelCompiler.Compile(TrainingEmitter.Emit(stream.Chunk!, "double", stream)));
        var model = new DoubleModel(stream.Chunk!, assembly, TrainingEmitter.ClassName(plan, stream)) { StateStride = (int)stream.StateStride };

        const int batch = 3;
        double[] parameters = GradientSuite.Values(model.ParameterCount, 1, 0.5), inputs = GradientSuite.Values(batch * model.InputLength, 2, 1);
        double[] states = GradientSuite.Values(batch * model.StateStride, 4, 0.8), outputs = new double[batch * model.OutputLength];
        double[] coefficients = GradientSuite.Values(outputs.Length, 3, 1), dParameters = new double[parameters.Length], dInputs = new double[inputs.Length];
        double[] next = [.. states];
        model.Run(batch, parameters, inputs, outputs, coefficients, dParameters, dInputs, states: next);
        Assert.NotEqual(states, next);

        double Loss()
        {
            double[] changed = new double[outputs.Length];
            model.Run(batch, parameters, inputs, changed, states: [.. states]);
            return changed.Zip(coefficients, (o, c) => o * c).Sum();
        }
        CheckDifferences(parameters, dParameters, Loss);
        CheckDifferences(inputs, dInputs, Loss);
    }

    private static void CheckDifferences(double[] values, double[] gradients, Func<double> loss)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = value + 1e-6;
            double above = loss();
            values[i] = value - 1e-6;
            double difference = (above - loss()) / 2e-6;
            values[i] = value;
            Assert.Equal(difference, gradients[i], 1e-5 + (1e-3 * Math.Abs(difference)));
        }
    }
}
