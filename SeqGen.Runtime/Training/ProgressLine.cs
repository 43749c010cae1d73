using System.IO;

namespace SeqGen.Training;

/// <summary>Shows how training goes: epoch, batch, loss, val_loss, samples a second and the time that is left.</summary>
/// <remarks>On a terminal it is one line that is written over; elsewhere (a file, a pipe, a writer of yours) a line an epoch.</remarks>
public sealed class ProgressLine : Callback
{
    private readonly TextWriter? _writer;

    /// <summary>Shows progress on a writer.</summary>
    /// <param name="writer">Where to write; null for the console.</param>
    public ProgressLine(TextWriter? writer = null) => _writer = writer;
}
