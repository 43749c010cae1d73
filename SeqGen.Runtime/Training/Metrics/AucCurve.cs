namespace SeqGen.Training;

/// <summary>The curve whose area is measured.</summary>
public enum AucCurve
{
    /// <summary>Recall against the part of negatives called positive.</summary>
    Roc,

    /// <summary>Precision against recall.</summary>
    Pr,
}
