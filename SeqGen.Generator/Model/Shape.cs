using System.Globalization;

namespace SeqGen.Generator.Model;

/// <summary>The shape of one sample between two layers: <c>[timesteps, features]</c>, or <c>[features]</c> where Timesteps is 0.</summary>
internal readonly record struct Shape(int Timesteps, int Features)
{
    public bool IsSequence => Timesteps > 0;

    /// <summary>Timesteps of a sequence; 1 for a vector.</summary>
    public int Steps => IsSequence ? Timesteps : 1;

    public long Length => (long)Steps * Features;

    public static Shape Vector(int features) => new(0, features);

    public override string ToString() => IsSequence
        ? string.Format(CultureInfo.InvariantCulture, "[{0}, {1}]", Timesteps, Features)
        : string.Format(CultureInfo.InvariantCulture, "[{0}]", Features);
}
