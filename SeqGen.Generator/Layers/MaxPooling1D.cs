namespace SeqGen.Generator.Layers;

/// <summary>The largest value of every window of timesteps.</summary>
internal sealed record MaxPooling1D(int PoolSize) : PoolingSpec(PoolSize)
{
    public override string Kind => "MaxPooling1D";

    public override LayerPlan Plan(LayerPlacement placement) =>
        new PoolingPlan(this, Windows(placement.Input.Shape.Timesteps), PoolKind.Max, placement);
}
