using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using SeqGen.Numerics;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Numerics;

public class GatePassTests
{
    public static IEnumerable<object[]> Cases => GateCase.All.Select(c => new object[] { c });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Floats_agree_with_doubles(GateCase pass)
    {
        foreach (int rows in (int[])[1, 3, 8])
        {
            foreach (int units in (int[])[1, 3, 7, 16, 17, 33, 64])
            {
                var floats = new Tensors<float>(pass, rows, units);
                var doubles = new Tensors<double>(pass, rows, units);
                floats.Forward();
                doubles.Forward();
                AssertClose(floats, doubles);
                floats.Backward();
                doubles.Backward();
                AssertClose(floats, doubles);
                AssertPaddingOfGradientsIsZero(floats);
                AssertPaddingOfGradientsIsZero(doubles);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_agrees_with_central_differences(GateCase pass)
    {
        const double step = 1e-6;
        foreach (int units in (int[])[1, 5])
        {
            var tensors = new Tensors<double>(pass, rows: 2, units);
            tensors.Forward();
            tensors.Backward();
            for (int tensor = 0; tensor <= pass.Inputs; tensor++)
            {
                for (int i = 0; i < (tensor == 0 ? tensors.Gates : tensors.Inputs[tensor - 1]).Length; i++)
                {
                    double numeric = (Loss(tensor, i, step) - Loss(tensor, i, -step)) / (2 * step);
                    double analytic = (tensor == 0 ? tensors.Gates : tensors.DInputs[tensor - 1])[i];
                    Assert.True(
                        Math.Abs(numeric - analytic) <= 1e-8 + 1e-7 * Math.Abs(numeric),
                        $"tensor {tensor}[{i}]: {analytic}, not {numeric}");
                }
            }

            double Loss(int tensor, int i, double change)
            {
                var changed = new Tensors<double>(pass, rows: 2, units);
                (tensor == 0 ? changed.Gates : changed.Inputs[tensor - 1])[i] += i % 16 < units ? change : 0;
                changed.Forward();
                double loss = 0;
                for (int output = 0; output < pass.Outputs; output++)
                    loss += changed.Outputs[output].Zip(changed.DOutputs[output], (y, d) => y * d).Sum();
                return loss;
            }
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        GateCase pass = new LstmGate<Tanh, Sigmoid>();
        var a = new Tensors<float>(pass, 3, 40);
        var b = new Tensors<float>(pass, 3, 40);
        var c = new Tensors<float>(pass, 3, 40);
        LstmGates.Forward512<Tanh, Sigmoid>(3, 48, keepsGates: true, ref a.Gates[0], ref a.Inputs[0][0], ref a.Outputs[0][0], ref a.Outputs[1][0]);
        LstmGates.Forward256<Tanh, Sigmoid>(3, 48, keepsGates: true, ref b.Gates[0], ref b.Inputs[0][0], ref b.Outputs[0][0], ref b.Outputs[1][0]);
        LstmGates.Forward128<Tanh, Sigmoid>(3, 48, keepsGates: true, ref c.Gates[0], ref c.Inputs[0][0], ref c.Outputs[0][0], ref c.Outputs[1][0]);
        foreach (Tensors<float> t in (Tensors<float>[])[a, b, c])
            t.DOutputs[0].CopyTo(t.DInputs[0], 0);
        AssertSame();
        LstmGates.Backward512<Tanh, Sigmoid>(
            3, 48, ref a.Gates[0], ref a.Inputs[0][0], ref a.Outputs[0][0], ref a.DOutputs[1][0], ref a.DInputs[0][0]);
        LstmGates.Backward256<Tanh, Sigmoid>(
            3, 48, ref b.Gates[0], ref b.Inputs[0][0], ref b.Outputs[0][0], ref b.DOutputs[1][0], ref b.DInputs[0][0]);
        LstmGates.Backward128<Tanh, Sigmoid>(
            3, 48, ref c.Gates[0], ref c.Inputs[0][0], ref c.Outputs[0][0], ref c.DOutputs[1][0], ref c.DInputs[0][0]);
        AssertSame();

        void AssertSame()
        {
            foreach (((string name, float[] x), (_, float[] y), (_, float[] z)) in a.Everything.Zip(b.Everything, c.Everything))
                Assert.True(x.SequenceEqual(y) && x.SequenceEqual(z), name);
        }
    }

    [Fact]
    public void Outputs_may_take_the_place_of_inputs()
    {
        foreach (GateCase pass in (GateCase[])
                 [
                     new LstmGate<Tanh, Sigmoid>(), new LstmGate<Softmax, Sigmoid>(), new GruGate<Tanh, Sigmoid>(),
                     new GruGate<Tanh, Softmax>(), new ResetBeforeGate<Tanh, Sigmoid>(), new ResetBeforeGate<Softmax, Sigmoid>(),
                 ])
        {
            var apart = new Tensors<float>(pass, 3, 17);
            var inPlace = new Tensors<float>(pass, 3, 17);
            inPlace.Outputs[0] = inPlace.Inputs[0];
            apart.Forward();
            inPlace.Forward();
            Assert.Equal(apart.Outputs[0], inPlace.Outputs[0]);
            Assert.Equal(apart.Gates, inPlace.Gates);
        }
    }

    [Fact]
    public void Short_spans_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => LstmGates.Forward<float, Tanh, Sigmoid>(1, 17, new float[128], new float[31], new float[32], new float[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationPass.Forward<float, Tanh>(2, 3, new float[32], new float[31]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Allocates_nothing(GateCase pass)
    {
        var floats = new Tensors<float>(pass, 3, 33);
        var doubles = new Tensors<double>(pass, 3, 33);
        Allocations.None(10, () =>
        {
            floats.Forward();
            floats.Backward();
            doubles.Forward();
            doubles.Backward();
        });
    }

    private static void AssertClose(Tensors<float> floats, Tensors<double> doubles)
    {
        foreach (((string name, float[] x), (_, double[] y)) in floats.Everything.Zip(doubles.Everything))
        {
            for (int i = 0; i < x.Length; i++)
            {
                Assert.True(
                    Math.Abs(x[i] - y[i]) <= 3e-6 + 2e-5 * Math.Abs(y[i]),
                    $"{name}[{i}] of {floats.Rows}x{floats.Units}: {x[i]:R}, not {y[i]:R}");
            }
        }
    }

    private static void AssertPaddingOfGradientsIsZero<T>(Tensors<T> tensors) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(tensors.Units);
        foreach (T[] gradient in (T[][])[tensors.Gates, .. tensors.DInputs])
            for (int i = 0; i < gradient.Length; i++)
                Assert.True(i % padded < tensors.Units || gradient[i] == T.Zero);
    }

    /// <summary>The same values in float as in double.</summary>
    private sealed class Tensors<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly GateCase _pass;

        internal Tensors(GateCase pass, int rows, int units)
        {
            (_pass, Rows, Units) = (pass, rows, units);
            ulong seed = 0;
            Gates = Random(pass.Gates);
            Inputs = Many(pass.Inputs);
            Outputs = Many(pass.Outputs);
            DOutputs = Many(pass.Outputs);
            DInputs = Many(pass.Inputs);

            T[][] Many(int count) => [.. Enumerable.Range(0, count).Select(_ => Random(1))];

            T[] Random(int gates)
            {
                var random = new SeededRandom(++seed);
                int padded = PaddedRow.Length(units);
                var values = new T[rows * gates * padded];
                for (int i = 0; i < values.Length; i++)
                    values[i] = i % padded < units ? T.CreateTruncating(2.4f * random.NextSingle() - 1.2f) : T.Zero;
                return values;
            }
        }

        internal int Rows { get; }
        internal int Units { get; }
        internal T[] Gates { get; }
        internal T[][] Inputs { get; }
        internal T[][] Outputs { get; }
        internal T[][] DOutputs { get; }
        internal T[][] DInputs { get; }

        internal IEnumerable<(string Name, T[] Values)> Everything =>
            [("gates", Gates), .. Outputs.Select((t, i) => ($"output {i}", t)), .. DInputs.Select((t, i) => ($"input gradient {i}", t))];

        internal void Forward() => _pass.Forward(Rows, Units, Gates, Inputs, Outputs);

        internal void Backward() => _pass.Backward(Rows, Units, Gates, Inputs, Outputs, DOutputs, DInputs);
    }
}
