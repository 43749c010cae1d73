using System.Collections.Generic;

namespace SeqGen.Tests.Support.Onnx;

/// <summary>How a case is expressed by layers, or why it is not.</summary>
/// <param name="Text">The layer, or the reason.</param>
/// <param name="Checks">Models with what they have to give; none if no layer expresses the case.</param>
internal sealed record OnnxAnswer(string Text, IReadOnlyList<OnnxCheck> Checks)
{
    internal bool IsCovered => Checks.Count > 0;

    internal static OnnxAnswer No(string why) => new(why, []);

    internal static OnnxAnswer Of(string layer, string sequence, float[] parameters, float[] inputs, float[] outputs) =>
        new(layer, [new OnnxCheck($"[SequenceModel({sequence})] [{layer}]", parameters, inputs, outputs)]);
}

/// <summary>A model, its parameters, samples, and what they have to give.</summary>
/// <param name="Attributes">Of the model, in C#.</param>
/// <param name="Parameters">All of it, in our layout.</param>
/// <param name="Inputs">Samples; tokens where <see cref="IsTokens"/>.</param>
/// <param name="Outputs">Of the samples.</param>
internal sealed record OnnxCheck(string Attributes, float[] Parameters, float[] Inputs, float[] Outputs)
{
    internal bool IsTokens { get; init; }
}
