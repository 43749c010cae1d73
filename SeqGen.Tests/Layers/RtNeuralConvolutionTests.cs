using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using SeqGen.Tests.Support;

namespace SeqGen.Tests.Layers;

/// <summary>Convolutions trained in Keras and PyTorch, with the outputs they gave there: RTNeural's models.</summary>
public sealed class RtNeuralConvolutionTests
{
    [SharedDataFact]
    public void Conv1D_of_PyTorch() =>
        CheckTorch("conv1d_torch", "conv1d_torch_x_python", "conv1d_torch_y_python", "Conv1D(12, 5)");

    [SharedDataFact]
    public void Conv1D_of_PyTorch_with_strides() => CheckTorch(
        "conv1d_torch_stride_3", "conv1d_torch_x_python_stride_3", "conv1d_torch_y_python_stride_3", "Conv1D(12, 5, Strides = 3)");

    [SharedDataFact]
    public void Conv1D_of_PyTorch_with_groups() => CheckTorch(
        "conv1d_torch_group_6_3_3_1_3", "conv1d_torch_group_x_python", "conv1d_torch_group_y_python_6_3_3_1_3", "Conv1D(3, 3, Groups = 3)");

    [SharedDataFact]
    public void Conv1D_of_PyTorch_with_groups_and_dilation() => CheckTorch(
        "conv1d_torch_group_6_3_4_10_3", "conv1d_torch_group_x_python", "conv1d_torch_group_y_python_6_3_4_10_3",
        "Conv1D(3, 4, Dilation = 10, Groups = 3)");

    [SharedDataFact]
    public void Conv1D_of_PyTorch_with_a_group_for_each_feature() => CheckTorch(
        "conv1d_torch_group_6_6_1_1_6", "conv1d_torch_group_x_python", "conv1d_torch_group_y_python_6_6_1_1_6", "Conv1D(6, 1, Groups = 6)");

    [SharedDataFact]
    public void Causal_stack_of_Keras() => CheckKeras("conv", "Padding = Padding.Causal");

    [SharedDataFact]
    public void Valid_stack_of_Keras() => CheckKeras("conv_stateless", "Padding = Padding.Valid");

    // torch: weight [out, in / groups, k], outputs [out, timesteps]
    private static void CheckTorch(string model, string inputs, string outputs, string layer)
    {
        using JsonDocument document = RtNeural.Model(model);
        double[][][] weight = document.RootElement.GetProperty("weight").Deserialize<double[][][]>()!;
        float[] bias = document.RootElement.GetProperty("bias").Deserialize<float[]>()!;
        float[][] x = RtNeural.Table(inputs), y = RtNeural.Table(outputs);
        int taps = weight[0][0].Length, features = weight[0].Length;
        IEnumerable<float> kernel =
            from tap in Enumerable.Range(0, taps) from feature in Enumerable.Range(0, features) from filter in weight select (float)filter[feature][tap];

        float[] actual = Predict($"[SequenceModel({x.Length}, {x[0].Length})] [{layer}]", [.. kernel, .. bias], [.. x.SelectMany(row => row)]);
        float[] expected = [.. Enumerable.Range(0, y[0].Length).SelectMany(t => y.Select(filter => filter[t]))];
        RtNeural.Near(expected, actual);
    }

    private static void CheckKeras(string model, string padding)
    {
        using JsonDocument document = RtNeural.Model(model);
        float[] values = RtNeural.Values(model + "_x_python");
        int features = 1;
        foreach (JsonElement layer in document.RootElement.GetProperty("layers").EnumerateArray())
        {
            float[][] weights = [.. layer.GetProperty("weights").EnumerateArray().Select(tensor => RtNeural.Flat(tensor).ToArray())];
            int filters = layer.GetProperty("shape").EnumerateArray().Last().GetInt32();
            string activation = ", Activation = " + RtNeural.ActivationNamed(layer.GetProperty("activation").GetString()!);
            string sequence = $"[SequenceModel({values.Length / features}, {features})]";
            switch (layer.GetProperty("type").GetString())
            {
                case "dense":
                    values = Predict($"{sequence} [Dense({filters}{activation})]", [.. weights.SelectMany(w => w)], values);
                    break;
                case "conv1d":
                    int groups = layer.TryGetProperty("groups", out JsonElement g) ? g.GetInt32() : 1;
                    string window = $"{layer.GetProperty("kernel_size")[0]}, Dilation = {layer.GetProperty("dilation")[0]}, Groups = {groups}, {padding}";
                    values = Predict($"{sequence} [Conv1D({filters}, {window}{activation})]", [.. weights.SelectMany(w => w)], values);
                    break;
                case "batchnorm":
                    Normalize(values, weights, layer.GetProperty("epsilon").GetSingle());
                    break;
                default:
                    values = [.. values.Select((value, i) => value < 0 ? value * weights[0][i % weights[0].Length] : value)];
                    break;
            }
            features = filters;
        }
        RtNeural.Near(RtNeural.Values(model + "_y_python"), values);
    }

    // y = gamma (x - mean) / sqrt(variance + epsilon) + beta; without gamma and beta where there are two tensors
    private static void Normalize(float[] values, float[][] weights, float epsilon)
    {
        float[] mean = weights[^2], variance = weights[^1];
        for (int i = 0; i < values.Length; i++)
        {
            int feature = i % mean.Length;
            float y = (values[i] - mean[feature]) / MathF.Sqrt(variance[feature] + epsilon);
            values[i] = weights.Length == 2 ? y : (y * weights[0][feature]) + weights[1][feature];
        }
    }

    private static float[] Predict(string attributes, float[] parameters, float[] inputs) => new CompiledModels(attributes).Predict(0, parameters, inputs);
}
