using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

/// <summary>What large parameters add to the loss: the sum of L1 Σ|w| + L2 Σw² over the tensors that are trained, as Keras's regularizers.</summary>
internal static class Penalty
{
    internal static double Of<TModel>(ReadOnlySpan<float> parameters) where TModel : class, ISequenceModel<TModel>
    {
        double sum = 0;
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            if (tensor.Trainable && (tensor.L1 != 0 || tensor.L2 != 0))
            {
                ReadOnlySpan<float> w = parameters.Slice(tensor.Offset, tensor.Length);
                sum += (tensor.L1 == 0 ? 0 : (double)tensor.L1 * TensorPrimitives.SumOfMagnitudes(w))
                    + (tensor.L2 == 0 ? 0 : (double)tensor.L2 * TensorPrimitives.SumOfSquares(w));
            }
        }
        return sum;
    }

    /// <summary>Adds L1 sign(w) + 2 L2 w to gradients.</summary>
    internal static void AddGradient(ReadOnlySpan<float> w, float l1, float l2, Span<float> gradients)
    {
        if (l2 != 0)
        {
            TensorPrimitives.MultiplyAdd(w, 2 * l2, gradients, gradients);
        }
        for (int i = 0; l1 != 0 && i < w.Length; i++)
        {
            gradients[i] += w[i] > 0 ? l1 : w[i] < 0 ? -l1 : 0;
        }
    }
}
