namespace SeqGen.Generator.Layers;

/// <summary>The mean of every feature over all timesteps.</summary>
internal sealed record GlobalAveragePooling1D : GlobalPoolingSpec
{
    public override string Kind => "GlobalAveragePooling1D";

    public override LayerPlan Plan(LayerPlacement placement) =>
        new PoolingPlan(this, Windows(placement.Input.Shape.Timesteps), PoolKind.Average, placement);
}
