using System.CommandLine;
using System.Threading.Tasks;

namespace SeqGen.Examples.Live;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        (RootCommand command, var read) = LiveOptions.CommandLine();
        return ExampleProgram.RunAsync(command, args, (parsed, cancellation) => new LiveRun(read(parsed), cancellation).Run());
    }
}
