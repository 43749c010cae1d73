using System.Numerics;
using System.Runtime.Intrinsics;

namespace SeqGen.Numerics;

/// <summary>An activation function and its derivative, on vectors of every width and on scalars. All widths give the same bits.</summary>
/// <remarks>
/// A kernel takes the function as a type argument, so that the JIT compiles it in.
/// The stated error bounds of the vector functions hold on hardware with and without fused multiply-adds, whose bits differ.
/// </remarks>
[RealtimeSafe]
public interface IActivation
{
    /// <summary>True if the derivative reads only the input x; false if only the output y, which is then all that backward keeps.</summary>
    static abstract bool DerivativeNeedsInput { get; }

    /// <summary>True if an output depends on the whole row of inputs (softmax); then only the row functions are valid.</summary>
    static virtual bool IsRowwise => false;

    /// <summary>y = f(x).</summary>
    static abstract Vector512<float> Apply(Vector512<float> x);

    /// <summary>y = f(x).</summary>
    static abstract Vector256<float> Apply(Vector256<float> x);

    /// <summary>y = f(x).</summary>
    static abstract Vector128<float> Apply(Vector128<float> x);

    /// <summary>y = f(x), without vectors: for double, and for machines that have none.</summary>
    static abstract T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>f'(x) for y = f(x).</summary>
    static abstract Vector512<float> Derivative(Vector512<float> x, Vector512<float> y);

    /// <summary>f'(x) for y = f(x).</summary>
    static abstract Vector256<float> Derivative(Vector256<float> x, Vector256<float> y);

    /// <summary>f'(x) for y = f(x).</summary>
    static abstract Vector128<float> Derivative(Vector128<float> x, Vector128<float> y);

    /// <summary>f'(x) for y = f(x).</summary>
    static abstract T Derivative<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T>;
}
