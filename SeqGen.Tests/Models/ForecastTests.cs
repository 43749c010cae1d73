using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Data;
using SeqGen.Tests.Support;
using SeqGen.Training;
using Xunit;

namespace SeqGen.Tests.Models;

/// <summary>A forecast is what feeding predictions back by hand gives, for every kind of output.</summary>
public sealed class ForecastTests
{
    [Fact]
    public void One_value_after_the_other() => Check<NextValue>(output => output);

    [Fact]
    public void One_row_after_the_other() => Check<NextRow>(output => output);

    [Fact]
    public void Several_values_at_once() => Check<FourValues>(output => output);

    [Fact]
    public void More_rows_at_once_than_the_model_sees() => Check<FiveRows>(output => output);

    [Fact]
    public void Rows_of_a_decoder() => Check<DecodedRows>(output => output);

    [Fact]
    public void A_decoder_of_as_many_timesteps_as_the_input_gives_all_of_them() => Check<DecodedFour>(output => output);

    [Fact]
    public void A_sequence_over_the_inputs_timesteps_counts_at_the_last() => Check<NextOfEach>(output => output[^2..]);

    [Fact]
    public void Several_rows_at_every_timestep() => Check<NextThreeOfEach>(output => output[^6..]);

    [Fact]
    public void Strides_before_a_vector() => Check<NextBehindStrides>(output => output);

    [Fact]
    public void Samples_of_any_length_grow_until_they_are_full()
    {
        for (int rows = 1; rows <= 7; rows++)
        {
            Check<NextOfAny>(output => output, rows);
            int length = rows;
            // Behind the sample's end the output is padding.
            Check<NextOfEachOfAny>(output => output.AsSpan(2 * (Math.Min(5, length++) - 1), 2).ToArray(), rows);
        }
    }

    [Fact]
    public void Steps_at_once_are_those_of_the_shapes()
    {
        Assert.Equal(1, new Forecaster<NextRow>(new NextRow()).StepsAtOnce);
        Assert.Equal(4, new Forecaster<FourValues>(new FourValues()).StepsAtOnce);
        Assert.Equal(5, new Forecaster<FiveRows>(new FiveRows()).StepsAtOnce);
        Assert.Equal(3, new Forecaster<DecodedRows>(new DecodedRows()).StepsAtOnce);
        Assert.Equal(4, new Forecaster<DecodedFour>(new DecodedFour()).StepsAtOnce);
        Assert.Equal(1, new Forecaster<NextOfEach>(new NextOfEach()).StepsAtOnce);
        Assert.Equal(3, new Forecaster<NextThreeOfEach>(new NextThreeOfEach()).StepsAtOnce);
    }

    [Fact]
    public void Only_the_end_of_the_history_counts_and_it_may_lie_before_the_forecast()
    {
        var model = ModelTheory.Create<NextRow>();
        float[] history = ModelTheory.Values(3 * 20, 5, 1);
        float[] expected = model.Forecast(history, 8);
        Assert.Equal(expected, model.Forecast(history.AsSpan(^(3 * 6)..), 8));
        var forecaster = new Forecaster<NextRow>(model);
        float[] series = [.. history, .. new float[3 * 8]];
        forecaster.Forecast(series.AsSpan(..history.Length), series.AsSpan(history.Length..));
        Assert.Equal(expected, series[history.Length..]);
    }

    [Fact]
    public void A_sine_wave_goes_on()
    {
        const int period = 25;
        float[] wave = [.. Enumerable.Range(0, 20 * period).Select(t => 0.8f * MathF.Sin(2 * MathF.PI * t / period))];
        var model = new NextValue(seed: 3);
        model.Fit(new Windows(wave.AsMemory(..(18 * period)), lookBack: 12), new FitOptions
        {
            Loss = Loss.MeanSquaredError, Optimizer = new Adam(0.005), BatchSize = 16, Epochs = 60, Seed = 1,
        });
        float[] forecast = model.Forecast(wave.AsSpan(..(18 * period)), 2 * period);
        // The mean of |0.8 sin| is 0.51.
        Assert.InRange(forecast.Zip(wave[(18 * period)..], (f, w) => Math.Abs(f - w)).Average(), 0, 0.02);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var forecaster = new Forecaster<NextOfEach>(new NextOfEach());
        float[] history = new float[2 * 9], forecast = new float[2 * 11];
        Allocations.None(1_000, () => forecaster.Forecast(history, forecast));
    }

    [Fact]
    public void What_cannot_be_fed_back_is_refused()
    {
        Refused("model gives [1] and takes 3 features a timestep; to be fed back, expected 3 values", () => new Forecaster<OneOfThree>(new OneOfThree()));
        Refused("model gives [4, 1] and takes 3 features a timestep; to be fed back, expected [4, 3]", () => new Forecaster<DecodedOneOfThree>(new DecodedOneOfThree()));
        Refused("model gives 6 timesteps for 8", () => new Forecaster<WindowsOnly>(new WindowsOnly()));
        Refused("model takes tokens", () => new Forecaster<NextToken>(new NextToken()));
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        var model = new NextRow();
        Refused("history has 16 values; expected one or more rows of 3", () => model.Forecast(new float[16], 1));
        Refused("history has 5 rows; expected at least 6", () => model.Forecast(new float[15], 1));
        Refused("history has 0 values", () => new NextOfAny().Forecast([], 1));
        Refused("steps", () => model.Forecast(new float[18], 0));
        Refused("forecast has 4 values; expected one or more rows of 3", () => new Forecaster<NextRow>(model).Forecast(new float[18], new float[4]));
    }

    private static void Refused(string message, Func<object> call) => Refused(message, () => { _ = call(); });

    private static void Refused(string message, Action call) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    // The rows that count are cut out of a whole output by the test itself.
    private static void Check<TModel>(Func<float[], float[]> next, int rows = 30) where TModel : class, ISequenceModel<TModel>
    {
        var model = ModelTheory.Create<TModel>();
        float[] history = ModelTheory.Values(rows * TModel.Features, 9, 1);
        const int steps = 17;
        List<float> series = [.. history];
        while (series.Count < history.Length + (steps * TModel.Features))
        {
            float[] output = new float[TModel.OutputLength];
            model.Predict(series.TakeLast(TModel.Timesteps * TModel.Features).ToArray(), output);
            series.AddRange(next(output));
        }
        float[] expected = [.. series.Skip(history.Length).Take(steps * TModel.Features)];
        Assert.Equal(StreamAssert.Bits(expected), StreamAssert.Bits(model.Forecast(history, steps)));
    }
}
