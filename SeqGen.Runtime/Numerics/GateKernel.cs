using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SeqGen.Numerics;

/// <summary>Kernels of recurrent layers between Keras's layout, gates side by side, and that of <see cref="Gemm"/>, each gate padded to whole panels.</summary>
[RealtimeSafe]
public static class GateKernel
{
    /// <summary>Packs gates of a kernel, as B of a product: panels of gate after gate.</summary>
    /// <param name="kernel"><c>[depth, stride]</c>, gate g in columns g · units and on.</param>
    /// <param name="depth">Rows of the kernel; 1 for a bias.</param>
    /// <param name="units">Columns of a gate.</param>
    /// <param name="stride">Columns of all gates.</param>
    /// <param name="gates">The gates in the order wanted.</param>
    /// <param name="packed">Receives depth · Padded(units) values a gate.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(ReadOnlySpan<T> kernel, int depth, int units, int stride, ReadOnlySpan<int> gates, Span<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = depth * PaddedRow.Length(units);
        for (int slot = 0; slot < gates.Length; slot++)
        {
            Gemm.Pack(kernel[(gates[slot] * units)..], depth, units, stride, packed.Slice(slot * length, length));
        }
    }

    /// <summary>Packs the transpose of gates of a kernel, as B of dX = dZ Wᵀ over all of these gates.</summary>
    /// <param name="kernel"><c>[depth, stride]</c>, gate g in columns g · units and on.</param>
    /// <param name="depth">Rows of the kernel.</param>
    /// <param name="units">Columns of a gate.</param>
    /// <param name="stride">Columns of all gates.</param>
    /// <param name="gates">The gates in the order in which dZ holds them.</param>
    /// <param name="packed">Receives Padded(depth) · Padded(units) values a gate.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed<T>(ReadOnlySpan<T> kernel, int depth, int units, int stride, ReadOnlySpan<int> gates, Span<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int padded = PaddedRow.Length(units);
        for (int slot = 0; slot < gates.Length; slot++)
        {
            Gemm.PackTransposed(kernel[(gates[slot] * units)..], depth, units, stride, packed, gates.Length * padded, slot * padded);
        }
    }

    /// <summary>Copies the gradient of a kernel, each gate padded, into Keras's layout.</summary>
    /// <param name="gradient"><c>[depth, gates · Padded(units)]</c>.</param>
    /// <param name="depth">Rows; 1 for a bias.</param>
    /// <param name="units">Columns of a gate.</param>
    /// <param name="gates">Keras's gate in each slot; all of them.</param>
    /// <param name="kernel">Receives <c>[depth, gates · units]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack<T>(ReadOnlySpan<T> gradient, int depth, int units, ReadOnlySpan<int> gates, Span<T> kernel) where T : unmanaged
    {
        int padded = PaddedRow.Length(units);
        for (int slot = 0; slot < gates.Length; slot++)
        {
            Rows.Copy(depth, units, gradient[(slot * padded)..], gates.Length * padded, kernel[(gates[slot] * units)..], gates.Length * units);
        }
    }
}
