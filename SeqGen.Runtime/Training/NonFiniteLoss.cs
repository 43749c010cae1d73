namespace SeqGen.Training;

/// <summary>A loss that was not a finite number.</summary>
/// <param name="Epoch">The epoch's number, from 1.</param>
/// <param name="Batch">The batch's number in the epoch, from 1; it changed no parameters.</param>
/// <param name="Loss">Not a number or infinite.</param>
/// <param name="Layer">The first layer with a parameter that is not finite; null if all are, so that inputs or outputs are too large.</param>
public sealed record NonFiniteLoss(int Epoch, int Batch, double Loss, string? Layer)
{
    internal static NonFiniteLoss Find<TModel>(TModel model, int epoch, int batch, double loss)
        where TModel : class, ISequenceModel<TModel>
    {
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            if (!System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<float>(model.Parameters.Slice(tensor.Offset, tensor.Length)))
            {
                return new NonFiniteLoss(epoch, batch, loss, tensor.Name.Split('/')[0]);
            }
        }
        return new NonFiniteLoss(epoch, batch, loss, null);
    }
}
