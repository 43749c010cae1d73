using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Numerics;

public class ActivationTests
{
    private static readonly float[] Inputs = [.. EveryExponent(), .. Spread()];

    public static IEnumerable<object[]> Cases => ActivationCase.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vector_is_within_its_error_bound(ActivationCase f)
    {
        foreach (float x in Inputs)
        {
            double exact = f.Apply((double)x);
            float actual = f.Apply(Vector512.Create(x))[7];
            float nearest = (float)exact;
            if (nearest == actual)
                continue;
            double ulp = MathF.BitIncrement(MathF.Abs(nearest)) - (double)MathF.Abs(nearest);
            double bound = Math.Max(f.Ulps * ulp, f.ShareOfX * Math.Abs(x)) + f.Absolute;
            Assert.True(Math.Abs(actual - exact) <= bound, $"{f}({x:R}) = {actual:R}, exactly {exact:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vector_derivative_agrees_with_double(ActivationCase f)
    {
        foreach (float x in Inputs)
        {
            double exact = f.Derivative(x, f.Apply((double)x));
            Vector512<float> input = Vector512.Create(x);
            float actual = f.Derivative(input, f.Apply(input))[7];
            if (Math.Abs(exact) < float.MaxValue)
                Assert.True(Math.Abs(actual - exact) <= 1.1e-6 + 1.5e-7 * Math.Abs(exact), $"{f}'({x:R}) = {actual:R}, exactly {exact:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_width_and_lane_gives_the_same_bits(ActivationCase f)
    {
        if (!Fma.IsSupported && !AdvSimd.IsSupported)
            return;
        for (int start = 0; start + 16 <= Inputs.Length; start += 16)
        {
            Vector512<float> x = Vector512.Create(Inputs.AsSpan(start, 16));
            Vector512<float> y = f.Apply(x), d = f.Derivative(x, y);
            Vector256<float> y256 = f.Apply(x.GetUpper()), d256 = f.Derivative(x.GetUpper(), y256);
            Vector128<float> y128 = f.Apply(x.GetUpper().GetUpper()), d128 = f.Derivative(x.GetUpper().GetUpper(), y128);
            Assert.Equal(y.GetUpper().AsInt32(), y256.AsInt32());
            Assert.Equal(d.GetUpper().AsInt32(), d256.AsInt32());
            Assert.Equal(y.GetUpper().GetUpper().AsInt32(), y128.AsInt32());
            Assert.Equal(d.GetUpper().GetUpper().AsInt32(), d128.AsInt32());
            Assert.Equal(y.AsInt32()[5], f.Apply(Vector512.Create(x[5])).AsInt32()[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NaN_gives_NaN_everywhere(ActivationCase f)
    {
        Assert.True(float.IsNaN(f.Apply(Vector512.Create(float.NaN))[3]));
        Assert.True(float.IsNaN(f.Apply(Vector256.Create(float.NaN))[3]));
        Assert.True(float.IsNaN(f.Apply(Vector128.Create(float.NaN))[3]));
        Assert.True(float.IsNaN(f.Apply(float.NaN)));
        Assert.True(double.IsNaN(f.Apply(double.NaN)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Infinity_gives_the_limit(ActivationCase f)
    {
        foreach (float x in new[] { float.NegativeInfinity, float.PositiveInfinity })
        {
            double limit = Math.Round(f.Apply(double.CopySign(1e300, x)), 12);
            float expected = Math.Abs(limit) > 1e100 ? (float)limit : (float)f.Apply((double)x);
            Assert.Equal(expected, f.Apply(Vector512.Create(x))[0]);
            Assert.Equal(expected, f.Apply(x));
            Assert.False(float.IsNaN(f.Derivative(Vector512.Create(x), f.Apply(Vector512.Create(x)))[0]));
            Assert.False(double.IsNaN(f.Derivative(x, f.Apply((double)x))));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Derivative_agrees_with_central_differences(ActivationCase f)
    {
        // No step crosses a kink, at -3, 0 and 3.
        const double step = 1e-5;
        for (double x = -9.95; x < 10; x += 0.1)
        {
            double numeric = (f.Apply(x + step) - f.Apply(x - step)) / (2 * step);
            double analytic = f.Derivative(x, f.NeedsInput ? double.NaN : f.Apply(x));
            Assert.Equal(numeric, analytic, 1e-8 * (1 + Math.Abs(numeric)));
        }
    }

    [Fact]
    public void Tanh_is_odd_zero_at_zero_and_never_above_one()
    {
        foreach (float x in Inputs)
        {
            Vector128<float> y = Tanh.Apply(Vector128.Create(x, -x, 0f, -0f));
            if (!float.IsNaN(x))
                Assert.Equal(y[0], -y[1]);
            Assert.False(Math.Abs(y[0]) > 1);
            Assert.Equal(0, BitConverter.SingleToInt32Bits(y[2]));
            Assert.True(float.IsNegative(y[3]) && y[3] == 0);
        }
        Assert.Equal(1f, Tanh.Apply(Vector128.Create(9f))[0]);
    }

    [Theory]
    [InlineData(0.1, 0.1124629160182849)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1.0, 0.8427007929497149)]
    [InlineData(-2.0, -0.9953222650189527)]
    [InlineData(3.5, 0.9999992569016277)]
    [InlineData(7.0, 1.0)]
    public void Erf_agrees_with_tables(double x, double expected) => Assert.Equal(expected, ScalarMath.Erf(x), 2e-15);

    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-9)]
    [InlineData(0.3)]
    public void ExpM1_and_LogP1_do_not_cancel(double x)
    {
        Assert.Equal(x - x * x / 2 + x * x * x / 3, ScalarMath.LogP1(x), x < 0.1 ? 1e-15 * x : 0.01);
        Assert.Equal(-x, ScalarMath.LogP1(ScalarMath.ExpM1(-x)), 1e-15 * x);
    }

    private static IEnumerable<float> EveryExponent()
    {
        foreach (uint mantissa in (uint[])[0, 1, 0x155555, 0x2AAAAA, 0x400000, 0x5A5A5A, 0x7FFFFE, 0x7FFFFF])
            for (uint exponent = 0; exponent < 255; exponent++)
                for (uint sign = 0; sign < 2; sign++)
                    yield return BitConverter.UInt32BitsToSingle(sign << 31 | exponent << 23 | mantissa);
    }

    private static IEnumerable<float> Spread()
    {
        var random = new SeededRandom(1);
        for (int i = 0; i < 60_000; i++)
            yield return (random.NextSingle() - 0.5f) * (i % 3 == 0 ? 2 : i % 3 == 1 ? 24 : 220);
    }
}
