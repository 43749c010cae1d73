using System;

namespace SeqGen.Numerics;

/// <summary>Windows over the timesteps of a sequence: window t begins at t · Strides - Left and is cut where the sequence ends.</summary>
/// <param name="Steps">Timesteps of the sequence.</param>
/// <param name="Outputs">Number of windows.</param>
/// <param name="Size">Timesteps of a window that lies within the sequence.</param>
/// <param name="Strides">Timesteps from window to window.</param>
/// <param name="Left">Timesteps by which the first window begins before the sequence.</param>
[RealtimeSafe]
public readonly record struct PoolWindows(int Steps, int Outputs, int Size, int Strides, int Left)
{
    /// <summary>The first timestep of a window.</summary>
    public int First(int window) => Math.Max(0, (window * Strides) - Left);

    /// <summary>The timestep behind a window.</summary>
    public int End(int window) => Math.Min(Steps, (window * Strides) - Left + Size);
}
