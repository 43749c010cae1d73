using System.Collections.Generic;

namespace SeqGen.Examples.Stocks;

/// <summary>What came of one model, or of the baseline.</summary>
internal sealed record ModelResult
{
    /// <summary>As in the JSON file: <c>lstm-no-dropout</c>.</summary>
    internal required string Id { get; init; }

    /// <summary>As people read it.</summary>
    internal required string Title { get; init; }

    internal int Parameters { get; init; }

    /// <summary>Mean absolute error over the validation windows, on the scale on which the training prices are 0 to 1.</summary>
    internal required double ValidationMae { get; init; }

    /// <summary>Mean absolute error over the test windows, in dollars.</summary>
    internal required double TestMae { get; init; }

    /// <summary>The forecast of each test window, in dollars.</summary>
    internal required float[] TestForecasts { get; init; }

    /// <summary>Training error by epoch; empty for the baseline.</summary>
    internal IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>Validation error by epoch; empty for the baseline.</summary>
    internal IReadOnlyList<double> ValidationLosses { get; init; } = [];

    /// <summary>Seconds of training.</summary>
    internal double Seconds { get; init; }

    /// <summary>Cost of a prediction; null for the baseline.</summary>
    internal PredictionCost? Cost { get; init; }

    internal int Epochs => Losses.Count;

    internal ResultRow Row => new(Id, Parameters, ValidationMae, TestMae, Epochs, Seconds);
}

/// <summary>A result as a row of the JSON file.</summary>
internal sealed record ResultRow(string Model, int Parameters, double ValidationMae, double TestMae, int Epochs, double Seconds);

/// <summary>What a prediction costs.</summary>
/// <param name="Microseconds">Of one call: the median over batches of calls.</param>
/// <param name="Calls">Calls over which allocation was measured.</param>
/// <param name="AllocatedBytes">Bytes that all of them together allocated.</param>
internal readonly record struct PredictionCost(double Microseconds, int Calls, long AllocatedBytes);
