using System;
using System.Globalization;
using System.Linq;

namespace SeqGen.Training;

/// <summary>What a <see cref="ProgressLine"/> shows, and how it becomes a line of so many columns.</summary>
internal sealed record ProgressText
{
    private const int MostBar = 20;

    /// <summary>As <c>3/100</c>.</summary>
    internal required string Epoch { get; init; }

    /// <summary>As <c>5/10</c>.</summary>
    internal required string Batch { get; init; }

    /// <summary>The part of the epoch that is done, 0 to 1; null where its length is not known.</summary>
    internal double? Done { get; init; }

    internal double Loss { get; init; }

    internal double? Validation { get; init; }

    /// <summary>Samples a second.</summary>
    internal double Rate { get; init; }

    /// <summary>As <c>0:12</c>.</summary>
    internal string? Left { get; init; }

    /// <summary>The line: whole parts, the first of these forms that fits.</summary>
    /// <param name="live">With a bar instead of the word batch.</param>
    /// <param name="width">Columns that there are.</param>
    internal string Fitted(bool live, int width)
    {
        // Epoch   3/100 [========>           ]  5/10  loss 0.05123  val_loss 0.04432  12345 samples/s  0:12 left
        string epoch = $"Epoch {Epoch}", rest = Joined(
            "  ", Batch, $"loss {Number(Loss, "G4")}", Validated("val_loss", "G4"), $"{Number(Rate, "F0")} samples/s", Labelled(Left, " left"));
        if (!live)
        {
            return $"{epoch}  batch {rest}";
        }
        // Epoch   3/100 [==>     ]  5/10 loss 0.0512 val_loss 0.0443 12k smp/s 0:12 left
        string loss = $"loss {Number(Loss, "G3")}", shorter = Joined(
            " ", Batch, loss, Validated("val_loss", "G3"), $"{Thousands(Rate)} smp/s", Labelled(Left, " left"));
        //   3/100 [==>     ]  5/10 loss 0.0512 val 0.0443 12k/s 0:12
        string? validated = Validated("val", "G3");
        string shortest = Joined(" ", Batch, loss, validated, $"{Thousands(Rate)}/s", Left);
        return WithBar(epoch, "  ", rest, 8, width)
            ?? WithBar(epoch, " ", shorter, 8, width)
            ?? WithBar(Epoch, " ", shortest, 3, width)
            ?? new[]
            {
                Joined(" ", Epoch, shortest),
                Joined(" ", Epoch, Batch, loss, validated, Left),
                Joined(" ", Epoch, loss, validated, Left),
                Joined(" ", Epoch, loss, Left),
                Joined(" ", loss, Left),
                loss,
            }.FirstOrDefault(line => line.Length <= width) ?? "";
    }

    // The bar has what the numbers leave of the line.
    private string? WithBar(string epoch, string gap, string rest, int least, int width)
    {
        int room = Math.Min(MostBar, width - epoch.Length - " []".Length - gap.Length - rest.Length);
        return Done is double done
            ? room < least ? null : $"{epoch} [{Bar(done, room)}]{gap}{rest}"
            : epoch.Length + gap.Length + rest.Length > width ? null : epoch + gap + rest;
    }

    private static string Bar(double part, int width)
    {
        int full = Math.Min(width, (int)(part * width));
        return full == width ? new string('=', width) : (new string('=', full) + ">").PadRight(width);
    }

    private string? Validated(string name, string format) => Validation is double value ? $"{name} {Number(value, format)}" : null;

    private static string? Labelled(string? text, string label) => text is null ? null : text + label;

    private static string Joined(string gap, params ReadOnlySpan<string?> parts)
    {
        string line = "";
        foreach (string? part in parts)
        {
            line += part is null ? "" : line.Length > 0 ? gap + part : part;
        }
        return line;
    }

    private static string Thousands(double value) => value < 1e4 ? Number(value, "F0")
        : value < 1e7 ? Number(value / 1e3, "F0") + "k" : Number(value / 1e6, "F0") + "M";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
