using System;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>A theory about what only Linux has, as /dev/full.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "It needs Linux.";
}
