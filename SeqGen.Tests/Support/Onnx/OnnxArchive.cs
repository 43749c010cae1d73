using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace SeqGen.Tests.Support.Onnx;

/// <summary>ONNX's own conformance tests, read from the archive in memory.</summary>
internal static class OnnxArchive
{
    /// <summary>Every case, by name.</summary>
    internal static IReadOnlyList<OnnxCase> Cases()
    {
        var files = new SortedDictionary<string, byte[]>(System.StringComparer.Ordinal);
        foreach (string archive in Directory.EnumerateFiles(SharedData.File(Path.Combine("models", "onnx_backend")), "*.tar.gz"))
        {
            using var reader = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is { } data)
                {
                    using var content = new MemoryStream();
                    data.CopyTo(content);
                    files.Add(entry.Name, content.ToArray());
                }
            }
        }
        return
        [
            .. files.Where(file => file.Key.EndsWith("/model.onnx", System.StringComparison.Ordinal)).Select(file =>
            {
                string folder = file.Key[..file.Key.LastIndexOf('/')];
                return OnnxReader.Case(string.Join('/', folder.Split('/')[^2..]), file.Value, Data("input"), Data("output"));

                // input_0.pb, input_1.pb and so on: none has more than ten
                IEnumerable<byte[]> Data(string kind) =>
                    files.Where(other => other.Key.StartsWith($"{folder}/test_data_set_0/{kind}_", System.StringComparison.Ordinal)).Select(other => other.Value);
            }),
        ];
    }
}
