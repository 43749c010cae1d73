using System;
using System.Collections.Generic;
using System.Linq;

namespace SeqGen.Tests.Support.Onnx;

/// <summary>A model of ONNX's conformance tests with an input and the output that it has to give.</summary>
/// <param name="Name">As <c>node/test_relu</c>.</param>
/// <param name="Nodes">The operations, in order.</param>
/// <param name="Tensors">Inputs and initializers, by the name that nodes call them.</param>
/// <param name="Outputs">By name.</param>
internal sealed record OnnxCase(
    string Name, IReadOnlyList<OnnxNode> Nodes, IReadOnlyDictionary<string, OnnxTensor> Tensors, IReadOnlyDictionary<string, OnnxTensor> Outputs)
{
    /// <summary>The operation that is tested, where others only change shapes before and after it.</summary>
    internal OnnxNode Node => Nodes.Single(node => node.Operation is not ("Unsqueeze" or "Squeeze" or "Transpose"));

    /// <summary>The first output.</summary>
    internal OnnxTensor Output => Outputs.First().Value;

    /// <summary>What the operation takes at a position; null where that is left out. An axis of length 1 that is put in before it is not.</summary>
    internal OnnxTensor? Input(int position) => position < Node.Inputs.Count && Node.Inputs[position].Length > 0 ? Tensor(Node.Inputs[position]) : null;

    private OnnxTensor Tensor(string name)
    {
        if (Tensors.TryGetValue(name, out OnnxTensor? tensor))
        {
            return tensor;
        }
        OnnxNode before = Nodes.Single(node => node.Outputs.Contains(name));
        return before.Operation == "Transpose" ? Tensor(before.Inputs[0]).Transposed(before.Int32s("perm")) : Tensor(before.Inputs[0]);
    }
}

/// <summary>An operation.</summary>
/// <param name="Operation">As <c>Relu</c>.</param>
/// <param name="Inputs">Names; empty where an optional one is left out.</param>
/// <param name="Outputs">Names.</param>
/// <param name="Attributes">By name: float, long, string or long[].</param>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, object> Attributes)
{
    internal float Single(string name, float otherwise) => Attributes.TryGetValue(name, out object? value) ? (float)value : otherwise;

    internal int Int32(string name, int otherwise) => Attributes.TryGetValue(name, out object? value) ? (int)(long)value : otherwise;

    internal string Text(string name, string otherwise) => Attributes.TryGetValue(name, out object? value) ? (string)value : otherwise;

    internal int[] Int32s(string name, params int[] otherwise) =>
        Attributes.TryGetValue(name, out object? value) ? Array.ConvertAll((long[])value, item => (int)item) : otherwise;
}
