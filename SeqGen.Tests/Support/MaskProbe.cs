using System;

namespace SeqGen.Tests.Support;

/// <summary>
/// A recurrent layer, as many units as features and linear in everything, whose parameters are set so that one gate shows the mask it gets.
/// </summary>
/// <param name="model">The layer alone, with ReturnSequences.</param>
/// <param name="units">Its units and features.</param>
/// <param name="gates">Gates of its kernel.</param>
internal sealed class MaskProbe(DoubleModel model, int units, int gates)
{
    private readonly double[] _parameters = new double[model.ParameterCount];

    /// <summary>Makes the product of x and one gate's kernel x itself.</summary>
    internal MaskProbe Kernel(int gate) => Identity(0, gate);

    /// <summary>Makes the product of h and one gate's recurrent kernel h itself.</summary>
    internal MaskProbe Recurrent(int gate) => Identity(units * gates * units, gate);

    /// <summary>Sets the biases of one gate; gates of a second bias row count on.</summary>
    internal MaskProbe Bias(int gate, double value)
    {
        _parameters.AsSpan((2 * units * gates * units) + (gate * units), units).Fill(value);
        return this;
    }

    /// <summary>The layer's outputs in training, <c>[row, timestep, unit]</c>, for inputs of ones.</summary>
    internal double[,,] Run(int rows, ulong seed = 7, int firstRow = 0, bool training = true)
    {
        int timesteps = model.InputLength / units;
        double[] inputs = new double[rows * model.InputLength], outputs = new double[inputs.Length];
        Array.Fill(inputs, 1);
        model.Run(rows, _parameters, inputs, outputs, training: training, seed: seed, firstRow: firstRow);
        double[,,] result = new double[rows, timesteps, units];
        Buffer.BlockCopy(outputs, 0, result, 0, outputs.Length * sizeof(double));
        return result;
    }

    /// <summary>
    /// The mask <c>[row, unit]</c> that every timestep shows; fails if one shows another.
    /// </summary>
    /// <param name="outputs">What <see cref="Run"/> gave.</param>
    /// <param name="first">The first timestep that shows it.</param>
    /// <param name="read">The mask's value from h at a timestep and h at the one before.</param>
    internal static double[,] Read(double[,,] outputs, int first, Func<double, double, double> read)
    {
        double[,] mask = new double[outputs.GetLength(0), outputs.GetLength(2)];
        for (int row = 0; row < mask.GetLength(0); row++)
        {
            for (int unit = 0; unit < mask.GetLength(1); unit++)
            {
                for (int t = first; t < outputs.GetLength(1); t++)
                {
                    double value = read(outputs[row, t, unit], t == 0 ? 0 : outputs[row, t - 1, unit]);
                    if (t == first)
                    {
                        mask[row, unit] = value;
                    }
                    Xunit.Assert.Equal(mask[row, unit], value, 1e-6);
                }
            }
        }
        return mask;
    }

    private MaskProbe Identity(int start, int gate)
    {
        for (int unit = 0; unit < units; unit++)
        {
            _parameters[start + (unit * gates * units) + (gate * units) + unit] = 1;
        }
        return this;
    }
}
