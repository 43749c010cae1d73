using System.CommandLine;
using System.Threading.Tasks;

namespace SeqGen.Examples.Stocks;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        (RootCommand command, var read) = StockOptions.CommandLine();
        return ExampleProgram.RunAsync(command, args, (parsed, cancellation) => new Experiment(read(parsed), cancellation).Run());
    }
}
