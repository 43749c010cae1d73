using System;

namespace SeqGen.Numerics;

/// <summary>Which input timesteps the outputs of a convolution see: output t sees inputs t · Strides - Left + tap · Dilation, as far as they exist.</summary>
/// <param name="Timesteps">Timesteps of the input.</param>
/// <param name="OutputTimesteps">Timesteps of the output.</param>
/// <param name="KernelSize">Taps.</param>
/// <param name="Strides">Input timesteps from output to output.</param>
/// <param name="Dilation">Input timesteps from tap to tap.</param>
/// <param name="Left">Timesteps of padding before the input.</param>
[RealtimeSafe]
public readonly record struct ConvolutionWindow(int Timesteps, int OutputTimesteps, int KernelSize, int Strides, int Dilation, int Left)
{
    /// <summary>Of the taps that meet one input timestep, every how manieth does.</summary>
    internal int TapStep => Strides / Divisor;

    /// <summary>Output timesteps from one of these taps to the next, backwards.</summary>
    internal int TimeStep => Dilation / Divisor;

    private int Divisor
    {
        get
        {
            int a = Strides, b = Dilation;
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }
            return a;
        }
    }

    /// <summary>The taps under which output <paramref name="t"/> sees a timestep that exists.</summary>
    public Taps TapsOf(int t)
    {
        int start = (t * Strides) - Left;
        int first = start >= 0 ? 0 : ((Dilation - 1 - start) / Dilation);
        int end = start >= Timesteps ? 0 : Math.Min(KernelSize, ((Timesteps - 1 - start) / Dilation) + 1);
        return end <= first ? default : new Taps(first, end - first, start + (first * Dilation));
    }

    /// <summary>The taps, <see cref="TapStep"/> apart, under which input <paramref name="u"/> is seen, and by which output under the first.</summary>
    internal Taps TapsSeeing(int u, int tapStep)
    {
        int start = u + Left;
        int first = Math.Max(0, (start - ((OutputTimesteps - 1) * Strides) + Dilation - 1) / Dilation);
        int last = Math.Min(KernelSize - 1, start / Dilation), until = first + tapStep;
        while (first < until && first <= last && (start - (first * Dilation)) % Strides != 0)
        {
            first++;
        }
        return first > last || first == until
            ? default
            : new Taps(first, ((last - first) / tapStep) + 1, (start - (first * Dilation)) / Strides);
    }

    /// <summary>The outputs that see an existing timestep under a tap, from First until End.</summary>
    internal (int First, int End) OutputsOf(int tap)
    {
        int start = Left - (tap * Dilation);
        int first = start <= 0 ? 0 : (start + Strides - 1) / Strides;
        int last = Timesteps - 1 + start;
        return (first, last < 0 ? 0 : Math.Min(OutputTimesteps, (last / Strides) + 1));
    }

    /// <summary>Where a tap stands when those of each remainder by <paramref name="tapStep"/> stand together.</summary>
    internal int PlaceOf(int tap, int tapStep)
    {
        int remainder = tap % tapStep;
        return (remainder * (KernelSize / tapStep)) + Math.Min(remainder, KernelSize % tapStep) + (tap / tapStep);
    }

    /// <summary>Some taps.</summary>
    /// <param name="First">The first.</param>
    /// <param name="Count">How many.</param>
    /// <param name="Time">The timestep at the other end of the first.</param>
    public readonly record struct Taps(int First, int Count, int Time)
    {
        /// <summary>True for the same taps, whatever the timestep.</summary>
        public bool AreThoseOf(Taps other) => First == other.First && Count == other.Count;
    }
}
