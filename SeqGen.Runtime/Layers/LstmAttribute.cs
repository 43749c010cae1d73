namespace SeqGen;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997; keras.layers.LSTM): <c>[timesteps, features]</c> to <c>[units]</c> or <c>[timesteps, units]</c>.</summary>
/// <param name="units">Size of the state, 1 or more.</param>
/// <remarks>
/// <code>
/// i = r(x W_i + h U_i + b_i)      input gate
/// f = r(x W_f + h U_f + b_f)      forget gate
/// g = a(x W_g + h U_g + b_g)      candidate
/// o = r(x W_o + h U_o + b_o)      output gate
/// c = f c + i g
/// h = o a(c)
/// </code>
/// a is <see cref="RecurrentLayerAttribute.Activation"/>, r is <see cref="RecurrentActivation"/>; h and c start at 0. Tensors: kernel W <c>[features, 4 units]</c>,
/// recurrent_kernel U <c>[units, 4 units]</c>, bias b <c>[4 units]</c>, gates in the order i, f, g, o. W starts Glorot uniform over the whole
/// matrix, U orthogonal, b 0 but for the forget gate.
/// </remarks>
public sealed class LstmAttribute(int units) : RecurrentLayerAttribute(units)
{
    /// <summary>Activation of the gates. Default: sigmoid.</summary>
    public Activation RecurrentActivation { get; set; } = Activation.Sigmoid;

    /// <summary>True to start the forget gate's bias at 1 (Jozefowicz et al. 2015), false at 0. Default: true.</summary>
    public bool UnitForgetBias { get; set; } = true;

    /// <summary>
    /// True to let the gates see the cell (Gers and Schmidhuber 2000): p_i c(t-1) is added in i, p_f c(t-1) in f, p_o c(t) in o. Default: false.
    /// </summary>
    /// <remarks>One more tensor, peephole <c>[3, units]</c>, in the order i, f, o; it starts at 0.</remarks>
    public bool Peephole { get; set; }
}
