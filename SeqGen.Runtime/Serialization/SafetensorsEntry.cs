namespace SeqGen.Serialization;

/// <summary>What a header says of one tensor.</summary>
/// <param name="Dtype">Type of the values, as <c>F32</c>.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
/// <param name="Start">First byte, counted from the first byte behind the header.</param>
/// <param name="End">The byte behind the last.</param>
internal sealed record SafetensorsEntry(string Dtype, long[] Shape, long Start, long End);
