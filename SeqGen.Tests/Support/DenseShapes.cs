namespace SeqGen.Tests.Support;

internal sealed class LinearShape : IDenseShape
{
    public static int Units => 1;

    public static Activation Activation => Activation.Linear;
}

internal sealed class DropoutShape : IDenseShape
{
    public static int Units => 2;

    public static Activation Activation => Activation.Linear;

    public static float Dropout => 0.3f;
}

internal sealed class FrozenBiasShape : IDenseShape
{
    public static int Units => 1;

    public static Activation Activation => Activation.Linear;

    public static bool BiasTrainable => false;
}

internal sealed class PenalizedShape : IDenseShape
{
    public static int Units => 2;

    public static Activation Activation => Activation.Linear;

    public static float L1 => 0.1f;

    public static float L2 => 0.3f;
}

internal sealed class SigmoidShape : IDenseShape
{
    public static int Units => 1;

    public static Activation Activation => Activation.Sigmoid;
}

internal sealed class SoftmaxShape : IDenseShape
{
    public static int Units => 3;

    public static Activation Activation => Activation.Softmax;
}

internal sealed class SequenceShape : IDenseShape
{
    public static int Units => 2;

    public static Activation Activation => Activation.Sigmoid;

    public static bool EachTimestep => true;
}

internal sealed class OtherNameShape : IDenseShape
{
    public static int Units => 1;

    public static Activation Activation => Activation.Linear;

    public static string Layer => "dense7";
}

/// <summary>A shape of its own, because the test sets what every forward pass of it does.</summary>
internal sealed class FailingShape : IDenseShape
{
    public static int Units => 1;

    public static Activation Activation => Activation.Linear;
}
