using System;
using System.Globalization;
using System.IO;

namespace SeqGen.Training;

/// <summary>Shows how training goes: epoch, batch, loss, val_loss, samples a second and the time that is left.</summary>
/// <remarks>
/// On a terminal it is one line with a bar that is written over; elsewhere (a file, a pipe, a writer of yours) a line an epoch. On a narrow
/// terminal numbers and words are shortened, then parts are left out, the loss and the time left last. The time left is for all epochs asked
/// for, of which EarlyStopping may spare some.
/// </remarks>
public sealed class ProgressLine : Callback
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter? _writer;
    private long _trainStart;
    private long _epochStart;
    private long _batchEnd;
    private long _shown;
    private int _shownLength;
    private int _firstEpoch;

    /// <summary>Shows progress on a writer.</summary>
    /// <param name="writer">Where to write; null for the console.</param>
    public ProgressLine(TextWriter? writer = null)
    {
        _writer = writer;
        Live = writer is null && !Console.IsOutputRedirected;
    }

    /// <summary>Whether to write one line over and over; by default true on a terminal only.</summary>
    public bool Live { get; init; }

    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Columns of a writer; a console has its own.</summary>
    internal int WriterWidth { get; init; } = int.MaxValue;

    private int Width => _writer is null ? ConsoleWidth() : WriterWidth;

    private TextWriter Writer => _writer ?? Console.Out;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingRun run)
    {
        _trainStart = Clock.GetTimestamp();
        _shownLength = 0;
        _firstEpoch = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingRun run)
    {
        _epochStart = Clock.GetTimestamp();
        _firstEpoch = _firstEpoch == 0 ? run.Epoch : _firstEpoch;
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingRun run)
    {
        _batchEnd = Clock.GetTimestamp();
        if (Live && (_shownLength == 0 || Clock.GetElapsedTime(_shown) >= s_refresh))
        {
            double? validation = run.History.Epochs.Count > 0 ? run.History.Epochs[^1].ValidationLoss : null;
            Show(Describe(run, run.Loss, validation));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        string line = Describe(run, epoch.Loss, epoch.ValidationLoss);
        if (Live)
        {
            Show(line);
        }
        else
        {
            Writer.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingRun run)
    {
        if (_shownLength > 0)
        {
            Writer.WriteLine();
            _shownLength = 0;
        }
    }

    private string Describe(TrainingRun run, double loss, double? validation)
    {
        // A stream does not know its length before its first end.
        bool known = run.Batches > 0;
        return new ProgressText
        {
            Epoch = Count(run.Epoch, run.Epochs),
            Batch = known ? Count(run.Batch, run.Batches) : run.Batch.ToString(CultureInfo.InvariantCulture),
            Done = known ? (double)run.SamplesDone / run.Samples : null,
            Loss = loss,
            Validation = validation,
            Rate = run.SamplesDone / Math.Max(1e-9, Clock.GetElapsedTime(_epochStart, _batchEnd).TotalSeconds),
            Left = known ? TimeLeft(run) : null,
        }.Fitted(Live, Width);
    }

    private string TimeLeft(TrainingRun run)
    {
        double done = run.Epoch - _firstEpoch + (double)run.SamplesDone / run.Samples;
        double seconds = Clock.GetElapsedTime(_trainStart).TotalSeconds * Math.Max(0, run.Epochs - _firstEpoch + 1 - done) / done;
        var left = TimeSpan.FromSeconds(Math.Min(Math.Ceiling(seconds), TimeSpan.MaxValue.TotalSeconds / 2));
        return left.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)left.TotalHours}:{left:mm\\:ss}")
            : left.ToString("m\\:ss", CultureInfo.InvariantCulture);
    }

    private void Show(string line)
    {
        Writer.Write('\r' + line.PadRight(Math.Min(_shownLength, Width)));
        Writer.Flush();
        _shownLength = line.Length;
        _shown = Clock.GetTimestamp();
    }

    // A line that wraps could not be written over.
    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth > 1 ? Console.WindowWidth - 1 : int.MaxValue;
        }
        catch (IOException)
        {
            return int.MaxValue;
        }
    }

    // Right-aligned, so that the line stands still.
    private static string Count(int done, int all)
    {
        string total = all.ToString(CultureInfo.InvariantCulture);
        return $"{done.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)}/{total}";
    }
}
