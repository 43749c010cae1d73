using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

/// <summary>A loss that was not a finite number.</summary>
/// <param name="Epoch">The epoch's number, from 1.</param>
/// <param name="Batch">The batch's number in the epoch, from 1; it changed no parameters.</param>
/// <param name="Loss">Not a number or infinite.</param>
/// <param name="Layer">The first layer whose output was not finite; null if all were, and the loss itself was too large.</param>
public sealed record NonFiniteLoss(int Epoch, int Batch, double Loss, string? Layer)
{
    /// <summary>Index of the first layer whose output in a pass is not finite; the number of layers if all are.</summary>
    internal static int FindLayer<TModel>(in BatchPass<float> pass) where TModel : class, ISequenceModel<TModel>
    {
        ReadOnlySpan<LayerOutput> layers = TModel.LayerOutputs;
        for (int i = 0; i < layers.Length; i++)
        {
            LayerOutput layer = layers[i];
            ReadOnlySpan<float> rows = pass.Workspace.Slice(TModel.Batched.IndexOf(layer.Offset, pass.Batch), layer.Steps * pass.Batch * layer.Stride);
            for (int start = 0; start < rows.Length; start += layer.Stride)
            {
                if (!TensorPrimitives.IsFiniteAll<float>(rows.Slice(start, layer.Features)))
                {
                    return i;
                }
            }
        }
        return layers.Length;
    }
}
