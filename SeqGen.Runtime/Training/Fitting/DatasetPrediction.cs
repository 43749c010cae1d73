using System;
using SeqGen.Data;

namespace SeqGen.Training;

/// <summary>Outputs for all samples of a dataset: one thread reads a block of samples, then several compute its parts.</summary>
internal static class DatasetPrediction
{
    private const int PartRows = 64;

    internal static float[] Run<TModel>(TModel model, IDataset data, int threads) where TModel : class, ISequenceModel<TModel>
    {
        int inputLength = TModel.Timesteps * TModel.Features;
        if (data.InputLength != inputLength)
        {
            throw new ArgumentException(
                $"data has inputs of {data.InputLength} values; the model takes [{TModel.Timesteps}, {TModel.Features}], "
                + $"{inputLength} values.",
                nameof(data));
        }
        int samples = data.Count;
        int blockRows = Math.Min(samples, checked(threads * PartRows));
        float[] inputs = new float[checked(blockRows * inputLength)];
        int[] lengths = TModel.Batched.VariableLength ? new int[blockRows] : [];
        float[] outputs = new float[checked(samples * TModel.OutputLength)];
        using var pool = new WorkerPool(threads);
        for (int start = 0; start < samples; start += blockRows)
        {
            int first = start;
            int rows = Math.Min(blockRows, samples - first);
            for (int i = 0; i < rows; i++)
            {
                data.CopyInput(first + i, inputs.AsSpan(i * inputLength, inputLength));
                int length = SampleLength.Of<TModel>(data, first + i, nameof(data));
                if (lengths.Length > 0)
                {
                    lengths[i] = length;
                }
            }
            pool.Run((rows - 1) / PartRows + 1, (_, part) =>
            {
                int from = part * PartRows;
                int count = Math.Min(PartRows, rows - from);
                ReadOnlySpan<float> partInputs = inputs.AsSpan(from * inputLength, count * inputLength);
                Span<float> partOutputs = outputs.AsSpan((first + from) * TModel.OutputLength, count * TModel.OutputLength);
                if (lengths.Length > 0)
                {
                    SequenceModel.PredictBatch(model, partInputs, lengths.AsSpan(from, count), partOutputs);
                }
                else
                {
                    model.PredictBatch(partInputs, partOutputs);
                }
            });
        }
        return outputs;
    }
}
