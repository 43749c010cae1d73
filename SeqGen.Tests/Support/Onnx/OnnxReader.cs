using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace SeqGen.Tests.Support.Onnx;

/// <summary>Reads the messages of onnx.proto that the conformance tests use; field numbers are that file's.</summary>
internal static class OnnxReader
{
    private enum ElementType
    {
        Float = 1,
        UInt8 = 2,
        Int32 = 6,
        Int64 = 7,
        Boolean = 9,
        Double = 11,
    }

    /// <summary>ModelProto, and the files of one data set: inputs and outputs as the graph lists them.</summary>
    internal static OnnxCase Case(string name, byte[] model, IEnumerable<byte[]> inputs, IEnumerable<byte[]> outputs)
    {
        var nodes = new List<OnnxNode>();
        var tensors = new Dictionary<string, OnnxTensor>();
        var inputNames = new List<string>();
        var outputNames = new List<string>();
        Each(ByteString.CopyFrom(model), 7, graph => Read(graph.ReadBytes(), (tag, part) =>
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    nodes.Add(Node(part.ReadBytes()));
                    return true;
                case 5:
                    OnnxTensor tensor = Tensor(part.ReadBytes());
                    tensors.Add(tensor.Name, tensor);
                    return true;
                case 11:
                    Each(part.ReadBytes(), 1, value => inputNames.Add(value.ReadString()));
                    return true;
                case 12:
                    Each(part.ReadBytes(), 1, value => outputNames.Add(value.ReadString()));
                    return true;
                default:
                    return false;
            }
        }));
        var initializers = tensors.Keys.ToHashSet();
        foreach ((string input, byte[] file) in inputNames.Where(input => !initializers.Contains(input)).Zip(inputs))
        {
            tensors.Add(input, Tensor(ByteString.CopyFrom(file)));
        }
        Dictionary<string, OnnxTensor> results = outputNames.Zip(outputs).ToDictionary(pair => pair.First, pair => Tensor(ByteString.CopyFrom(pair.Second)));
        return new OnnxCase(name, nodes, tensors, results);
    }

    // NodeProto
    private static OnnxNode Node(ByteString message)
    {
        string operation = "";
        List<string> inputs = [], outputs = [];
        var attributes = new Dictionary<string, object>();
        Read(message, (tag, part) =>
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    inputs.Add(part.ReadString());
                    return true;
                case 2:
                    outputs.Add(part.ReadString());
                    return true;
                case 4:
                    operation = part.ReadString();
                    return true;
                case 5:
                    Attribute(part.ReadBytes(), attributes);
                    return true;
                default:
                    return false;
            }
        });
        return new OnnxNode(operation, inputs, outputs, attributes);
    }

    // AttributeProto
    private static void Attribute(ByteString message, Dictionary<string, object> attributes)
    {
        string name = "";
        object? value = null;
        var integers = new List<long>();
        Read(message, (tag, part) =>
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    name = part.ReadString();
                    return true;
                case 2:
                    value = part.ReadFloat();
                    return true;
                case 3:
                    value = part.ReadInt64();
                    return true;
                case 4:
                    value = part.ReadString();
                    return true;
                case 8:
                    integers.AddRange(Integers(tag, part));
                    return true;
                default:
                    return false;
            }
        });
        attributes[name] = value ?? integers.ToArray();
    }

    // TensorProto, whose data is raw in every file of the archive
    private static OnnxTensor Tensor(ByteString message)
    {
        string name = "";
        var type = ElementType.Float;
        var shape = new List<int>();
        ByteString data = ByteString.Empty;
        Read(message, (tag, part) =>
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    shape.AddRange(Integers(tag, part).Select(length => (int)length));
                    return true;
                case 2:
                    type = (ElementType)part.ReadInt32();
                    return true;
                case 8:
                    name = part.ReadString();
                    return true;
                case 9:
                    data = part.ReadBytes();
                    return true;
                default:
                    return false;
            }
        });
        float[] values = type switch
        {
            ElementType.Float => MemoryMarshal.Cast<byte, float>(data.Span).ToArray(),
            ElementType.Double => [.. MemoryMarshal.Cast<byte, double>(data.Span).ToArray().Select(value => (float)value)],
            ElementType.Int32 => [.. MemoryMarshal.Cast<byte, int>(data.Span).ToArray().Select(value => (float)value)],
            ElementType.Int64 => [.. MemoryMarshal.Cast<byte, long>(data.Span).ToArray().Select(value => (float)value)],
            ElementType.UInt8 or ElementType.Boolean => [.. data.Select(value => (float)value)],
            _ => throw new NotSupportedException($"Tensor {name} is of type {type}."),
        };
        return shape.Aggregate(1, (product, length) => product * length) == values.Length
            ? new OnnxTensor(name, [.. shape], values)
            : throw new NotSupportedException($"Tensor {name} does not have its data as bytes.");
    }

    // A repeated integer: one, or many packed.
    private static IEnumerable<long> Integers(uint tag, CodedInputStream part)
    {
        if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint)
        {
            return [part.ReadInt64()];
        }
        var values = new List<long>();
        CodedInputStream packed = part.ReadBytes().CreateCodedInput();
        while (!packed.IsAtEnd)
        {
            values.Add(packed.ReadInt64());
        }
        return values;
    }

    private static void Each(ByteString message, int wanted, Action<CodedInputStream> read) => Read(message, (tag, part) =>
    {
        if (WireFormat.GetTagFieldNumber(tag) != wanted)
        {
            return false;
        }
        read(part);
        return true;
    });

    // Calls for every field; one that is not taken is skipped.
    private static void Read(ByteString message, Func<uint, CodedInputStream, bool> take)
    {
        CodedInputStream input = message.CreateCodedInput();
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (!take(tag, input))
            {
                input.SkipLastField();
            }
        }
    }
}
