using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SeqGen.Tests.Support.Onnx;

/// <summary>ONNX's operations as layers: features go from axis 1 to the last, axes between become timesteps.</summary>
internal static class OnnxLayers
{
    internal static OnnxAnswer Translate(OnnxCase test) => test.Node.Operation switch
    {
        "Relu" or "Sigmoid" or "Tanh" or "Softplus" or "Softsign" or "Exp" => Activation(test, test.Node.Operation == "Exp" ? "Exponential" : test.Node.Operation),
        "Elu" => Activation(test, "Elu", test.Node.Single("alpha", 1) == 1, "alpha 2; ours is 1, as Keras's"),
        "Selu" => Activation(test, "Selu", test.Node.Attributes.Count == 0, "another alpha and gamma than those of self-normalizing networks"),
        "Gelu" => Activation(test, "Gelu", test.Node.Text("approximate", "none") == "none", "approximated by tanh; ours is exact"),
        "Swish" => Activation(test, "Silu", test.Node.Single("alpha", 1) == 1, "another alpha than 1"),
        "LeakyRelu" => Activation(test, "LeakyRelu", test.Node.Single("alpha", 0.01f) == 0.2f, "another slope than Keras's 0.2"),
        "HardSigmoid" => Activation(test, "HardSigmoid", test.Node.Single("alpha", 0.2f) == 1 / 6f, "another slope than Keras's 1/6"),
        "Softmax" => Softmax(test),
        "Dropout" => Rows(test, "Dropout(0.5f)"),
        "Gemm" => Gemm(test),
        "MatMul" => Product(test),
        "BatchNormalization" => BatchNormalization(test),
        "LayerNormalization" => LayerNormalization(test),
        "Conv" => Convolution(test),
        "MaxPool" or "AveragePool" => Pooling(test),
        "GlobalAveragePool" => OnChannels(test, "GlobalAveragePooling1D", []),
        "Gather" => Gather(test),
        "LSTM" or "GRU" or "RNN" => OnnxRecurrent.Translate(test),
        "LogSoftmax" => OnnxAnswer.No("no logarithm of softmax among the activations"),
        "Mish" => OnnxAnswer.No("no mish among the activations"),
        "PRelu" => OnnxAnswer.No("no activation with parameters"),
        "ConvTranspose" => OnnxAnswer.No("no transposed convolution"),
        "MatMulInteger" => OnnxAnswer.No("no integer arithmetic"),
        "CumSum" or "GatherElements" or "GatherND" or "OneHot" => OnnxAnswer.No("an operation on tensors, not a layer"),
        string other => OnnxAnswer.No($"{other} is not known"),
    };

    /// <summary>A number in C#.</summary>
    internal static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static OnnxAnswer Activation(OnnxCase test, string name, bool isOurs = true, string why = "") =>
        isOurs ? Rows(test, $"ActivationLayer(Activation.{name})") : OnnxAnswer.No(why);

    // Every row of the last axis is a sample.
    private static OnnxAnswer Rows(OnnxCase test, string layer)
    {
        OnnxTensor x = test.Input(0)!;
        return OnnxAnswer.Of(layer, $"1, {x.Shape[^1]}", [], x.Values, test.Output.Values);
    }

    private static OnnxAnswer Softmax(OnnxCase test)
    {
        OnnxTensor x = test.Input(0)!;
        int axis = Axis(test, x, -1);
        return OnnxAnswer.Of("ActivationLayer(Activation.Softmax)", $"1, {x.Shape[axis]}", [], x.WithLast(axis).Values, test.Output.WithLast(axis).Values);
    }

    // y = alpha A B + beta C
    private static OnnxAnswer Gemm(OnnxCase test)
    {
        OnnxNode node = test.Node;
        OnnxTensor a = Straight(test.Input(0)!, node.Int32("transA", 0)), b = Straight(test.Input(1)!, node.Int32("transB", 0));
        OnnxTensor? c = test.Input(2);
        int units = b.Shape[1];
        if (c is { Rank: 2 } && c.Shape[0] > 1)
        {
            return OnnxAnswer.No("a bias for every sample");
        }
        float alpha = node.Single("alpha", 1), beta = node.Single("beta", 1);
        IEnumerable<float> bias = c is null ? [] : Enumerable.Range(0, units).Select(unit => beta * c.Values[c.Values.Length == 1 ? 0 : unit]);
        return OnnxAnswer.Of(
            $"Dense({units}{(c is null ? ", UseBias = false" : "")})", $"1, {a.Shape[1]}", [.. b.Values.Select(value => alpha * value), .. bias], a.Values, test.Output.Values);

        static OnnxTensor Straight(OnnxTensor matrix, int transposed) => transposed == 1 ? matrix.Transposed(1, 0) : matrix;
    }

    private static OnnxAnswer Product(OnnxCase test)
    {
        OnnxTensor a = test.Input(0)!, b = test.Input(1)!;
        int units = b.Rank == 1 ? 1 : b.Shape[^1];
        return b.Rank > 2
            ? OnnxAnswer.No("a product with another matrix for every sample")
            : OnnxAnswer.Of($"Dense({units}, UseBias = false)", $"1, {a.Shape[^1]}", b.Values, a.Values, test.Output.Values);
    }

