using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>What the analyzer says about a model.</summary>
internal static class DiagnosticAssert
{
    /// <summary>One error, with this id and message.</summary>
    internal static void Single(string attributes, string id, string message)
    {
        Diagnostic error = Assert.Single(ModelCompiler.Analyze(ModelCompiler.Compile($"using SeqGen;\n{attributes} public partial class Model;")));
        Assert.Equal(id, error.Id);
        Assert.Equal(message, error.GetMessage(CultureInfo.InvariantCulture));
    }
}
