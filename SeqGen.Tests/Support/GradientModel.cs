using System;
using SeqGen.Numerics;

namespace SeqGen.Tests.Support;

/// <summary>A model whose gradients are its input: parameters [4] and [1], an output of 0.</summary>
internal sealed class GradientModel : ISequenceModel<GradientModel>
{
    private static readonly ParameterTensor[] s_tensors =
    [
        new("layer0/kernel", [4], 0, Initializer.Zeros),
        new("layer0/bias", [1], 4, Initializer.Zeros),
    ];

    private readonly AlignedBuffer<float> _parameters = new(5);

    public static int Timesteps => 1;

    public static int Features => 5;

    public static int OutputLength => 1;

    public static int ParameterCount => 5;

    public static string Summary => "";

    public static ReadOnlySpan<ParameterTensor> ParameterTensors => s_tensors;

    public static string Architecture => "Gradient";

    public static BatchLayout Batched => new(5, 0, 5, 0, 1, Activation.Linear);

    public Span<float> Parameters => _parameters.Span;

    public void Predict(ReadOnlySpan<float> input, Span<float> output) => output.Clear();

    public void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => outputs.Clear();

    public static void Pack(ReadOnlySpan<float> parameters, Span<float> packed) => parameters.CopyTo(packed);

    public static void Forward(in BatchPass<float> pass, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        inputs.CopyTo(pass.Workspace);
        outputs.Clear();
    }

    public static void Backward(in BatchPass<float> pass, ReadOnlySpan<float> dOutputs, Span<float> dParameters, Span<float> dInputs) =>
        pass.Workspace[..5].CopyTo(dParameters);
}
