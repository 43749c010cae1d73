namespace SeqGen.Benchmarks.Suites;

/// <summary>The product of an [.., Depth] by a [Depth, Columns] matrix.</summary>
/// <param name="Use">The workload and the product of its equations.</param>
/// <param name="Depth">Features or units.</param>
/// <param name="Columns">Gates times units.</param>
public sealed record GemmShape(string Use, int Depth, int Columns)
{
    public override string ToString() => $"{Use} {Depth}x{Columns}";
}
