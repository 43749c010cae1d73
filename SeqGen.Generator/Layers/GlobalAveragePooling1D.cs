namespace SeqGen.Generator.Layers;

/// <summary>The mean of every feature over all timesteps that count.</summary>
internal sealed record GlobalAveragePooling1D : GlobalPoolingSpec
{
    public override string Kind => "GlobalAveragePooling1D";

    public override bool UsesMask => true;

    public override LayerPlan Plan(LayerPlacement placement) => placement.Input.HasMask
        ? new MaskedAveragePlan(this, placement)
        : new PoolingPlan(this, Windows(placement.Input.Shape.Timesteps), PoolKind.Average, placement);
}
