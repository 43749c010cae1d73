namespace SeqGen.Generator.Diagnostics;

/// <summary>Where a diagnostic is explained.</summary>
internal static class HelpLink
{
    public static string Of(string id) => $"https://github.com/seqgen/seqgen/blob/main/docs/diagnostics.md#{id.ToLowerInvariant()}";
}
