using System;
using System.Linq;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>A new model has Keras's initial values, the same for a seed on every machine.</summary>
[Trait("Category", "Width")]
public sealed class InitialValueTests : ModelTheory
{
    [Theory]
    [MemberData(nameof(Models))]
    public void Tensors_are_filled_as_Keras_fills_them(string model) => Run(model, nameof(CheckTensors));

    private static void CheckTensors<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        var model = (TModel)Activator.CreateInstance(typeof(TModel), 5)!;
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            float[] values = model.Parameters.Slice(tensor.Offset, tensor.Length).ToArray();
            switch (tensor.Name[(tensor.Name.LastIndexOf('/') + 1)..])
            {
                case "kernel" or "depthwise_kernel" or "pointwise_kernel":
                    int window = tensor.Shape.Length > 2 ? tensor.Shape[0] : 1;
                    CheckGlorot(values, window * tensor.Shape[^2], window * tensor.Shape[^1]);
                    break;
                case "recurrent_kernel":
                    CheckOrthonormalRows(values, tensor.Shape[0], tensor.Shape[1]);
                    break;
                case "gamma":
                    Assert.All(values, value => Assert.Equal(1, value));
                    break;
                case "peephole":
                    CheckBias(values, 0);
                    break;
                default:
                    bool forgets = tensor.Name.StartsWith("lstm", StringComparison.Ordinal) && typeof(TModel) != typeof(Lstm17Sequence);
                    CheckBias(values, forgets ? values.Length / 4 : 0);
                    break;
            }
        }
    }

    // Uniform within √(6 / (in + out)), out being all gates together.
    private static void CheckGlorot(float[] values, int inputs, int outputs)
    {
        double limit = Math.Sqrt(6.0 / (inputs + outputs));
        Assert.All(values, value => Assert.InRange(value, -limit * 1.000001, limit * 1.000001));
        if (values.Length >= 100)
        {
            Assert.True(values.Max(Math.Abs) > 0.93 * limit);
            double variance = values.Average(value => (double)value * value);
            Assert.InRange(variance, 0.6 * limit * limit / 3, 1.4 * limit * limit / 3);
        }
        Assert.InRange(values.Distinct().Count(), values.Length - (values.Length / 100), values.Length);
    }

    private static void CheckOrthonormalRows(float[] values, int rows, int columns)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = 0;
                for (int k = 0; k < columns; k++)
                {
                    product += (double)values[(i * columns) + k] * values[(j * columns) + k];
                }
                Assert.Equal(i == j ? 1 : 0, product, 1e-6);
            }
        }
    }

    // Ones for the forget gate, the second of an LSTM's four.
    private static void CheckBias(float[] values, int forgetUnits)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(i >= forgetUnits && i < 2 * forgetUnits ? 1 : 0, values[i]);
        }
    }

    [Fact]
    public void A_seed_gives_these_parameters_on_every_machine()
    {
        Assert.Equal("467c3556bbf77ae0", Checksum(new Lstm32().Parameters));
        Assert.Equal("19b27fb08250b350", Checksum(new Lstm32(42).Parameters));
        Assert.Equal("94a1097e567f0eaf", Checksum(new Classifier(-1).Parameters));
        Assert.Equal("3a2ea5bf43ebf786", Checksum(new Gru256Sequence(7).Parameters));
    }

    [Fact]
    public void Seeds_give_parameters_of_their_own()
    {
        Assert.Equal(20, Enumerable.Range(-10, 20).Select(seed => Checksum(new Rnn3(seed).Parameters)).Distinct().Count());
        Assert.Equal(new Rnn3(3).Parameters.ToArray(), new Rnn3(3).Parameters.ToArray());
        Assert.Equal(new Rnn3().Parameters.ToArray(), new Rnn3(0).Parameters.ToArray());
    }

    [Fact]
    public void Layers_of_one_model_start_apart()
    {
        ReadOnlySpan<ParameterTensor> tensors = Perceptron.ParameterTensors;
        var model = new Perceptron();
        Assert.NotEqual(
            model.Parameters.Slice(tensors[0].Offset, 10).ToArray().Select(value => value * MathF.Sqrt(21 + 33)),
            model.Parameters.Slice(tensors[2].Offset, 10).ToArray().Select(value => value * MathF.Sqrt(33 + 1)));
    }
}
