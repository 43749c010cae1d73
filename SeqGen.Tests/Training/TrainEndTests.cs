using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Training;

public class TrainEndTests
{
    [Fact]
    public void TheBestWeightsComeBackWhereTheLossWasNotFinite()
    {
        var stopping = new EarlyStopping("loss", patience: 99, restoreBestWeights: true);
        var recorder = new Recorder();
        var model = new DenseModel<LinearShape>();
        Assert.Throws<NonFiniteLossException>(() => model.Fit(Samples.Linear(64), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(1e4), BatchSize = 16, Epochs = 100, Callbacks = { recorder, stopping },
        }));
        Assert.True(recorder.ByEpoch.Count > 1);
        Assert.Equal(recorder.ByEpoch[stopping.BestEpoch - 1], model.Parameters.ToArray());
    }

    [Fact]
    public void ALiveLineIsEndedWhereTheDataFails()
    {
        var writer = new StringWriter();
        IEnumerable<(float[] Input, float[] Target)> Failing()
        {
            yield return (new float[6], new float[1]);
            throw new TimeoutException("gone");
        }

        Assert.Throws<TimeoutException>(() => new DenseModel<LinearShape>().Fit(Failing(), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), BatchSize = 1, Callbacks = { new ProgressLine(writer) { Live = true } },
        }));
        Assert.Contains("Epoch 1/1", writer.ToString());
        Assert.EndsWith(Environment.NewLine, writer.ToString());
    }

    [Fact]
    public void CallbacksThatHaveNotBegunDoNotEnd()
    {
        List<string> ended = [];
        Assert.Equal("b begins", Fit(ended, new Failing("a", ""), new Failing("b", "begins"), new Failing("c", "")));
        Assert.Equal(["a"], ended);
    }

    [Fact]
    public void TheFirstExceptionIsTheOneThatIsSeen()
    {
        List<string> ended = [];
        Assert.Equal("b is at an epoch", Fit(ended, new Failing("a", "ends"), new Failing("b", "is at an epoch"), new Failing("c", "ends")));
        Assert.Equal(["a", "b", "c"], ended);

        ended.Clear();
        Assert.Equal("a ends", Fit(ended, new Failing("a", "ends"), new Failing("b", "ends"), new Failing("c", "")));
        Assert.Equal(["a", "b", "c"], ended);
    }

    private static string Fit(List<string> ended, params Failing[] callbacks)
    {
        foreach (Failing callback in callbacks)
        {
            callback.Ended = ended;
        }
        return Assert.Throws<NotSupportedException>(() => new DenseModel<LinearShape>().Fit(Samples.Linear(8), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Sgd(), Callbacks = [.. callbacks.Cast<Callback>()],
        })).Message;
    }

    private sealed class Recorder : Callback
    {
        public List<float[]> ByEpoch { get; } = [];

        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch) => ByEpoch.Add(run.Parameters.ToArray());
    }

    private sealed class Failing(string name, string when) : Callback
    {
        public List<string> Ended { get; set; } = [];

        public override void OnTrainBegin(TrainingRun run) => At("begins");

        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch) => At("is at an epoch");

        public override void OnTrainEnd(TrainingRun run)
        {
            Ended.Add(name);
            At("ends");
        }

        private void At(string place)
        {
            if (place == when)
            {
                throw new NotSupportedException($"{name} {place}");
            }
        }
    }
}
