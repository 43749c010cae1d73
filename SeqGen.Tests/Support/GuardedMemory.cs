using System;
using System.Runtime.InteropServices;

namespace SeqGen.Tests.Support;

/// <summary>Values that end where readable memory ends: to read one more kills the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3, PrivateAnonymous = 0x22;

    private readonly nint _start;
    private readonly nuint _page = (nuint)Environment.SystemPageSize;
    private readonly nuint _readable;

    internal GuardedMemory(int length)
    {
        Length = length;
        _readable = (((nuint)length * sizeof(float)) + _page - 1) / _page * _page;
        _start = Map(0, _readable + _page, ReadWrite, PrivateAnonymous, -1, 0);
        if (_start == -1 || Protect(_start + (nint)_readable, _page, 0) != 0)
        {
            throw new InvalidOperationException("No memory could be guarded.");
        }
    }

    internal int Length { get; }

    internal Span<float> Span => new((void*)(_start + (nint)_readable - (Length * sizeof(float))), Length);

    public void Dispose() => Unmap(_start, _readable + _page);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
