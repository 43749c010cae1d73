namespace SeqGen.Numerics;

/// <summary>Timesteps one after the other under the same taps, whose rows stand at one distance: what is one product.</summary>
/// <param name="First">The first timestep.</param>
/// <param name="Count">Timesteps.</param>
/// <param name="Taps">Their taps, and the timestep at the other end of the first tap of the first timestep.</param>
/// <param name="RowStride">Distance of the rows at the other end.</param>
[RealtimeSafe]
internal readonly record struct ConvolutionRun(int First, int Count, ConvolutionWindow.Taps Taps, int RowStride);

/// <summary>All timesteps of a convolution's output, or of its input, in runs.</summary>
[RealtimeSafe]
internal struct ConvolutionRuns
{
    // Rows of a product: few enough that what they see under one tap is still in cache under the next.
    private const int MostRows = 512;

    private readonly ConvolutionWindow _window;
    private readonly int _timesteps;
    private readonly int _rowStride;
    private readonly int _tapStep;
    private readonly int _most;
    private ConvolutionWindow.Taps _next;

    /// <summary>Runs of output timesteps, which see inputs.</summary>
    /// <param name="window">The window.</param>
    /// <param name="batch">Rows of a timestep.</param>
    /// <param name="stride">Distance of the input's rows.</param>
    public ConvolutionRuns(in ConvolutionWindow window, int batch, int stride)
        : this(window, window.OutputTimesteps, batch == 1 ? window.Strides * stride : stride, 0, window.Strides == 1 || batch == 1 ? MostRows / batch : 1)
    {
    }

    private ConvolutionRuns(in ConvolutionWindow window, int timesteps, int rowStride, int tapStep, int most)
    {
        _window = window;
        _timesteps = timesteps;
        _rowStride = rowStride;
        _tapStep = tapStep;
        _most = most;
        _next = TapsAt(0);
    }

    public ConvolutionRun Current { get; private set; }

    /// <summary>Runs of input timesteps, which are seen by outputs.</summary>
    public static ConvolutionRuns OfInputs(in ConvolutionWindow window, int batch, int stride) =>
        new(window, window.Timesteps, stride, window.TapStep, window.Strides == 1 ? MostRows / batch : 1);

    public readonly ConvolutionRuns GetEnumerator() => this;

    public bool MoveNext()
    {
        int first = Current.First + Current.Count;
        if (first >= _timesteps)
        {
            return false;
        }
        ConvolutionWindow.Taps taps = _next;
        int end = first + 1;
        for (; end < _timesteps; end++)
        {
            _next = TapsAt(end);
            if (end - first >= _most || !_next.AreThoseOf(taps))
            {
                break;
            }
        }
        Current = new ConvolutionRun(first, end - first, taps, _rowStride);
        return true;
    }

    private readonly ConvolutionWindow.Taps TapsAt(int t) => _tapStep == 0 ? _window.TapsOf(t) : _window.TapsSeeing(t, _tapStep);
}
