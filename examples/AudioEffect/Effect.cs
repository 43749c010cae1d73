using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SeqGen.Examples.Audio;

/// <summary>Sound in, sound out, a block at a time.</summary>
internal interface IEffect
{
    /// <summary>Processes a block in place. Allocates nothing.</summary>
    /// <param name="block"><c>[frames, channels]</c>.</param>
    void Process(Span<float> block);

    /// <summary>Forgets what went through.</summary>
    void Reset();
}

/// <summary>A model that goes over sound, with a state for each channel.</summary>
internal sealed class Effect<TModel, TState>(TModel model, int channels) : IEffect
    where TModel : class, IStreamingModel<TModel, TState>
    where TState : struct, IStreamState<TState>
{
    private readonly TState[] _states = new TState[channels];

    /// <inheritdoc/>
    public void Process(Span<float> block)
    {
        for (int i = 0; i < block.Length; i++)
        {
            float input = block[i];
            model.Step(new ReadOnlySpan<float>(in input), ref _states[i % _states.Length], block.Slice(i, 1));
        }
    }

    /// <inheritdoc/>
    public void Reset() => Array.Clear(_states);
}

/// <summary>A model that the command line can ask for.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Create">Makes the effect for a number of channels, of weights from a file or, where there is none, from a seed.</param>
internal sealed record EffectModel(string Name, Func<string?, int, int, IEffect> Create)
{
    /// <summary>All there are, the usual one first.</summary>
    internal static IReadOnlyList<EffectModel> All { get; } =
    [
        Of<Lstm32, Lstm32.State>("lstm32", seed => new Lstm32(seed), "lstm tanh", "dense linear"),
        Of<StackedLstm32, StackedLstm32.State>("stacked-lstm32", seed => new StackedLstm32(seed), "lstm tanh", "lstm tanh", "dense linear"),
        Of<Lstm8, Lstm8.State>("lstm8", seed => new Lstm8(seed), "lstm tanh", "dense linear"),
        Of<DenseLstm8, DenseLstm8.State>("dense-lstm8", seed => new DenseLstm8(seed), "dense tanh", "lstm tanh", "dense linear"),
    ];

    /// <summary>The model of a name that is one of those of <see cref="All"/>.</summary>
    internal static EffectModel Named(string name) => All.Single(model => model.Name == name);

    private static EffectModel Of<TModel, TState>(string name, Func<int, TModel> create, params string[] layers)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState> => new(name, (weights, seed, channels) =>
    {
        TModel model = create(seed);
        if (weights is not null)
        {
            InputFile.Read(weights, "a file of weights", () => Load(model, weights, layers));
        }
        Console.WriteLine(TModel.Summary);
        return new Effect<TModel, TState>(model, channels);
    });

    private static TModel Load<TModel>(TModel model, string path, string[] layers) where TModel : class, ISequenceModel<TModel>
    {
        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            RtNeuralFile.Load(path, layers, TModel.ParameterTensors, model.Parameters);
        }
        else
        {
            SequenceModel.Load(model, path);
        }
        foreach (float value in model.Parameters)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidDataException($"'{path}' has weights that are not finite numbers.");
            }
        }
        return model;
    }
}
