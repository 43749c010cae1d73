using System;

namespace SeqGen.Examples.Audio;

/// <summary>Sound made up by the example itself: plucked notes, by Karplus and Strong's algorithm.</summary>
internal sealed class TestSignal
{
    private const int SampleRate = 48_000;
    private const int NoteLength = SampleRate / 4;
    private const int FirstNote = 45; // A2 in MIDI's count

    private static readonly int[] Melody = [0, 7, 12, 16, 19, 16, 12, 7];

    /// <summary>Mono at 48 kHz, written as floats.</summary>
    internal static WaveFormat Format { get; } = new(SampleRate, 1, 32);

    /// <summary>A signal of so many seconds: the same on every machine.</summary>
    internal static float[] Create(int seconds)
    {
        var random = new Numerics.SeededRandom(1);
        var samples = new float[seconds * SampleRate];
        for (int start = 0; start < samples.Length; start += NoteLength)
        {
            int note = FirstNote + Melody[start / NoteLength % Melody.Length];
            int period = (int)Math.Round(SampleRate / (440 * Math.Pow(2, (note - 69) / 12.0)));
            Span<float> sound = samples.AsSpan(start, Math.Min(NoteLength, samples.Length - start));
            for (int i = 0; i < sound.Length; i++)
            {
                // A burst of noise goes round a loop as long as a period, which softens it each time.
                sound[i] = i < period ? random.NextSingle() - 0.5f : 0.498f * (sound[i - period] + sound[Math.Max(0, i - period - 1)]);
            }
        }
        return samples;
    }
}
