using System;
using System.Reflection;
using SeqGen.Generator.Model;

namespace SeqGen.Tests.Support;

/// <summary>The batched code of a model in double precision: the text that users run in float.</summary>
internal sealed class DoubleModel(ModelPlan plan, Assembly assembly, string? className = null)
{
    private readonly Lazy<PackCode> _pack = Method<PackCode>(className ?? plan.Spec.Type.Identifier, assembly, "Pack");
    private readonly Lazy<PackCode> _packTransposed = Method<PackCode>(className ?? plan.Spec.Type.Identifier, assembly, "PackTransposed");
    private readonly Lazy<ForwardCode> _forward = Method<ForwardCode>(className ?? plan.Spec.Type.Identifier, assembly, "Forward");
    private readonly Lazy<BackwardCode> _backward = Method<BackwardCode>(className ?? plan.Spec.Type.Identifier, assembly, "Backward");

    private delegate void PackCode(ReadOnlySpan<double> parameters, Span<double> packed);

    private delegate void ForwardCode(in BatchPass<double> pass, ReadOnlySpan<double> inputs, Span<double> outputs);

    private delegate void BackwardCode(in BatchPass<double> pass, ReadOnlySpan<double> dOutputs, Span<double> dParameters, Span<double> dInputs);

    internal int ParameterCount => (int)plan.ParameterMemory.Length;

    internal int InputLength => (int)plan.Input.Shape.Length;

    /// <summary>Values from state to state, where the model's batches carry them.</summary>
    internal int StateStride { get; init; }

    internal int OutputLength => (int)plan.OutputShape.Length;

    /// <summary>Outputs of a batch; with dOutputs, the gradients as well.</summary>
    internal void Run(
        int batch, ReadOnlySpan<double> parameters, ReadOnlySpan<double> inputs, Span<double> outputs,
        ReadOnlySpan<double> dOutputs = default, Span<double> dParameters = default, Span<double> dInputs = default, bool logits = false,
        bool training = true, ulong seed = 7, int firstRow = 0, ReadOnlySpan<int> lengths = default, double[]? states = null)
    {
        double[] packed = new double[plan.Packed.Length], workspace = new double[((plan.WorkspaceLength + plan.Input.GradientRoom.Length) * batch) + plan.Fixed.Length];

        // Whatever was in the memory before must not matter.
        Array.Fill(packed, double.NaN);
        Array.Fill(workspace, 1e3);
        _pack.Value(parameters, packed);
        _packTransposed.Value(parameters, packed);
        var pass = new BatchPass<double>
        {
            Batch = batch, Parameters = parameters, Packed = packed, Workspace = workspace, Training = training, Seed = seed, FirstRow = firstRow, Logits = logits,
            Lengths = lengths, States = states,
        };
        _forward.Value(pass, inputs, outputs);
        if (!dOutputs.IsEmpty)
        {
            _backward.Value(pass, dOutputs, dParameters, dInputs);
        }
    }

    private static Lazy<T> Method<T>(string type, Assembly assembly, string name) where T : Delegate => new(() =>
        assembly.GetType($"SeqGen.Generated.{type}", throwOnError: true)!
            .GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<T>());
}
