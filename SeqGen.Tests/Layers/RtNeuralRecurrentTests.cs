using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Layers;

/// <summary>Recurrent and dense models trained in Keras and PyTorch, with the outputs they gave there: RTNeural's models.</summary>
public sealed class RtNeuralRecurrentTests
{
    [SharedDataFact]
    public void Dense_stack_of_Keras() => CheckKeras("dense");

    [SharedDataFact]
    public void Lstm_of_Keras() => CheckKeras("lstm");

    [SharedDataFact]
    public void Lstm_of_Keras_on_one_feature() => CheckKeras("lstm_1d");

    [SharedDataFact]
    public void Gru_of_Keras() => CheckKeras("gru");

    [SharedDataFact]
    public void Gru_of_Keras_on_one_feature() => CheckKeras("gru_1d");

    // Gates i, f, g, o in PyTorch as here; the two biases are added up.
    [SharedDataFact]
    public void Lstm_of_PyTorch() => CheckTorch("lstm", "Lstm", [0, 1, 2, 3], (input, hidden) => [.. input.Zip(hidden, (a, b) => a + b)]);

    // Gates r, z, n in PyTorch.
    [SharedDataFact]
    public void Gru_of_PyTorch() => CheckTorch("gru", "Gru", [1, 0, 2], (input, hidden) => [.. input, .. hidden]);

    // There are no outputs to compare with: that it has a place for every weight is all that can be said.
    [SharedDataFact]
    public void Full_model_of_Keras_compiles_and_takes_its_weights()
    {
        using JsonDocument document = RtNeural.Model("full_model");
        (string layers, float[] parameters) = Keras(document);
        float[] outputs = new CompiledModels($"[SequenceModel(50, 1)] {layers}").Predict(0, parameters, new float[50]);
        Assert.All(outputs, value => Assert.True(float.IsFinite(value)));
    }

    // RTNeural's example of a file to refuse: it declares 16 units, and has the weights of 20.
    [SharedDataFact]
    public void Lstm_whose_weights_have_another_size_has_other_parameters()
    {
        using JsonDocument document = RtNeural.Model("bad_lstm");
        (string layers, float[] parameters) = Keras(document);
        Assert.StartsWith("[Lstm(16", layers, StringComparison.Ordinal);
        Assert.Equal((4 * 20 * (1 + 20 + 1)) + 20 + 1, parameters.Length);
        Exception error = Assert.ThrowsAny<Exception>(() => new CompiledModels($"[SequenceModel(50, 1)] {layers}").Predict(0, parameters, new float[50]));
        Assert.Contains($"{(4 * 16 * (1 + 16 + 1)) + 16 + 1}", error.ToString(), StringComparison.Ordinal);
    }

    private static void CheckKeras(string name)
    {
        using JsonDocument document = RtNeural.Model(name);
        (string layers, float[] parameters) = Keras(document);
        float[] inputs = RtNeural.Values(name + "_x_python");
        RtNeural.Near(
            RtNeural.Values(name + "_y_python"), new CompiledModels($"[SequenceModel({inputs.Length}, 1)] {layers}").Predict(0, parameters, inputs));
    }

    // The weights of Keras's layers are in the layout and order of ours.
    private static (string Layers, float[] Parameters) Keras(JsonDocument document)
    {
        var attributes = new StringBuilder();
        var parameters = new List<float>();
        foreach (JsonElement layer in document.RootElement.GetProperty("layers").EnumerateArray())
        {
            int units = layer.GetProperty("shape").EnumerateArray().Last().GetInt32();
            string named = layer.GetProperty("activation").GetString()!, activation = "Activation = " + RtNeural.ActivationNamed(named);
            JsonElement[] weights = [.. layer.GetProperty("weights").EnumerateArray()];
            string recurrent = $"({units}, ReturnSequences = true{(named.Length == 0 ? "" : ", " + activation)})";
            attributes.Append(layer.GetProperty("type").GetString() switch
            {
                "dense" or "time-distributed-dense" => $"[Dense({units}, {activation}, UseBias = {(weights.Length == 2 ? "true" : "false")})]",
                "activation" => $"[ActivationLayer({RtNeural.ActivationNamed(named)})]",
                "lstm" => "[Lstm" + recurrent + "]",
                "gru" => "[Gru" + recurrent + "]",
                "conv1d" => $"[Conv1D({units}, {layer.GetProperty("kernel_size")[0]}, Dilation = {layer.GetProperty("dilation")[0]}, Padding = Padding.Causal, {activation})]",
                string other => throw new NotSupportedException(other),
                null => throw new NotSupportedException(),
            });
            parameters.AddRange(weights.SelectMany(RtNeural.Flat));
        }
        return (attributes.ToString(), [.. parameters]);
    }

    // One layer, then three, then a dense one; weights are [gates · units, inputs].
    private static void CheckTorch(string name, string layer, int[] gates, Func<float[], float[], float[]> bias)
    {
        using JsonDocument document = RtNeural.Model(name + "_torch");
        var attributes = new StringBuilder();
        var parameters = new List<float>();
        foreach ((string part, int index) in new[] { (name, 0), (name + "2", 0), (name + "2", 1), (name + "2", 2) })
        {
            float[][] Rows(string tensor) => [.. Tensor($"{part}.{tensor}_l{index.ToString(CultureInfo.InvariantCulture)}").EnumerateArray().Select(row => RtNeural.Flat(row).ToArray())];
            float[][] kernel = Reordered(Rows("weight_ih"), gates), recurrent = Reordered(Rows("weight_hh"), gates);
            parameters.AddRange([.. Transposed(kernel), .. Transposed(recurrent)]);
            parameters.AddRange(bias([.. Reordered(Rows("bias_ih"), gates).SelectMany(row => row)], [.. Reordered(Rows("bias_hh"), gates).SelectMany(row => row)]));
            attributes.Append(CultureInfo.InvariantCulture, $"[{layer}({kernel.Length / gates.Length}, ReturnSequences = true)]");
        }
        parameters.AddRange([.. RtNeural.Flat(Tensor("dense.weight")), .. RtNeural.Flat(Tensor("dense.bias"))]);
        float[] inputs = RtNeural.Values(name + "_torch_x_python");
        float[] actual = new CompiledModels($"[SequenceModel({inputs.Length}, 1)] {attributes} [Dense(1)]").Predict(0, [.. parameters], inputs);
        RtNeural.Near(RtNeural.Values(name + "_torch_y_python"), actual);

        JsonElement Tensor(string tensor) => document.RootElement.GetProperty(tensor);
    }

    private static float[][] Reordered(float[][] rows, int[] gates) =>
        [.. gates.SelectMany(gate => rows.Skip(gate * (rows.Length / gates.Length)).Take(rows.Length / gates.Length))];

    private static IEnumerable<float> Transposed(float[][] rows) => Enumerable.Range(0, rows[0].Length).SelectMany(column => rows.Select(row => row[column]));
}
