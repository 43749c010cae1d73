namespace SeqGen.Training;

/// <summary>How the F1 scores of several classes become one number.</summary>
public enum F1Average
{
    /// <summary>The mean of the classes' scores.</summary>
    Macro,

    /// <summary>The score of all classes' counts together.</summary>
    Micro,

    /// <summary>The mean of the classes' scores, weighted by how often each class is the target.</summary>
    Weighted,
}
