using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace SeqGen.Examples.Audio;

/// <summary>Reads, processes and writes block by block, as an audio driver would call.</summary>
internal sealed class EffectRun(AudioOptions options, CancellationToken cancellation)
{
    private const int FramesPerBlock = 512;

    private readonly LatencyHistogram _blockTimes = new();
    private TimeSpan _processing;

    internal void Run()
    {
        if (options.Input is null)
        {
            float[] signal = TestSignal.Create(options.Quick ? 1 : 10);
            Console.WriteLine("Input: a test signal, made up by the example itself; --input reads a WAV file instead.");
            int read = 0;
            Process(TestSignal.Format, signal.Length, block =>
            {
                int count = Math.Min(block.Length, signal.Length - read);
                signal.AsSpan(read, count).CopyTo(block);
                read += count;
                return count;
            });
            return;
        }
        InputFile.Read(options.Input, "a WAV file", () =>
        {
            using var reader = new WaveReader(options.Input);
            Console.WriteLine($"Input: {options.Input}.");
            Process(reader.Format, reader.Frames, reader.Read);
            return reader.Frames;
        });
    }

    private delegate int ReadBlock(Span<float> block);

    private void Process(WaveFormat format, long frames, ReadBlock read)
    {
        Console.WriteLine(options.Weights is null
            ? "Weights: random ones of the seed, so that the sound means nothing; --weights reads trained ones instead."
            : $"Weights: {options.Weights}.");
        IEffect effect = options.Model.Create(options.Weights, options.Seed, format.Channels);
        effect.Process(new float[format.Channels]); // compiled before the clock runs
        effect.Reset();
        long cut = 0;
        OutputFile.Write(options.Output, stream => cut = Stream(effect, format, frames, read, stream));
        Report(format, frames, cut);
    }

    private long Stream(IEffect effect, WaveFormat format, long frames, ReadBlock read, Stream stream)
    {
        var writer = new WaveWriter(stream, format, frames);
        var block = new float[FramesPerBlock * format.Channels];
        for (int count; (count = read(block)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            effect.Process(block.AsSpan(0, count));
            long end = Stopwatch.GetTimestamp();
            _blockTimes.Record(start, end);
            _processing += Stopwatch.GetElapsedTime(start, end);
            writer.Write(block.AsSpan(0, count));
        }
        writer.Finish();
        return writer.Cut;
    }

    private void Report(WaveFormat format, long frames, long cut)
    {
        double seconds = (double)frames / format.SampleRate;
        Console.WriteLine($"Format: {format}; {frames:N0} frames, {seconds:F2} s.");
        if (frames > 0)
        {
            double perSample = _processing.TotalNanoseconds / (frames * format.Channels);
            Console.WriteLine($"Real-time factor: {seconds / _processing.TotalSeconds:F1} ({seconds:F2} s of sound in {_processing.TotalSeconds:F3} s, {perSample:F0} ns a sample).");
            Console.WriteLine(
                $"Blocks of {FramesPerBlock} frames: half of them within {_blockTimes.Percentile(0.5) / 1000.0:F1} µs, "
                + $"the slowest {_blockTimes.Max / 1000.0:F1} µs, of {1e6 * FramesPerBlock / format.SampleRate:F1} µs that there are.");
        }
        if (cut > 0)
        {
            Console.WriteLine($"Samples beyond full scale, cut: {cut:N0}.");
        }
        Console.WriteLine($"Output: {options.Output}");
    }
}
