namespace SeqGen.Training;

/// <summary>Which way a monitored number gets better.</summary>
public enum MonitorMode
{
    /// <summary>As the number says: a loss down, a metric by <see cref="Metric.HigherIsBetter"/>.</summary>
    Auto,

    /// <summary>Less is better.</summary>
    Minimize,

    /// <summary>More is better.</summary>
    Maximize,
}
