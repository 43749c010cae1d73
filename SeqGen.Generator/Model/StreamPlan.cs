namespace SeqGen.Generator.Model;

/// <summary>How a model goes one timestep at a time: the plan of one timestep, and what is kept between two.</summary>
internal sealed class StreamPlan
{
    /// <summary>Values of a state: with the number of its steps just under 64 KB, the most that an element of an array can have.</summary>
    public const int MostState = 16_380;

    // Behind it steps are not counted exactly; two such numbers still have a product.
    private const long TooMany = 1L << 31;

    /// <summary>Where values start in a state, counted in floats: behind the number of its steps.</summary>
    public const int StateStart = 2;

    /// <summary>Distance of states that lie one after the other, counted in floats.</summary>
    public long StateStride => (StateStart + System.Math.Max(1, State.Length) + 1) / 2 * 2;

    /// <summary>The model on samples of one timestep. Layers up to the last that takes a sequence keep their past in the state.</summary>
    public ModelPlan Tick { get; set; } = null!;

    /// <summary>What is kept between two timesteps.</summary>
    public Memory State { get; } = new(1);

    /// <summary>The variable that counts the timesteps which the layer being planned saw before this one.</summary>
    public string Clock { get; private set; } = "steps";

    /// <summary>Steps from one output to the next.</summary>
    public long StepsPerOutput { get; private set; } = 1;

    /// <summary>Steps before the one that gives the first output.</summary>
    public long Delay { get; private set; }

    /// <summary>Steps that an output depends on, its own among them; null if all there were.</summary>
    public long? ReceptiveField { get; private set; } = 1;

    /// <summary>The model on chunks of timesteps of a stream, for training; null if that is not asked for.</summary>
    public ModelPlan? Chunk { get; set; }

    /// <summary>Why there is none after all; null if nothing is too much.</summary>
    public StreamProblem? Problem { get; set; }

    /// <summary>True if every step gives an output.</summary>
    public bool IsAlwaysDue => Delay == 0 && StepsPerOutput == 1;

    /// <summary>Adds a layer that sees windows of timesteps; its outputs have a clock of their own.</summary>
    /// <param name="index">The layer's place.</param>
    /// <param name="span">Timesteps of a window.</param>
    /// <param name="delay">Timesteps before the one that ends the first window.</param>
    /// <param name="strides">Timesteps from window to window.</param>
    public void AddWindow(int index, long span, long delay, long strides)
    {
        ReceptiveField += (span - 1) * StepsPerOutput;
        Delay += delay * StepsPerOutput;
        StepsPerOutput *= strides;
        (Delay, StepsPerOutput) = (System.Math.Min(Delay, TooMany), System.Math.Min(StepsPerOutput, TooMany));
        if (delay > 0 || strides > 1)
        {
            Clock = "steps" + Emit.CSharpLiteral.Of(index);
        }
    }

    /// <summary>Adds a layer that forgets nothing.</summary>
    public void AddMemory() => ReceptiveField = null;
}

/// <summary>Why a model cannot go one timestep at a time.</summary>
/// <param name="Layer">The layer that cannot.</param>
/// <param name="Why">As <c>reads the sequence from its end</c>.</param>
/// <param name="Mend">What to do about it.</param>
internal sealed record StreamProblem(int Layer, string Why, string Mend);
