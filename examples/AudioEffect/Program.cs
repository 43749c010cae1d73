using System.CommandLine;
using System.Threading.Tasks;

namespace SeqGen.Examples.Audio;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        (RootCommand command, var read) = AudioOptions.CommandLine();
        return ExampleProgram.RunAsync(command, args, (parsed, cancellation) => new EffectRun(read(parsed), cancellation).Run());
    }
}
