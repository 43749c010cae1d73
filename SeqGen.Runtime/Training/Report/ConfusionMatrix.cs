using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics.Tensors;

namespace SeqGen.Training;

/// <summary>How often a sample of one class was taken for another.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <summary>Counts classes.</summary>
    /// <param name="actual">What each sample is: a class, from 0.</param>
    /// <param name="predicted">What each was taken for.</param>
    /// <param name="classes">The classes' names.</param>
    /// <exception cref="ArgumentException">
    /// There are no samples, not as many of each, or one's class is not among the classes (the message gives its place).
    /// </exception>
    public ConfusionMatrix(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (actual.IsEmpty)
        {
            throw new ArgumentException("actual is empty; expected at least one sample.", nameof(actual));
        }
        if (predicted.Length != actual.Length)
        {
            throw new ArgumentException($"predicted has {predicted.Length} samples; actual has {actual.Length}.", nameof(predicted));
        }
        CheckClasses(actual, classes.Count, nameof(actual));
        CheckClasses(predicted, classes.Count, nameof(predicted));
        Classes = classes;
        Total = actual.Length;
        _counts = new long[classes.Count * classes.Count];
        for (int i = 0; i < actual.Length; i++)
        {
            _counts[actual[i] * classes.Count + predicted[i]]++;
        }
    }

    /// <summary>The classes' names.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of samples.</summary>
    public long Total { get; }

    /// <summary>The part of samples that were taken for what they are.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes.Count).Sum(i => this[i, i]) / Total;

    /// <summary>Samples of one class that were taken for another.</summary>
    public long this[int actual, int predicted] => _counts[actual * Classes.Count + predicted];

    /// <summary>Counts a classifier's outputs, as <see cref="Metric.Accuracy"/> reads them.</summary>
    /// <param name="targets">
    /// One value a sample: the class's number; or, with several outputs, as many values as those with the largest at the class.
    /// </param>
    /// <param name="outputs">
    /// One output a sample: class 1 above 0.5, class 0 else; or as many as there are classes, the largest at the class.
    /// </param>
    /// <param name="classes">The classes' names, two for one output; null for their numbers.</param>
    /// <param name="outputLength">Outputs of a sample.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a target is no class.</exception>
    public static ConfusionMatrix FromOutputs(
        ReadOnlySpan<float> targets, ReadOnlySpan<float> outputs, int outputLength = 1, IReadOnlyList<string>? classes = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputLength, 1);
        if (outputs.IsEmpty || outputs.Length % outputLength != 0)
        {
            throw new ArgumentException(
                $"outputs has {outputs.Length} values; expected one or more samples of {outputLength}.", nameof(outputs));
        }
        int samples = outputs.Length / outputLength;
        int count = Math.Max(2, outputLength);
        if (classes is not null && classes.Count != count)
        {
            throw new ArgumentException($"classes has {classes.Count} names; expected {count}.", nameof(classes));
        }
        if (targets.Length != samples && targets.Length != outputs.Length)
        {
            throw new ArgumentException(
                $"targets has {targets.Length} values; expected {samples}, a class each, or {outputs.Length}, as many as outputs.",
                nameof(targets));
        }
        int targetLength = targets.Length / samples;
        int[] actual = new int[samples];
        int[] predicted = new int[samples];
        for (int i = 0; i < samples; i++)
        {
            actual[i] = targetLength == 1
                ? Class(targets[i], i)
                : TensorPrimitives.IndexOfMax(targets.Slice(i * targetLength, targetLength));
            predicted[i] = outputLength == 1
                ? (outputs[i] > 0.5f ? 1 : 0)
                : TensorPrimitives.IndexOfMax(outputs.Slice(i * outputLength, outputLength));
        }
        return new ConfusionMatrix(
            actual, predicted, classes ?? [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>Of the samples taken for a class, the part that are of it; NaN where there are none.</summary>
    public double Precision(int predicted) =>
        (double)this[predicted, predicted] / Enumerable.Range(0, Classes.Count).Sum(actual => this[actual, predicted]);

    /// <summary>Of the samples of a class, the part taken for it; NaN where there are none.</summary>
    public double Recall(int actual) =>
        (double)this[actual, actual] / Enumerable.Range(0, Classes.Count).Sum(predicted => this[actual, predicted]);

    private static int Class(float target, int sample) =>
        target == (int)target
            ? (int)target
            : throw new ArgumentException(
                $"targets[{sample}] is {target.ToString(CultureInfo.InvariantCulture)}; expected the number of a class.", "targets");

    private static void CheckClasses(ReadOnlySpan<int> samples, int classes, string argument)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            if ((uint)samples[i] >= (uint)classes)
            {
                throw new ArgumentException($"{argument}[{i}] is {samples[i]}; expected a class from 0 to {classes - 1}.", argument);
            }
        }
    }
}
