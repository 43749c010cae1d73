using System;
using SeqGen.Numerics;

namespace SeqGen.Tests.Support;

/// <summary>What a <see cref="DenseModel{TShape}"/> looks like.</summary>
[RealtimeSafe]
internal interface IDenseShape
{
    static abstract int Units { get; }

    static abstract Activation Activation { get; }

    /// <summary>Dense at every timestep, instead of on the flattened input.</summary>
    static virtual bool EachTimestep => false;

    static virtual float Dropout => 0;

    static virtual bool BiasTrainable => true;

    static virtual string Layer => "dense0";

    static virtual float L1 => 0;

    static virtual float L2 => 0;
}

/// <summary>Dropout and Dense on <c>[3, 2]</c> in plain loops: what the runtime needs of a model, without the generator.</summary>
[RealtimeSafe]
internal sealed class DenseModel<TShape> : ISequenceModel<DenseModel<TShape>> where TShape : IDenseShape
{
    private static readonly ParameterTensor[] s_tensors =
    [
        new($"{TShape.Layer}/kernel", [In, TShape.Units], 0, Initializer.GlorotUniform, l1: TShape.L1, l2: TShape.L2),
        new($"{TShape.Layer}/bias", [TShape.Units], In * TShape.Units, Initializer.Zeros, TShape.BiasTrainable),
    ];

    private readonly AlignedBuffer<float> _parameters;

    public DenseModel(int seed = 0) => _parameters = SequenceModel.CreateParameters(s_tensors, ParameterCount, seed);

    public static int Timesteps => 3;

    public static int Features => 2;

    public static int OutputLength => Rows * TShape.Units;

    public static int ParameterCount => (In + 1) * TShape.Units;

    public static string Summary { get; } = $"""
         Layer      Output shape     Param #
         dense0     [{TShape.Units}]              {ParameterCount}
        Total params: {ParameterCount}
        """;

    public static ReadOnlySpan<ParameterTensor> ParameterTensors => s_tensors;

    public static string Architecture { get; } = $"Dense({TShape.Units})";

    public static BatchLayout Batched => new(
        ParameterCount, 0, Rows * (In + TShape.Units), TShape.EachTimestep ? Timesteps : 0, TShape.Units, TShape.Activation);

    public Span<float> Parameters => _parameters.Span;

    /// <summary>If set, called by each forward pass with its first row.</summary>
    internal static Action<int>? OnForward { get; set; }

    private static int Rows => TShape.EachTimestep ? Timesteps : 1;

    private static int In => TShape.EachTimestep ? Features : Timesteps * Features;

    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        SequenceModel.CheckLength(input.Length, Timesteps * Features, nameof(input));
        SequenceModel.CheckLength(output.Length, OutputLength, nameof(output));
        Apply(Parameters, input, output, logits: false);
    }

    public void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => SequenceModel.PredictBatch(this, inputs, outputs);

    public static void Pack(ReadOnlySpan<float> parameters, Span<float> packed) => parameters.CopyTo(packed);

    public static void Forward(in BatchPass<float> pass, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        OnForward?.Invoke(pass.FirstRow);
        Span<float> x = pass.Workspace[..inputs.Length];
        int perSample = Timesteps * Features;
        for (int i = 0; i < inputs.Length; i++)
        {
            x[i] = inputs[i] * (pass.Training ? Keep(pass.Seed, pass.FirstRow + i / perSample, i % perSample) : 1);
        }
        Apply(pass.Packed, x, outputs, pass.Logits);
        outputs.CopyTo(pass.Workspace[inputs.Length..]);
    }

    public static void Backward(in BatchPass<float> pass, ReadOnlySpan<float> dOutputs, Span<float> dParameters, Span<float> dInputs)
    {
        ReadOnlySpan<float> x = pass.Workspace[..(pass.Batch * Timesteps * Features)];
        ReadOnlySpan<float> y = pass.Workspace.Slice(x.Length, dOutputs.Length);
        int units = TShape.Units;
        dParameters.Clear();
        for (int i = 0; i < dOutputs.Length; i++)
        {
            int row = i / units;
            int unit = i % units;
            float dz = pass.Logits ? dOutputs[i] : DActivation(y.Slice(row * units, units), dOutputs.Slice(row * units, units), unit);
            for (int k = 0; k < In; k++)
            {
                dParameters[k * units + unit] += x[row * In + k] * dz;
            }
            dParameters[In * units + unit] += dz;
        }
    }

    private static float Keep(ulong seed, int row, int value)
    {
        if (TShape.Dropout == 0)
        {
            return 1;
        }
        var random = new SeededRandom(SeededRandom.Derive(seed, (ulong)(row * 100 + value)));
        return random.NextSingle() < TShape.Dropout ? 0 : 1 / (1 - TShape.Dropout);
    }

    private static void Apply(ReadOnlySpan<float> parameters, ReadOnlySpan<float> inputs, Span<float> outputs, bool logits)
    {
        int units = TShape.Units;
        for (int i = 0; i < outputs.Length; i++)
        {
            float z = parameters[In * units + i % units];
            for (int k = 0; k < In; k++)
            {
                z += inputs[i / units * In + k] * parameters[k * units + i % units];
            }
            outputs[i] = z;
        }
        for (int row = 0; !logits && row < outputs.Length; row += units)
        {
            Activate(outputs.Slice(row, units));
        }
    }

    private static void Activate(Span<float> row)
    {
        float sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = TShape.Activation switch
            {
                Activation.Sigmoid => 1 / (1 + MathF.Exp(-row[i])),
                Activation.Softmax => MathF.Exp(row[i]),
                _ => row[i],
            };
            sum += row[i];
        }
        for (int i = 0; TShape.Activation == Activation.Softmax && i < row.Length; i++)
        {
            row[i] /= sum;
        }
    }

    private static float DActivation(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int unit)
    {
        switch (TShape.Activation)
        {
            case Activation.Sigmoid:
                return dy[unit] * y[unit] * (1 - y[unit]);
            case Activation.Softmax:
                float dot = 0;
                for (int i = 0; i < y.Length; i++)
                {
                    dot += dy[i] * y[i];
                }
                return y[unit] * (dy[unit] - dot);
            default:
                return dy[unit];
        }
    }
}
