using System;

namespace SeqGen;

/// <summary>One tensor of a model's parameters.</summary>
public sealed class ParameterTensor
{
    private readonly int[] _shape;

    /// <summary>Describes a tensor; generated code calls this.</summary>
    /// <param name="name">As <c>lstm0/kernel</c>.</param>
    /// <param name="shape">Outermost dimension first.</param>
    /// <param name="offset">Index of the first value in the model's parameters.</param>
    /// <param name="initializer">How a new model fills it.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="l1">Its L1 penalty.</param>
    /// <param name="l2">Its L2 penalty.</param>
    public ParameterTensor(string name, int[] shape, int offset, Initializer initializer, bool trainable = true, float l1 = 0, float l2 = 0)
    {
        Name = name;
        _shape = shape;
        Offset = offset;
        Initializer = initializer;
        Trainable = trainable;
        L1 = l1;
        L2 = l2;
        Length = 1;
        foreach (int dimension in shape)
        {
            Length = checked(Length * dimension);
        }
    }

    /// <summary>Layer and tensor, as <c>lstm0/kernel</c>.</summary>
    public string Name { get; }

    /// <summary>Dimensions, outermost first, as Keras has them.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>Index of the first value in the model's parameters.</summary>
    public int Offset { get; }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>Whether training changes it.</summary>
    public bool Trainable { get; }

    /// <summary>Factor of Σ|w| in the loss that training descends.</summary>
    public float L1 { get; }

    /// <summary>Factor of Σw² in the loss that training descends.</summary>
    public float L2 { get; }

    /// <summary>How a new model fills it.</summary>
    public Initializer Initializer { get; }
}
