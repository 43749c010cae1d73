using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using SeqGen.Numerics;

namespace SeqGen.Tests.Numerics;

/// <summary>An activation as a test's argument: the type parameter behind virtual methods.</summary>
public abstract class ActivationCase
{
    // Bounds: units in the last place of normal results, plus an absolute error, plus a share of |x|.
    public static readonly ActivationCase[] Elementwise =
    [
        new ActivationCase<Linear>(0), new ActivationCase<Relu>(0), new ActivationCase<Tanh>(6), new ActivationCase<Sigmoid>(5.5, 5e-39),
        new ActivationCase<HardSigmoid>(1.5), new ActivationCase<Elu>(1), new ActivationCase<LeakyRelu>(1), new ActivationCase<Selu>(2),
        new ActivationCase<Softplus>(4.2), new ActivationCase<Softsign>(1.5), new ActivationCase<Silu>(6, 4e-37),
        new ActivationCase<Gelu>(3, 0, 2.4e-7), new ActivationCase<Exponential>(1.2),
    ];

    public static IEnumerable<object[]> Cases => Elementwise.Select(c => new object[] { c });

    public abstract double Ulps { get; }
    public abstract double Absolute { get; }
    public abstract double ShareOfX { get; }
    public abstract bool NeedsInput { get; }
    public abstract Vector512<float> Apply(Vector512<float> x);
    public abstract Vector256<float> Apply(Vector256<float> x);
    public abstract Vector128<float> Apply(Vector128<float> x);
    public abstract double Apply(double x);
    public abstract float Apply(float x);
    public abstract Vector512<float> Derivative(Vector512<float> x, Vector512<float> y);
    public abstract Vector256<float> Derivative(Vector256<float> x, Vector256<float> y);
    public abstract Vector128<float> Derivative(Vector128<float> x, Vector128<float> y);
    public abstract double Derivative(double x, double y);
}

public sealed class ActivationCase<TActivation>(double ulps, double absolute = 0, double shareOfX = 0) : ActivationCase
    where TActivation : struct, IActivation
{
    public override double Ulps => ulps;
    public override double Absolute => absolute;
    public override double ShareOfX => shareOfX;
    public override bool NeedsInput => TActivation.DerivativeNeedsInput;
    public override Vector512<float> Apply(Vector512<float> x) => TActivation.Apply(x);
    public override Vector256<float> Apply(Vector256<float> x) => TActivation.Apply(x);
    public override Vector128<float> Apply(Vector128<float> x) => TActivation.Apply(x);
    public override double Apply(double x) => TActivation.Apply(x);
    public override float Apply(float x) => TActivation.Apply(x);
    public override Vector512<float> Derivative(Vector512<float> x, Vector512<float> y) => TActivation.Derivative(x, y);
    public override Vector256<float> Derivative(Vector256<float> x, Vector256<float> y) => TActivation.Derivative(x, y);
    public override Vector128<float> Derivative(Vector128<float> x, Vector128<float> y) => TActivation.Derivative(x, y);
    public override double Derivative(double x, double y) => TActivation.Derivative(x, y);
    public override string ToString() => typeof(TActivation).Name;
}
