using System;
using System.Linq;
using SeqGen.Generator.Emit;

namespace SeqGen.Generator.Layers;

/// <summary>A convolution over time for one sample: blocks of timesteps by vectors of filters, their sums in registers over all taps.</summary>
/// <param name="Name">Name of the method, and the beginning of its parts' names.</param>
/// <param name="Window">Which timesteps an output sees.</param>
/// <param name="InputStride">Values from timestep to timestep of the input.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Features">Features of a group.</param>
/// <param name="Filters">Filters of a group.</param>
/// <param name="Kernel">The constant that holds the kernel's offset.</param>
/// <param name="Bias">The constant that holds the bias's offset; null for none.</param>
/// <param name="Activation">What ends it.</param>
internal sealed record WindowedCode(
    string Name, ConvolutionView Window, int InputStride, int Groups, int Features, int Filters, string Kernel, string? Bias, Activation Activation)
{
    private const int Panel = 16;

    /// <summary>True if a filter sees the feature of its own index: x is read as vectors, and Features is 1.</summary>
    public bool IsDepthwise { get; init; }

    /// <summary>Values from timestep to timestep of the output: room for the vectors of the last group, whole as they are.</summary>
    public int OutputStride => Whole(((Groups - 1) * Filters) + Whole(Filters));

    /// <summary>Filters of all groups: the kernel's rows.</summary>
    private int KernelStride => Groups * Filters;

    private bool HasEdges => Window.FirstWhole > 0 || Window.EndWhole < Window.OutputTimesteps;

    /// <summary>True where the features of one timestep stand right behind those of the one before, so that taps and features are one loop.</summary>
    private bool IsFlat => !IsDepthwise && (Features == 1 || (Window.Dilation == 1 && Groups == 1 && InputStride == Features));

    /// <summary>Writes the method and its parts.</summary>
    public void Emit(SourceWriter writer, int lanes)
    {
        int vectors = (Filters + lanes - 1) / lanes;
        int pair = IsDepthwise ? 1 : Math.Min(2, vectors);
        int rows = RowsOfBlock(lanes == 16 || pair == 1 ? 8 : 4);
        EmitWhole(writer, rows);
        if (HasEdges)
        {
            writer.Line();
            EmitEdges(writer, rows);
        }
        if (rows > 1)
        {
            writer.Line();
            EmitPart(writer, lanes, "Block", rows, pair);
        }
        if (rows == 1 || HasEdges)
        {
            writer.Line();
            EmitPart(writer, lanes, "One", 1, IsDepthwise ? 1 : Math.Min(UnrollPolicy.Accumulators, vectors));
        }
    }

    /// <summary>Writes the method for one timestep of a stream, whose input lies in a ring.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="lanes">Values of a vector.</param>
    /// <param name="ringRows">Timesteps that the ring holds.</param>
    public void EmitTick(SourceWriter writer, int lanes, int ringRows)
    {
        int vectors = (Filters + lanes - 1) / lanes;
        WindowedCode code = this with { RingRows = ringRows };
        code.EmitPart(writer, lanes, "Tick", 1, IsDepthwise ? 1 : Math.Min(UnrollPolicy.Accumulators, vectors));
        writer.Line();
        writer.Line("// the output whose first tap sees what the ring holds from first on");
        using (writer.Open($"internal static void {Name}(ref readonly float p, ref readonly float ring, ref float y, nuint first, nuint taps)"))
        {
            writer.Line($"{Name}Tick(in p, in Unsafe.Add(ref Unsafe.AsRef(in p), {Kernel} + ({Window.KernelSize} - taps) * {Features * KernelStride}), in ring, ref y, taps, first);");
            if (Activation == Activation.Softmax)
            {
                writer.Line($"Softmax.ApplyRow(MemoryMarshal.CreateSpan(ref y, {KernelStride}));");
            }
        }
    }

    /// <summary>Timesteps of the ring that x is; 0 where x is all of a sample.</summary>
    private int RingRows { get; init; }

    private static int Whole(int length) => (length + Panel - 1) / Panel * Panel;

    /// <summary>Timesteps of a block: as many as leave the last block with the least to do again.</summary>
    private int RowsOfBlock(int most)
    {
        int whole = Window.EndWhole - Window.FirstWhole;
        int count = whole > 0 ? whole : Math.Min(most, Window.OutputTimesteps);
        int blocks = (count + most - 1) / most;
        return (count + blocks - 1) / blocks;
    }

    private void EmitWhole(SourceWriter writer, int rows)
    {
        int first = Window.FirstWhole, end = Window.EndWhole, looped = first + ((end - first) / rows * rows);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Open($"internal static void {Name}(ref readonly float p, ref readonly float x, ref float y)"))
        {
            writer.Line($"ref readonly float w = ref Unsafe.Add(ref Unsafe.AsRef(in p), {Kernel});");
            if (first > 0)
            {
                writer.Line($"{Name}Edges(in p, in x, ref y, 0, {first});  // outputs that do not see a timestep under each tap");
            }
            if (looped > first)
            {
                using (writer.Open($"for (nuint t = {first}; t < {looped}; t += {rows})"))
                {
                    EmitCall(writer, rows, "t");
                }
            }
            if (looped < end)
            {
                writer.Line("// the last, which begins among timesteps that are done");
                EmitCall(writer, rows, $"{end - rows}u");
            }
            if (end < Window.OutputTimesteps)
            {
                writer.Line($"{Name}Edges(in p, in x, ref y, {end}, {Window.OutputTimesteps});");
            }
            if (Activation == Activation.Softmax)
            {
                using (writer.Open($"for (nuint t = 0; t < {Window.OutputTimesteps}; t++)"))
                {
                    writer.Line($"Softmax.ApplyRow(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, t * {OutputStride}), {KernelStride}));");
                }
            }
        }
    }

    private void EmitCall(SourceWriter writer, int rows, string t)
    {
        string time = Window.Strides == 1 ? t : $"{t} * {Window.Strides}";
        string x = Window.Left == 0 ? $"{time} * {InputStride}" : $"({time} - {Window.Left}) * {InputStride}";
        writer.Line($"{Name}{(rows == 1 ? "One" : "Block")}(in p, in w, in Unsafe.Add(ref Unsafe.AsRef(in x), {x}), ref Unsafe.Add(ref y, {t} * {OutputStride}), {Window.KernelSize});");
    }

    private void EmitEdges(SourceWriter writer, int rows)
    {
        writer.Line($"private static ConvolutionWindow {Name}Window => {Window.Code};");
        writer.Line();
        using (writer.Open($"private static void {Name}Edges(ref readonly float p, ref readonly float x, ref float y, int t, int end)"))
        {
            using (writer.Open("while (t < end)"))
            {
                writer.Lines($"""
                    ConvolutionWindow.Taps taps = {Name}Window.TapsOf(t);
                    ref readonly float w = ref Unsafe.Add(ref Unsafe.AsRef(in p), {Kernel} + taps.First * {Features * KernelStride});
                    ref readonly float from = ref Unsafe.Add(ref Unsafe.AsRef(in x), taps.Time * {InputStride});
                    ref float to = ref Unsafe.Add(ref y, t * {OutputStride});
                    """);
                if (rows > 1)
                {
                    using (writer.Open($"if (t <= end - {rows} && {Name}Window.TapsOf(t + {rows - 1}).AreThoseOf(taps))"))
                    {
                        writer.Line($"{Name}Block(in p, in w, in from, ref to, (nuint)taps.Count);");
                        writer.Line($"t += {rows};");
                        writer.Line("continue;");
                    }
                }
                writer.Line($"{Name}One(in p, in w, in from, ref to, (nuint)taps.Count);");
                writer.Line("t++;");
            }
        }
    }

    private void EmitPart(SourceWriter writer, int lanes, string part, int rows, int perBlock)
    {
        int vectors = (Filters + lanes - 1) / lanes;
        int looped = vectors / perBlock * perBlock;
        string ring = RingRows > 0 ? ", nuint first" : "";
        writer.Line(rows == 1 ? "// one timestep, under taps whose first has the weights w and sees x" : $"// {rows} timesteps, under taps whose first has the weights w and, for the first timestep, sees x");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Open($"private static void {Name}{part}(ref readonly float p, ref readonly float w, ref readonly float x, ref float y, nuint taps{ring})"))
        {
            SourceWriter.Block? group = Groups == 1 ? null : writer.Open($"for (nuint g = 0; g < {Groups}; g++)");
            string first = Groups == 1 ? "" : Terms.Product("g", Filters);
            bool loops = looped > perBlock;
            SourceWriter.Block? block = looped == vectors && !loops ? null : writer.Open(loops ? $"for (nuint j = 0; j < {looped * lanes}; j += {perBlock * lanes})" : "");
            EmitBlock(writer, lanes, rows, perBlock, loops ? Terms.Sum(first, "j") : first);
            block?.Dispose();
            if (looped < vectors)
            {
                using (writer.Open())
                {
                    EmitBlock(writer, lanes, rows, vectors - looped, Terms.Sum(first, looped * lanes));
                }
            }
            group?.Dispose();
        }
    }

    private void EmitBlock(SourceWriter writer, int lanes, int rows, int vectors, string first)
    {
        string Sum(int row, int v) => vectors == 1 ? $"y{row}" : $"y{row}_{v}";
        for (int v = 0; v < vectors; v++)
        {
            writer.Line($"var {Sum(0, v)} = {(Bias is null ? "Vec.Zero" : $"V.LoadUnsafe(in p, {Terms.Sum(Terms.Sum(Bias, v * lanes), first)})")};");
            if (rows > 1)
            {
                writer.Line($"Vec {string.Join(", ", Enumerable.Range(1, rows - 1).Select(row => $"{Sum(row, v)} = {Sum(0, v)}"))};");
            }
        }
        EmitSums(writer, lanes, rows, vectors, first, Sum);
        for (int row = 0; row < rows; row++)
        {
            for (int v = 0; v < vectors; v++)
            {
                string y = Activation is Activation.Linear or Activation.Softmax ? Sum(row, v) : $"{Activation}.Apply({Sum(row, v)})";
                writer.Line($"{y}.StoreUnsafe(ref y, {Terms.Sum((row * OutputStride) + (v * lanes), first)});");
            }
        }
    }

    private void EmitSums(SourceWriter writer, int lanes, int rows, int vectors, string first, Func<int, int, string> sum)
    {
        string group = Groups == 1 ? "" : Terms.Product("g", Features);
        if (RingRows > 0)
        {
            EmitRingSums(writer, lanes, vectors, first, group, sum);
            return;
        }
        if (IsFlat || IsDepthwise)
        {
            int step = Features == 1 ? Window.Dilation * InputStride : 1;
            using (writer.Open($"for (nuint k = 0; k < {(Features == 1 ? "taps" : $"taps * {Features}")}; k++)"))
            {
                writer.Line($"ref readonly float xk = ref Unsafe.Add(ref Unsafe.AsRef(in x), {Terms.Sum(Terms.Product("k", step), IsDepthwise ? first : group)});");
                writer.Line($"ref readonly float wk = ref Unsafe.Add(ref Unsafe.AsRef(in w), {Terms.Sum(Terms.Product("k", KernelStride), first)});");
                EmitTerms(writer, lanes, rows, vectors, sum);
            }
            return;
        }
        using (writer.Open("for (nuint tap = 0; tap < taps; tap++)"))
        {
            writer.Line($"ref readonly float xt = ref Unsafe.Add(ref Unsafe.AsRef(in x), {Terms.Sum(Terms.Product("tap", Window.Dilation * InputStride), group)});");
            writer.Line($"ref readonly float wt = ref Unsafe.Add(ref Unsafe.AsRef(in w), {Terms.Sum(Terms.Product("tap", Features * KernelStride), first)});");
            using (writer.Open($"for (nuint k = 0; k < {Features}; k++)"))
            {
                writer.Line("ref readonly float xk = ref Unsafe.Add(ref Unsafe.AsRef(in xt), k);");
                writer.Line($"ref readonly float wk = ref Unsafe.Add(ref Unsafe.AsRef(in wt), k * {KernelStride});");
                EmitTerms(writer, lanes, rows, vectors, sum);
            }
        }
    }

    private void EmitRingSums(SourceWriter writer, int lanes, int vectors, string first, string group, Func<int, int, string> sum)
    {
        writer.Line("nuint at = first;");
        using (writer.Open("for (nuint tap = 0; tap < taps; tap++)"))
        {
            writer.Line($"ref readonly float xt = ref Unsafe.Add(ref Unsafe.AsRef(in x), {Terms.Sum("at", IsDepthwise ? first : group)});");
            writer.Line($"ref readonly float wt = ref Unsafe.Add(ref Unsafe.AsRef(in w), {Terms.Sum(Terms.Product("tap", Features * KernelStride), first)});");
            using (writer.Open(Features == 1 ? "" : $"for (nuint k = 0; k < {Features}; k++)"))
            {
                string k = Features == 1 ? "0" : "k";
                writer.Line($"ref readonly float xk = ref Unsafe.Add(ref Unsafe.AsRef(in xt), {k});");
                writer.Line($"ref readonly float wk = ref Unsafe.Add(ref Unsafe.AsRef(in wt), {k}{(Features == 1 ? "" : $" * {KernelStride}")});");
                EmitTerms(writer, lanes, 1, vectors, sum);
            }
            if (RingRows > 1)
            {
                writer.Line($"at += {Window.Dilation * InputStride};");
                writer.Line($"at -= at >= {RingRows * InputStride} ? {RingRows * InputStride} : (nuint)0;");
            }
        }
    }

    private void EmitTerms(SourceWriter writer, int lanes, int rows, int vectors, Func<int, int, string> sum)
    {
        for (int v = 0; v < vectors; v++)
        {
            writer.Line($"var w{v} = V.LoadUnsafe(in wk{(v == 0 ? "" : $", {v * lanes}")});");
        }
        for (int row = 0; row < rows; row++)
        {
            int at = row * Window.Strides * InputStride;
            string x = IsDepthwise
                ? $"V.LoadUnsafe(in xk{(at == 0 ? "" : $", {at}")})"
                : at == 0 ? "V.Create(xk)" : $"V.Create(Unsafe.Add(ref Unsafe.AsRef(in xk), {at}))";
            if (vectors > 1)
            {
                writer.Line($"var x{row} = {x};");
                x = $"x{row}";
            }
            foreach (int v in Enumerable.Range(0, vectors))
            {
                writer.Line($"{sum(row, v)} = V.MultiplyAddEstimate({x}, w{v}, {sum(row, v)});");
            }
        }
    }
}
