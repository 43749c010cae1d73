using System;
using System.Numerics.Tensors;
using System.Threading.Tasks;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Numerics;

public class PredictBatchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void GivesWhatPredictGives(int samples)
    {
        var model = new DenseModel<DropoutShape>(seed: 3);
        float[] inputs = Samples.Uniform(samples * 6, 1);
        float[] expected = new float[samples * 2];
        float[] actual = new float[samples * 2];
        for (int i = 0; i < samples; i++)
        {
            model.Predict(inputs.AsSpan(i * 6, 6), expected.AsSpan(i * 2, 2));
        }
        model.PredictBatch(inputs, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void AllocatesNothingAfterTheFirstCall()
    {
        var model = new DenseModel<SoftmaxShape>();
        float[] inputs = Samples.Uniform(100 * 6, 1);
        float[] outputs = new float[300];
        Allocations.None(1000, () =>
        {
            model.PredictBatch(inputs, outputs);
            model.PredictBatch(inputs.AsSpan(0, 12), outputs.AsSpan(0, 6));
        });
    }

    [Fact]
    public void AnyNumberOfThreadsMayCall()
    {
        var model = new DenseModel<DropoutShape>(seed: 3);
        float[] inputs = Samples.Uniform(70 * 6, 1);
        float[] expected = new float[140];
        model.PredictBatch(inputs, expected);
        Parallel.For(0, 50, _ =>
        {
            float[] outputs = new float[140];
            model.PredictBatch(inputs, outputs);
            Assert.Equal(expected, outputs);
        });
    }

    [Fact]
    public void TensorsGiveTheSame()
    {
        var model = new DenseModel<SequenceShape>(seed: 3);
        float[] inputs = Samples.Uniform(5 * 6, 1);
        float[] expected = new float[30];
        float[] actual = new float[30];
        model.PredictBatch(inputs, expected);
        SequenceModel.PredictBatch(model, new ReadOnlyTensorSpan<float>(inputs, [5, 3, 2]), new TensorSpan<float>(actual, [5, 3, 2]));
        Assert.Equal(expected, actual);

        float[] one = new float[6];
        SequenceModel.Predict(model, new ReadOnlyTensorSpan<float>(inputs.AsSpan(24), [3, 2]), new TensorSpan<float>(one, [3, 2]));
        Assert.Equal(expected[24..], one);

        var vector = new DenseModel<DropoutShape>();
        float[] output = new float[2];
        SequenceModel.Predict(vector, new ReadOnlyTensorSpan<float>(inputs.AsSpan(0, 6), [3, 2]), new TensorSpan<float>(output, [2]));
        float[] same = new float[2];
        vector.Predict(inputs.AsSpan(0, 6), same);
        Assert.Equal(same, output);
    }

    [Fact]
    public void TensorsOfAnotherShapeAreRefused()
    {
        var model = new DenseModel<DropoutShape>();
        float[] values = new float[60];
        var error = Assert.Throws<ArgumentException>(
            "input", () => SequenceModel.Predict(model, new ReadOnlyTensorSpan<float>(values, [2, 3]), new TensorSpan<float>(values, [2])));
        Assert.Contains("input has the shape [2, 3]; expected [3, 2]", error.Message);
        error = Assert.Throws<ArgumentException>(
            "output",
            () => SequenceModel.Predict(model, new ReadOnlyTensorSpan<float>(values, [3, 2]), new TensorSpan<float>(values, [1, 2])));
        Assert.Contains("output has the shape [1, 2]; expected [2]", error.Message);
        error = Assert.Throws<ArgumentException>(
            "outputs",
            () => SequenceModel.PredictBatch(
                model, new ReadOnlyTensorSpan<float>(values, [4, 3, 2]), new TensorSpan<float>(values, [5, 2])));
        Assert.Contains("outputs has the shape [5, 2]; expected [4, 2]", error.Message);
        // Every other column of a [3, 4]
        error = Assert.Throws<ArgumentException>(
            "input",
            () => SequenceModel.Predict(model, new ReadOnlyTensorSpan<float>(values, [3, 2], [4, 2]), new TensorSpan<float>(values, [2])));
        Assert.Contains("dense", error.Message);
    }

    [Fact]
    public void LengthsAreChecked()
    {
        var model = new DenseModel<DropoutShape>();
        var error = Assert.Throws<ArgumentException>("inputs", () => model.PredictBatch(new float[7], new float[2]));
        Assert.Contains("inputs has 7 values; expected a multiple of 6, samples of [3, 2]", error.Message);
        error = Assert.Throws<ArgumentException>("outputs", () => model.PredictBatch(new float[12], new float[5]));
        Assert.Contains("outputs has 5 values; expected 4, 2 samples of 2", error.Message);
        error = Assert.Throws<ArgumentException>("input", () => model.Predict(new float[5], new float[2]));
        Assert.Contains("input has 5 values; expected 6", error.Message);
    }
}