    private static OnnxAnswer BatchNormalization(OnnxCase test) => test.Node.Int32("training_mode", 0) == 1
        ? OnnxAnswer.No("in training mode; gradients and statistics are compared with PyTorch")
        : OnChannels(
            test, $"BatchNormalization(Epsilon = {Number(test.Node.Single("epsilon", 1e-5f))})", [.. Enumerable.Range(1, 4).SelectMany(i => test.Input(i)!.Values)]);

    // All values from the axis on are the features of a sample.
    private static OnnxAnswer LayerNormalization(OnnxCase test)
    {
        OnnxTensor x = test.Input(0)!;
        return OnnxAnswer.Of(
            $"LayerNormalization(Epsilon = {Number(test.Node.Single("epsilon", 1e-5f))})", $"1, {x.From(Axis(test, x, -1))}",
            [.. test.Input(1)!.Values, .. test.Input(2)!.Values], x.Values, test.Output.Values);
    }

    private static OnnxAnswer Convolution(OnnxCase test)
    {
        OnnxTensor x = test.Input(0)!, w = test.Input(1)!;
        if (x.Rank != 3)
        {
            return OnnxAnswer.No("two dimensions of space");
        }
        int taps = w.Shape[2], strides = test.Node.Int32s("strides", 1)[0], dilation = test.Node.Int32s("dilations", 1)[0];
        string? padding = Padding(test, x.Shape[2], ((taps - 1) * dilation) + 1, strides);
        OnnxTensor? bias = test.Input(2);
        return padding is null
            ? OnnxAnswer.No("padding that is neither none nor that of Same")
            : OnChannels(
                test,
                $"Conv1D({w.Shape[0]}, {taps}, Strides = {strides}, Dilation = {dilation}, Groups = {test.Node.Int32("group", 1)}, Padding = Padding.{padding}, UseBias = {(bias is null ? "false" : "true")})",
                [.. w.Transposed(2, 1, 0).Values, .. bias?.Values ?? []]);
    }

    private static OnnxAnswer Pooling(OnnxCase test)
    {
        OnnxTensor x = test.Input(0)!;
        int size = test.Node.Int32s("kernel_shape")[0], strides = test.Node.Int32s("strides", 1)[0];
        if (test.Node.Int32s("dilations", 1)[0] != 1)
        {
            return OnnxAnswer.No("pools have no dilation");
        }
        string? padding = Padding(test, x.Shape[2], size, strides);
        string kind = test.Node.Operation == "MaxPool" ? "Max" : "Average";
        return padding is null
            ? OnnxAnswer.No("padding that is neither none nor that of Same")
            : OnChannels(test, $"{kind}Pooling1D({size}, Strides = {strides}, Padding = Padding.{padding})", []);
    }

    // pads are [left, right], with zeros for axes put in
    private static string? Padding(OnnxCase test, int timesteps, int window, int strides)
    {
        int[] pads = test.Node.Int32s("pads", 0, 0);
        int outputs = (timesteps + strides - 1) / strides, total = Math.Max(((outputs - 1) * strides) + window - timesteps, 0);
        int left = pads[0], right = pads[pads.Length / 2];
        return left + right == 0 ? "Valid" : left == total / 2 && right == total - left ? "Same" : null;
    }

    // x is [samples, features, timesteps or more axes]
    private static OnnxAnswer OnChannels(OnnxCase test, string layer, float[] parameters)
    {
        OnnxTensor x = test.Input(0)!;
        return OnnxAnswer.Of(layer, $"{x.From(2)}, {x.Shape[1]}", parameters, x.WithLast(1).Values, test.Output.WithLast(1).Values);
    }

    // Rows of the axis, taken by the tokens, all one sample.
    private static OnnxAnswer Gather(OnnxCase test)
    {
        OnnxTensor data = test.Input(0)!, indices = test.Input(1)!;
        if (indices.Values.Any(index => index < 0))
        {
            return OnnxAnswer.No("tokens counted from the end");
        }
        int axis = Axis(test, data, 0), vocabulary = data.Shape[axis];
        float[] table = data.WithFirst(axis).Values;
        OnnxTensor y = test.Output;
        // The axes of the tokens stand where the axis stood.
        int[] tokens = [.. Enumerable.Range(axis, indices.Rank)];
        float[] expected = y.Transposed([.. tokens, .. Enumerable.Range(0, y.Rank).Except(tokens)]).Values;
        string layer = $"Embedding({vocabulary}, {table.Length / vocabulary})";
        return new OnnxAnswer(layer, [new OnnxCheck($"[SequenceModel({indices.Values.Length})] [{layer}]", table, indices.Values, expected) { IsTokens = true }]);
    }

    private static int Axis(OnnxCase test, OnnxTensor x, int otherwise)
    {
        int axis = test.Node.Int32("axis", otherwise);
        return axis < 0 ? axis + x.Rank : axis;
    }
}
