namespace SeqGen.Generator.Layers;

/// <summary>The largest value of every feature over all timesteps.</summary>
internal sealed record GlobalMaxPooling1D : GlobalPoolingSpec
{
    public override string Kind => "GlobalMaxPooling1D";

    public override LayerPlan Plan(LayerPlacement placement) =>
        new PoolingPlan(this, Windows(placement.Input.Shape.Timesteps), PoolKind.Max, placement);
}
