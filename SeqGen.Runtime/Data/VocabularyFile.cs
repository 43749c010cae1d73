using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using SeqGen.Serialization;

namespace SeqGen.Data;

/// <summary>
/// A vocabulary as text: UTF-8, a token a line, ids ascending. A line break within a token is written \n or \r, a backslash \\.
/// </summary>
internal static class VocabularyFile
{
    internal static void Write(string path, IEnumerable<string> tokens)
    {
        StringBuilder text = new();
        foreach (string token in tokens)
        {
            text.Append(token.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r")).Append('\n');
        }
        WholeFile.WriteText(path, text.ToString());
    }

    /// <summary>The tokens of a file, none empty, none twice.</summary>
    /// <exception cref="InvalidDataException">A line is wrong; the message gives its number.</exception>
    internal static List<string> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<string> tokens = [];
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            using var reader = new StreamReader(path, strict);
            while (reader.ReadLine() is { } line)
            {
                string token = Unescape(line, path, tokens.Count + 1);
                if (!lines.TryAdd(token, tokens.Count + 1))
                {
                    throw new InvalidDataException($"{path}, line {tokens.Count + 1}: '{token}' is on line {lines[token]} too.");
                }
                tokens.Add(token);
            }
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException($"{path}, after line {tokens.Count}: the text is not UTF-8.", error);
        }
        return tokens.Count > 0 ? tokens : throw new InvalidDataException($"{path} is empty; expected a token a line.");
    }

    private static string Unescape(string line, string path, int number)
    {
        if (line.Length == 0)
        {
            throw new InvalidDataException($"{path}, line {number} is empty; expected a token.");
        }
        StringBuilder token = new(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                token.Append(line[i]);
                continue;
            }
            token.Append((i + 1 < line.Length ? line[++i] : ' ') switch
            {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => throw new InvalidDataException($"{path}, line {number}: a backslash stands before n, r or a backslash only."),
            });
        }
        return token.ToString();
    }
}
