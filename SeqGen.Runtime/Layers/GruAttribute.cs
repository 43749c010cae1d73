namespace SeqGen;

/// <summary>Gated recurrent unit (Cho et al. 2014; keras.layers.GRU): <c>[timesteps, features]</c> to <c>[units]</c> or <c>[timesteps, units]</c>.</summary>
/// <param name="units">Size of the state, 1 or more.</param>
/// <remarks>
/// <code>
/// z = r(x W_z + h U_z + b_z)      update gate: how much of the state stays
/// r = r(x W_r + h U_r + b_r)      reset gate
/// n = a(x W_h + b_h + r (h U_h + b'_h))      candidate, ResetAfter = true
/// n = a(x W_h + (r h) U_h + b_h)             candidate, ResetAfter = false
/// h = z h + (1 - z) n
/// </code>
/// a is <see cref="RecurrentLayerAttribute.Activation"/>, the gates' r is <see cref="RecurrentActivation"/>; h starts at 0. Tensors: kernel W <c>[features, 3 units]</c>,
/// recurrent_kernel U <c>[units, 3 units]</c>, gates in the order z, r, h; bias <c>[2, 3 units]</c> (input, recurrent) with ResetAfter,
/// <c>[3 units]</c> without. W starts Glorot uniform over the whole matrix, U orthogonal, the biases 0.
/// </remarks>
public sealed class GruAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>Activation of the gates. Default: sigmoid.</summary>
    public Activation RecurrentActivation { get; set; } = Activation.Sigmoid;

    /// <summary>True to apply the reset gate after the product with U, as Keras, PyTorch and cuDNN do; false before it, as the paper does. Default: true.</summary>
    public bool ResetAfter { get; set; } = true;
}
