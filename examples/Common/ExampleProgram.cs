using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace SeqGen.Examples;

/// <summary>What every example's command line has in common.</summary>
public static class ExampleProgram
{
    private const int WrongInput = 2;
    private const int Interrupted = 130;

    /// <summary>Runs an example: 0 when it went well, 2 with one line on standard error for wrong input or a place that cannot be written, 130 after Ctrl+C.</summary>
    /// <param name="command">The options.</param>
    /// <param name="args">As Main got them.</param>
    /// <param name="run">The example itself.</param>
    public static async Task<int> RunAsync(RootCommand command, string[] args, Action<ParseResult, CancellationToken> run)
    {
        // English words go with points in numbers, whatever the machine's language. Tasks and threads inherit this.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        command.SetAction((parsed, cancellation) => Task.Run(() => run(parsed, cancellation), cancellation));
        ParseResult result = command.Parse(args);
        if (result.Errors.Count > 0)
        {
            return Fail(result.Errors[0].Message + " (--help lists the options)");
        }
        try
        {
            Console.SetOut(new StandardOutput());
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (InputException wrong)
        {
            return Fail(wrong.Message);
        }
        catch (OperationCanceledException)
        {
            return End(Interrupted, "Interrupted.");
        }
    }

    /// <summary>An option whose value is a whole number in a range; null where it is not given.</summary>
    public static Option<int?> WholeNumber(string name, string description, int least = int.MinValue, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            {
                return value;
            }
            result.AddError($"{name} takes a whole number from {least} to {most}, not '{text}'.");
            return null;
        },
    };

    /// <summary>Names in a sentence: the first <paramref name="limit"/>, and how many more there are.</summary>
    public static string Listed(IEnumerable<string> names, int limit = 20)
    {
        string[] all = [.. names];
        string listed = string.Join(", ", all.Take(limit));
        return all.Length > limit ? $"{listed} and {all.Length - limit} more" : listed;
    }

    // A file's own text may be part of a message, and may hold line breaks and worse.
    private static int Fail(string message) =>
        End(WrongInput, "error: " + string.Concat(message.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? '?' : c)));

    private static int End(int exitCode, string message)
    {
        try
        {
            Console.Error.WriteLine(message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nobody is there to be told; the exit code still says it.
        }
        return exitCode;
    }
}
