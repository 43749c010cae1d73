using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Emit;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>What can be wrong with a layer, in the words of its message.</summary>
internal static class Errors
{
    public static ModelError NotPositive(int index, LayerSpec layer, string argument, int value) =>
        ModelError.Of(Descriptors.NotPositive.Id, index, Title(index, layer), argument, CSharpLiteral.Of(value));

    public static ModelError BadRate(int index, LayerSpec layer, string argument, float value) =>
        ModelError.Of(Descriptors.BadRate.Id, index, Title(index, layer), argument, value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));

    public static ModelError BadPenalty(int index, LayerSpec layer, string argument, float value) =>
        ModelError.Of(Descriptors.BadNumber.Id, index, Title(index, layer), argument, value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));

    public static ModelError NeedsSequence(int index, LayerSpec layer, Shape input, LayerSpec? before)
    {
        string mend = before is RecurrentSpec ? $"set ReturnSequences = true on {before.Display}" : $"move {layer.Display} before {before?.Display}";
        return ModelError.Of(Descriptors.NeedsSequence.Id, index, Title(index, layer), before?.Display ?? "the input", input.ToString(), mend);
    }

    public static ModelError NothingLeft(int index, PoolingSpec layer, Shape input, LayerSpec? before) => ModelError.Of(
        Descriptors.NothingLeft.Id, index, Title(index, layer), CSharpLiteral.Of(layer.PoolSize), Giver(before), input.ToString(), CSharpLiteral.Of(input.Timesteps));

    public static ModelError NeedsVector(int index, LayerSpec layer, Shape input, LayerSpec? before)
    {
        string mend = before is RecurrentSpec ? $"remove ReturnSequences from {before.Display}" : "add Flatten or GlobalAveragePooling1D before it";
        return ModelError.Of(Descriptors.NeedsVector.Id, index, Title(index, layer), Giver(before), input.ToString(), mend);
    }

    public static ModelError BadReshape(int index, Reshape layer, Shape input, LayerSpec? before) => ModelError.Of(
        Descriptors.BadReshape.Id, index, Title(index, layer), layer.Target.ToString(), CSharpLiteral.Grouped(layer.Target.Length), Giver(before), input.ToString(),
        CSharpLiteral.Grouped(input.Length));

    public static ModelError CausalPooling(int index, LayerSpec layer) =>
        ModelError.Of(Descriptors.CausalPooling.Id, index, Title(index, layer));

    public static ModelError BadSetting(int index, LayerSpec layer, string argument, float value, string range) => ModelError.Of(
        Descriptors.BadSetting.Id, index, Title(index, layer), argument, value.ToString("R", System.Globalization.CultureInfo.InvariantCulture), range);

    public static ModelError DoesNothing(int index, LayerSpec layer, string setting, string reason, string mend) => ModelError.Of(
        Descriptors.DoesNothing.Id, index, Title(index, layer), setting, reason, mend);

    private static string Giver(LayerSpec? before) => before?.Display ?? "the input";

    public static string Title(int index, LayerSpec layer) => $"Layer {CSharpLiteral.Of(index)}, {layer.Display},";
}
