using System.Linq;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>The code of a dense layer for one row.</summary>
internal sealed partial class DensePlan
{
    public override void EmitInference(SourceWriter writer, int lanes)
    {
        writer.Line($"/// <summary>{Summary}</summary>");
        using (writer.OpenClass($"private static class {ClassName}"))
        {
            writer.Line($"private const int Units = {Units}, Features = {Features};");
            writer.Line($"private const int Kernel = {_kernel};  // W [{Features}, {Units}]");
            if (_spec.UseBias)
            {
                writer.Line($"private const int Bias = {_bias};  // b [{Units}]");
            }
            writer.Line();
            writer.Line(HasActivation ? $"// y = {_spec.Activation}(b + x W)" : "// y = b + x W");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.Open("internal static void Step(ref readonly float p, ref readonly float x, ref float y)"))
            {
                if (UsesColumn)
                {
                    EmitDot(writer, lanes);
                }
                else
                {
                    EmitBlocks(writer, lanes);
                }
                if (_spec.Activation == Activation.Softmax)
                {
                    writer.Line("Softmax.ApplyRow(MemoryMarshal.CreateSpan(ref y, Units));");
                }
            }
        }
    }

    public override void EmitInferenceCall(SourceWriter writer, int lanes)
    {
        string input = InferenceInput.IsInput ? "Unsafe.AsRef(in input)" : "memory";
        writer.Line($"// {Summary}");
        if (Input.Shape.IsSequence)
        {
            using (writer.Open($"for (nuint t = 0; t < {Steps}; t++)"))
            {
                writer.Line($"{ClassName}.Step(in p, in Unsafe.Add(ref {input}, {Terms.Sum(InferenceInput.Offset, Terms.Product("t", InferenceInput.Stride))}), ref Unsafe.Add(ref memory, {Terms.Sum(InferenceOutput.Offset, Terms.Product("t", P))}));");
            }
            return;
        }
        writer.Line($"{ClassName}.Step(in p, in Unsafe.Add(ref {input}, {InferenceInput.Offset}), ref Unsafe.Add(ref memory, {InferenceOutput.Offset}));");
    }

    /// <summary>16 partial sums, added in the one order of <c>PartialSums</c>.</summary>
    private void EmitDot(SourceWriter writer, int lanes)
    {
        int count = 16 / lanes, whole = Features / 16 * 16, rest = Features % 16;
        string[] sums = [.. Enumerable.Range(0, count).Select(i => $"s{i}")];
        foreach (string sum in sums)
        {
            writer.Line($"var {sum} = Vec.Zero;");
        }
        if (whole > 0)
        {
            using (writer.Open($"for (nuint k = 0; k < {(rest == 0 ? "Features" : CSharpLiteral.Of(whole))}; k += 16)"))
            {
                for (int i = 0; i < count; i++)
                {
                    string at = i == 0 ? "k" : $"k + {i * lanes}";
                    writer.Line($"s{i} = V.MultiplyAddEstimate(V.LoadUnsafe(in x, {at}), V.LoadUnsafe(in p, Kernel + {at}), s{i});");
                }
            }
        }
        for (int i = 0; i < count && (i * lanes) < rest; i++)
        {
            // What stands behind the last value must not count, whatever it is.
            int at = whole + (i * lanes);
            writer.Line($"var inside{i} = V.LessThan(Vec.Indices, V.Create({rest - (i * lanes)}f));");
            writer.Line($"s{i} = V.MultiplyAddEstimate(V.ConditionalSelect(inside{i}, V.LoadUnsafe(in x, {at}), Vec.Zero), V.ConditionalSelect(inside{i}, V.LoadUnsafe(in p, Kernel + {at}), Vec.Zero), s{i});");
        }
        string total = $"PartialSums.Add({string.Join(", ", sums)})";
        string z = _spec.UseBias ? $"Unsafe.Add(ref Unsafe.AsRef(in p), Bias) + {total}" : $"0 + {total}";
        writer.Line(_spec.Activation is Activation.Linear or Activation.Softmax
            ? $"y = {z};"
            : $"y = {_spec.Activation}.Apply(V.Create({z})).ToScalar();");
    }

    private void EmitBlocks(SourceWriter writer, int lanes)
    {
        int vectors = (Units + lanes - 1) / lanes;
        int perBlock = System.Math.Min(vectors, UnrollPolicy.Accumulators);
        int looped = vectors / perBlock * perBlock * lanes;
        bool whole = vectors == perBlock, once = looped == perBlock * lanes;
        SourceWriter.Block? block = whole ? null : writer.Open(once ? "" : $"for (nuint j = 0; j < {looped}; j += {perBlock * lanes})");
        EmitBlock(writer, lanes, perBlock, once ? "" : " + j");
        block?.Dispose();
        if (vectors % perBlock != 0)
        {
            using (writer.Open())
            {
                EmitBlock(writer, lanes, vectors % perBlock, $" + {looped}");
            }
        }
    }

    private void EmitBlock(SourceWriter writer, int lanes, int vectors, string first)
    {
        for (int v = 0; v < vectors; v++)
        {
            writer.Line(_spec.UseBias ? $"var y{v} = V.LoadUnsafe(in p, {Terms.Sum("Bias", v * lanes)}{first});" : $"var y{v} = Vec.Zero;");
        }
        using (writer.Open("for (nuint k = 0; k < Features; k++)"))
        {
            writer.Line("var xk = V.Create(Unsafe.Add(ref Unsafe.AsRef(in x), k));");
            writer.Line($"ref readonly float w = ref Unsafe.Add(ref Unsafe.AsRef(in p), Kernel + k * Units{first});");
            for (int v = 0; v < vectors; v++)
            {
                writer.Line($"y{v} = V.MultiplyAddEstimate(xk, V.LoadUnsafe(in w{(v == 0 ? "" : $", {v * lanes}")}), y{v});");
            }
        }
        for (int v = 0; v < vectors; v++)
        {
            string y = _spec.Activation is Activation.Linear or Activation.Softmax ? $"y{v}" : $"{_spec.Activation}.Apply(y{v})";
            writer.Line($"{y}.StoreUnsafe(ref y, {v * lanes}{first});");
        }
    }
}
