using System;
using System.Collections.Generic;
using System.Linq;
using SeqGen.Tests.Models;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Streaming;

/// <summary>A forecast from a stream is what stepping by hand gives, and leaves the stream where it was.</summary>
public sealed class StreamForecastTests
{
    [Fact]
    public void One_value_after_the_other() => Check<NextValue, NextValue.State>();

    [Fact]
    public void One_row_after_the_other() => Check<NextRow, NextRow.State>();

    [Fact]
    public void Several_rows_at_once() => Check<FiveRows, FiveRows.State>();

    [Fact]
    public void Rows_of_a_decoder() => Check<DecodedRows, DecodedRows.State>();

    [Fact]
    public void A_row_at_every_timestep() => Check<NextOfEach, NextOfEach.State>();

    [Fact]
    public void Several_rows_at_every_timestep() => Check<NextThreeOfEach, NextThreeOfEach.State>();

    [Fact]
    public void Windows_that_have_to_fill() => Check<NextBehindWindows, NextBehindWindows.State>();

    [Fact]
    public void The_first_rows_are_those_of_a_forecast_from_one_window()
    {
        var model = ModelTheory.Create<DecodedRows>();
        float[] history = ModelTheory.Values(DecodedRows.Timesteps * DecodedRows.Features, 4, 1);
        var forecaster = new StreamForecaster<DecodedRows, DecodedRows.State>(model);
        forecaster.Observe(history);
        float[] forecast = new float[3 * 2];
        forecaster.Forecast(forecast);
        Assert.Equal(StreamAssert.Bits(model.Forecast(history, 3)), StreamAssert.Bits(forecast));
    }

    [Fact]
    public void Without_an_output_there_is_no_forecast()
    {
        var forecaster = new StreamForecaster<NextBehindWindows, NextBehindWindows.State>(new NextBehindWindows());
        Assert.Contains("0 rows were observed; the first output comes with row 3",
            Assert.Throws<InvalidOperationException>(() => forecaster.Forecast(new float[1])).Message);
        forecaster.Observe(new float[2]);
        Assert.Throws<InvalidOperationException>(() => forecaster.Forecast(new float[1]));
        forecaster.Observe(new float[1]);
        forecaster.Forecast(new float[1]);
        forecaster.Reset();
        Assert.Equal(default, forecaster.State);
        Assert.Throws<InvalidOperationException>(() => forecaster.Forecast(new float[1]));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("model gives an output every 2 steps", () => _ = new StreamForecaster<NextBehindStrides, NextBehindStrides.State>(new NextBehindStrides()));
        Refused("model gives [1] and takes 3", () => _ = new StreamForecaster<OneOfThree, OneOfThree.State>(new OneOfThree()));
        Refused("model takes tokens", () => _ = new StreamForecaster<NextToken, NextToken.State>(new NextToken()));
        var forecaster = new StreamForecaster<NextRow, NextRow.State>(new NextRow());
        Refused("rows has 4 values; expected one or more rows of 3", () => forecaster.Observe(new float[4]));
        Refused("forecast has 0 values", () => forecaster.Forecast([]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var forecaster = new StreamForecaster<NextRow, NextRow.State>(new NextRow());
        float[] rows = new float[3 * 2], forecast = new float[3 * 5];
        Allocations.None(1_000, () =>
        {
            forecaster.Observe(rows);
            forecaster.Forecast(forecast);
        });
    }

    private static void Refused(string message, Action call) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void Check<TModel, TState>()
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState>
    {
        var model = ModelTheory.Create<TModel>();
        float[] history = ModelTheory.Values(40 * TModel.Features, 6, 1);
        var forecaster = new StreamForecaster<TModel, TState>(model);
        // In two parts, with a forecast between them that changes nothing.
        forecaster.Observe(history.AsSpan(..(25 * TModel.Features)));
        forecaster.Forecast(new float[3 * TModel.Features]);
        forecaster.Observe(history.AsSpan((25 * TModel.Features)..));
        TState before = forecaster.State;

        TState state = default;
        float[] latest = Feed<TModel, TState>(model, history, ref state);
        Assert.Equal(state, before);
        const int steps = 16;
        List<float> expected = [];
        while (expected.Count < steps * TModel.Features)
        {
            expected.AddRange(latest);
            latest = Feed<TModel, TState>(model, latest, ref state);
        }
        float[] forecast = new float[steps * TModel.Features];
        forecaster.Forecast(forecast);
        Assert.Equal(StreamAssert.Bits(expected.Take(forecast.Length)), StreamAssert.Bits(forecast));
        Assert.Equal(before, forecaster.State);
    }

    private static float[] Feed<TModel, TState>(TModel model, float[] rows, ref TState state)
        where TModel : class, IStreamingModel<TModel, TState>
        where TState : struct, IStreamState<TState>
    {
        float[] output = [];
        foreach (float[] row in rows.Chunk(TModel.Features))
        {
            output = StreamAssert.Step(model, row, ref state);
        }
        return output;
    }
}
