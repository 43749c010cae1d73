using System;
using System.Linq;
using System.Reflection;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>Runs a generic check on every model of this project.</summary>
public abstract class ModelTheory
{
    private static readonly Type[] s_all =
    [
        .. typeof(ModelTheory).Assembly.GetTypes().Where(type => type.IsPublic && type.GetCustomAttribute<SequenceModelAttribute>() is not null),
    ];

    public static TheoryData<string> Models => [.. s_all.Select(type => type.Name)];

    /// <summary>Calls <paramref name="check"/> of this class with the model of that name.</summary>
    protected void Run(string model, string check) =>
        GetType().GetMethod(check, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(s_all.Single(type => type.Name == model)).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    internal static TModel Create<TModel>(int seed = 1) where TModel : class, ISequenceModel<TModel>
    {
        var model = (TModel)Activator.CreateInstance(typeof(TModel), seed)!;
        foreach (ParameterTensor tensor in TModel.ParameterTensors)
        {
            if (tensor.Name.EndsWith("/bias", StringComparison.Ordinal))
            {
                // Zeros would hide a bias that is left out.
                Values(tensor.Length, seed + tensor.Offset, 0.5f).CopyTo(model.Parameters[tensor.Offset..]);
            }
        }
        return model;
    }

    internal static float[] Inputs<TModel>(int samples, int seed = 2) where TModel : class, ISequenceModel<TModel> =>
        Values(samples * TModel.Timesteps * TModel.Features, seed, 1);

    /// <summary>Uniform in [-scale, scale).</summary>
    internal static float[] Values(int count, int seed, float scale)
    {
        var random = new SeededRandom((ulong)seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * scale;
        }
        return values;
    }

    /// <summary>FNV-1a over the bits.</summary>
    internal static string Checksum(ReadOnlySpan<float> values)
    {
        ulong hash = 14695981039346656037;
        foreach (float value in values)
        {
            hash = unchecked((hash ^ BitConverter.SingleToUInt32Bits(value)) * 1099511628211);
        }
        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
