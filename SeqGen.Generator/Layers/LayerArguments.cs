using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using SeqGen.Generator.Diagnostics;
using SeqGen.Generator.Model;

namespace SeqGen.Generator.Layers;

/// <summary>The arguments of a layer attribute. What the compiler itself refuses is read as a default.</summary>
internal sealed class LayerArguments(AttributeData attribute, int index, List<ModelError> errors)
{
    public int Int32(int position) => Positional(position) is int value ? value : 1;

    public bool Has(int position) => attribute.ConstructorArguments.Length > position;

    public bool Has(string name) => Named(name) is not null;

    public int Int32(string name, int otherwise) => Named(name) is int value ? value : otherwise;

    public float Single(int position) => Positional(position) is float value ? value : 0;

    public float Single(string name, float otherwise) => Named(name) is float value ? value : otherwise;

    public bool Boolean(string name, bool otherwise) => Named(name) is bool value ? value : otherwise;

    public string? String(string name) => Named(name) as string;

    public TEnum Enum<TEnum>(string name, TEnum otherwise) where TEnum : struct, Enum => Enum(Named(name), name, otherwise);

    public TEnum Enum<TEnum>(int position, string name, TEnum otherwise) where TEnum : struct, Enum => Enum(Positional(position), name, otherwise);

    private TEnum Enum<TEnum>(object? argument, string name, TEnum otherwise) where TEnum : struct, Enum
    {
        if (argument is not int value)
        {
            return otherwise;
        }
        if (System.Enum.IsDefined(typeof(TEnum), value))
        {
            return (TEnum)(object)value;
        }
        string title = $"Layer {index.ToString(CultureInfo.InvariantCulture)}, {attribute.AttributeClass!.Name.Replace("Attribute", "")},";
        errors.Add(ModelError.Of(
            Descriptors.UnknownValue.Id, index, title, name, value.ToString(CultureInfo.InvariantCulture), typeof(TEnum).Name,
            string.Join(", ", System.Enum.GetNames(typeof(TEnum)))));
        return otherwise;
    }

    /// <summary>The options of one tensor, whose arguments begin with its name (those of the kernel's penalties with nothing).</summary>
    public TensorOptions Tensor(string tensor, Initialization otherwise)
    {
        string penalty = tensor == "Kernel" ? "" : tensor;
        string[] names = [$"{tensor}Initializer", $"{tensor}InitializerValue", $"{penalty}L1", $"{penalty}L2"];
        return new TensorOptions(
            Enum(names[0], otherwise), Named(names[1]) as float?, Single(names[2], 0), Single(names[3], 0), names.FirstOrDefault(Has));
    }

    private object? Positional(int position) =>
        attribute.ConstructorArguments.Length > position ? Value(attribute.ConstructorArguments[position]) : null;

    private object? Named(string name) => Value(attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value);

    private static object? Value(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum ? constant.Value : null;
}
