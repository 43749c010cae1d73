using System;
using System.Runtime.CompilerServices;

namespace SeqGen.Training;

/// <summary>A loss that is a sum over a row's values, each with its target, divided by their number or not.</summary>
internal abstract class ElementwiseLoss : Loss
{
    /// <summary>Keras's epsilon.</summary>
    private protected const double Epsilon = 1e-7;

    /// <summary>Whether a row's loss is the mean of its values' losses; otherwise their sum.</summary>
    private protected virtual bool Mean => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override double Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int features, float scale, Span<float> dOutputs)
    {
        int divisor = Mean ? features : 1;
        double step = (double)scale / divisor;
        double sum = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            (double value, double derivative) = Compute(outputs[i], targets[i]);
            sum += value;
            if (!dOutputs.IsEmpty)
            {
                dOutputs[i] = (float)(step * derivative);
            }
        }
        return sum / divisor;
    }

    /// <summary>The loss of one value, and its derivative by the output.</summary>
    private protected abstract (double Value, double Derivative) Compute(double o, double t);
}
