using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Numerics;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>A model whose gradients are compared with central differences.</summary>
/// <param name="Source">The model's attributes, in C#.</param>
/// <param name="Batch">Samples.</param>
/// <param name="Scale">Parameters are uniform in [-Scale, Scale).</param>
internal sealed record GradientCase(string Source, int Batch = 3, double Scale = 0.5)
{
    /// <summary>Timesteps of each sample, of a model of variable length.</summary>
    internal int[] Lengths { get; init; } = [];
}

/// <summary>Models compiled at once, in double, and the check of the gradients of each.</summary>
internal sealed class GradientSuite
{
    private const double Epsilon = 1e-6, Absolute = 1e-5, Relative = 1e-3;

    // Above this the entries that are changed one by one are a sample; all are still part of the directions.
    private const int MostEntries = 250;

    // Functions with a corner: a difference across it is no derivative.
    private static readonly string[] s_kinks = ["Relu", "HardSigmoid", "Selu"];

    private readonly List<GradientCase> _cases;
    private readonly Lazy<IReadOnlyDictionary<string, DoubleModel>> _models;

    internal GradientSuite(IEnumerable<GradientCase> cases)
    {
        _cases = [.. cases];
        _models = new(() => Compile(_cases.Select(one => one.Source)));
    }

    internal TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            _cases.ForEach(one => data.Add(one.Source, one.Batch));
            return data;
        }
    }

    /// <summary>A model of the suite's.</summary>
    internal DoubleModel this[string source] => _models.Value[source];

    /// <summary>Models in double by their source.</summary>
    internal static IReadOnlyDictionary<string, DoubleModel> Compile(IEnumerable<string> sources)
    {
        Dictionary<string, string> names = sources.Distinct().Select((source, i) => (source, i)).ToDictionary(x => x.source, x => $"Model{x.i}");
        string text = "using SeqGen;\n" + string.Join("\n", names.Select(pair => $"{pair.Key} public partial class {pair.Value};"));
        IReadOnlyDictionary<string, DoubleModel> models = ModelCompiler.LoadDouble(ModelCompiler.Compile(text), names.Values);
        return names.ToDictionary(pair => pair.Key, pair => models[pair.Value]);
    }

    /// <summary>Uniform in [-scale, scale).</summary>
    internal static double[] Values(int count, int seed, double scale)
    {
        var random = new SeededRandom((ulong)seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ((2 * random.NextDouble()) - 1) * scale;
        }
        return values;
    }

    /// <summary>Gradients of L = sum of output(i) · coefficient(i), for every parameter and input value.</summary>
    internal void Check(string source, int batch)
    {
        GradientCase one = _cases.Single(one => one.Source == source && one.Batch == batch);
        DoubleModel model = _models.Value[source];
        double[] parameters = Values(model.ParameterCount, 1, one.Scale), inputs = Values(batch * model.InputLength, 2, 1);
        double[] outputs = new double[batch * model.OutputLength], coefficients = Values(outputs.Length, 3, 1);
        double[] dParameters = new double[parameters.Length], dInputs = new double[inputs.Length];
        Array.Fill(dParameters, double.NaN);
        Array.Fill(dInputs, double.NaN);
        model.Run(batch, parameters, inputs, outputs, coefficients, dParameters, dInputs, lengths: one.Lengths);

        double Loss()
        {
            double[] changed = new double[outputs.Length];
            model.Run(batch, parameters, inputs, changed, lengths: one.Lengths);
            return changed.Zip(coefficients, (o, c) => o * c).Sum();
        }
        bool kinked = s_kinks.Any(kink => source.Contains(kink, StringComparison.Ordinal));
        CheckEntries(parameters, dParameters, "dParameters", Loss, kinked);
        CheckEntries(inputs, dInputs, "dInputs", Loss, kinked);
        CheckDirections(parameters, dParameters, "dParameters", Loss, kinked);
        CheckDirections(inputs, dInputs, "dInputs", Loss, kinked);
    }

    private static void CheckEntries(double[] values, double[] gradients, string what, Func<double> loss, bool kinked)
    {
        int step = (values.Length + MostEntries - 1) / MostEntries;
        int skipped = 0;
        for (int i = 0; i < values.Length; i += step)
        {
            double value = values[i];
            void Set(double by) => values[i] = value + by;
            skipped += Near(gradients[i], Set, $"{what}[{i}]", loss, kinked) ? 0 : 1;
        }
        Assert.True(skipped * 20 <= values.Length, $"{skipped} of {values.Length} {what} lie at a kink.");
    }

    private static void CheckDirections(double[] values, double[] gradients, string what, Func<double> loss, bool kinked)
    {
        if (values.Length <= MostEntries)
        {
            return;
        }
        double[] start = [.. values];
        for (int seed = 0; seed < 4; seed++)
        {
            double[] direction = Values(values.Length, 100 + seed, 1);
            double expected = gradients.Zip(direction, (g, d) => g * d).Sum();
            void Set(double by)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = start[i] + (by * direction[i]);
                }
            }
            Near(expected, Set, $"{what} along direction {seed}", loss, kinked);
        }
    }

    // False where the difference lies across a kink.
    private static bool Near(double gradient, Action<double> set, string what, Func<double> loss, bool kinked)
    {
        set(Epsilon);
        double above = loss();
        set(-Epsilon);
        double below = loss();
        set(0);
        double difference = (above - below) / (2 * Epsilon);
        double tolerance = Absolute + (Relative * Math.Abs(difference));
        if (Math.Abs(gradient - difference) <= tolerance)
        {
            return true;
        }
        double middle = loss();
        bool atKink = kinked && Math.Abs(above - middle - (middle - below)) / Epsilon > tolerance;
        Assert.True(atKink, $"{what}: gradient {gradient:g12}, difference {difference:g12}");
        return false;
    }
}
