using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace SeqGen.Training;

/// <summary>
/// The Meter <c>SeqGen</c>: <c>seqgen.training.loss</c> after each batch (the epoch's mean so far) and <c>seqgen.training.samples</c>; after
/// each epoch <c>seqgen.validation.loss</c>, <c>seqgen.training.samples_per_second</c> and <c>seqgen.training.epoch.duration</c>; all
/// with the model's class as the tag <c>model</c>.
/// </summary>
internal sealed class TrainingMeter(string model)
{
    private static readonly Meter s_meter = new("SeqGen");
    private static readonly Gauge<double> s_loss = s_meter.CreateGauge<double>("seqgen.training.loss");
    private static readonly Gauge<double> s_validationLoss = s_meter.CreateGauge<double>("seqgen.validation.loss");
    private static readonly Counter<long> s_samples = s_meter.CreateCounter<long>("seqgen.training.samples", "{sample}");
    private static readonly Gauge<double> s_speed = s_meter.CreateGauge<double>("seqgen.training.samples_per_second", "{sample}/s");
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("seqgen.training.epoch.duration", "s");

    private readonly KeyValuePair<string, object?> _tag = new("model", model);

    internal void Batch(int rows, double loss)
    {
        s_loss.Record(loss, _tag);
        s_samples.Add(rows, _tag);
    }

    internal void Epoch(EpochReport report)
    {
        s_speed.Record(report.SamplesPerSecond, _tag);
        s_duration.Record(report.Seconds, _tag);
        if (report.Metrics.TryGetValue("val_loss", out double loss))
        {
            s_validationLoss.Record(loss, _tag);
        }
    }
}
