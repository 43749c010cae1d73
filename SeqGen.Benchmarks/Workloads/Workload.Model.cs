using SeqGen.Numerics;
using SeqGen.Training;

namespace SeqGen.Benchmarks.Workloads;

/// <summary>A workload of one model class.</summary>
internal sealed class Workload<TModel> : Workload where TModel : class, ISequenceModel<TModel>
{
    private readonly TModel _model;
    private readonly Trainer<TModel> _trainer;
    private readonly float[] _input;
    private readonly float[] _output = new float[TModel.OutputLength];
    private readonly float[] _inputs;
    private readonly float[] _outputs = new float[PredictedSamples * TModel.OutputLength];
    private readonly float[] _batch;
    private readonly float[] _targets;

    internal Workload(string name, TModel model, int trainedSamples, long forwardFlops, int threads)
        : base(name, trainedSamples, forwardFlops)
    {
        _model = model;
        int length = TModel.Timesteps * TModel.Features;
        _input = Noise(length);
        _inputs = Noise(PredictedSamples * length);
        _batch = Noise(trainedSamples * length);
        _targets = Noise(trainedSamples * TModel.OutputLength);
        _trainer = new Trainer<TModel>(model, new TrainerOptions
        {
            Loss = Loss.MeanSquaredError,
            Optimizer = new Adam(),
            BatchSize = trainedSamples,
            Threads = threads,
        });
    }

    internal override void Predict() => _model.Predict(_input, _output);

    internal override void PredictBatch() => _model.PredictBatch(_inputs, _outputs);

    internal override void Train() => _trainer.Step(_batch, _targets);

    public override void Dispose() => _trainer.Dispose();

    private static float[] Noise(int length)
    {
        var random = new SeededRandom(Seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = (float)random.NextNormal();
        }
        return values;
    }
}
