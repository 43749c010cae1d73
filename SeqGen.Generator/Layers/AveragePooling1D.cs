namespace SeqGen.Generator.Layers;

/// <summary>The mean of every window of timesteps.</summary>
internal sealed record AveragePooling1D(int PoolSize) : PoolingSpec(PoolSize)
{
    public override string Kind => "AveragePooling1D";

    public override LayerPlan Plan(LayerPlacement placement) =>
        new PoolingPlan(this, Windows(placement.Input.Shape.Timesteps), PoolKind.Average, placement);
}
