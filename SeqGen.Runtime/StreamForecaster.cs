using System;
using SeqGen.Data;

namespace SeqGen;

/// <summary>Follows a stream and goes on past its present end: what the model predicts becomes the next timestep of a copy of its state.</summary>
/// <remarks>
/// Gives what stepping by hand gives, to the bit. Unlike <see cref="Forecaster{TModel}"/>, which shows the model one window, the state holds
/// all that was observed, and a timestep costs one <c>Step</c>. The model's output is read as
/// <see cref="Forecaster{TModel}"/> says; a step gives what follows its timestep. Memory is allocated once; each stream and each thread needs a
/// forecaster of its own.
/// </remarks>
/// <typeparam name="TModel">The model class.</typeparam>
/// <typeparam name="TState">Its generated <c>State</c>.</typeparam>
[RealtimeSafe]
public sealed class StreamForecaster<TModel, TState>
    where TModel : class, IStreamingModel<TModel, TState>
    where TState : struct, IStreamState<TState>
{
    private readonly TModel _model;
    private readonly float[] _latest = new float[TModel.StepOutputLength];
    private readonly float[] _output = new float[TModel.StepOutputLength];
    private TState _state;
    private TState _ahead; // a field: a state may be larger than a stack should bear
    private bool _isDue;

    /// <summary>A forecaster at the start of a stream.</summary>
    /// <exception cref="ArgumentException">
    /// The model's output is not one or more rows of its input, or it takes tokens, or strides let it give an output at some steps only.
    /// </exception>
    public StreamForecaster(TModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (TModel.StepsPerOutput != 1)
        {
            throw new ArgumentException($"model gives an output every {TModel.StepsPerOutput} steps; expected one at every step.", nameof(model));
        }
        StepsAtOnce = ForecastShape.Of<TModel>(nameof(model)).StepsAtOnce;
        _model = model;
    }

    /// <summary>Rows that one step gives.</summary>
    public int StepsAtOnce { get; }

    /// <summary>The stream's state after all that was observed.</summary>
    public TState State => _state;

    /// <summary>Takes the next rows of the stream. Allocates nothing.</summary>
    /// <param name="rows"><c>[rows, Features]</c>, row-major; one or more.</param>
    /// <exception cref="ArgumentException">It is no whole number of rows, or none.</exception>
    public void Observe(ReadOnlySpan<float> rows)
    {
        DataCheck.Rows(rows.Length, TModel.Features, nameof(rows));
        _isDue = Step(rows, ref _state, _latest);
    }

    /// <summary>Forecasts the rows that follow those observed, which the stream does not take. Allocates nothing.</summary>
    /// <param name="forecast">Receives <c>[steps, Features]</c>; its length says how many steps.</param>
    /// <exception cref="ArgumentException">It is no whole number of rows, or none.</exception>
    /// <exception cref="InvalidOperationException">Too few rows were observed for an output.</exception>
    public void Forecast(Span<float> forecast)
    {
        DataCheck.Rows(forecast.Length, TModel.Features, nameof(forecast));
        if (!_isDue)
        {
            throw new InvalidOperationException(
                $"{_state.Steps} rows were observed; the first output comes with row {TModel.Delay + 1L}. Call {nameof(Observe)} first.");
        }
        _ahead = _state;
        _latest.CopyTo(_output);
        while (forecast.Length > _output.Length)
        {
            _output.CopyTo(forecast);
            Step(forecast[.._output.Length], ref _ahead, _output);
            forecast = forecast[_output.Length..];
        }
        _output.AsSpan(0, forecast.Length).CopyTo(forecast);
    }

    /// <summary>Goes back to the start of a stream. Allocates nothing.</summary>
    public void Reset()
    {
        _state.Reset();
        _isDue = false;
    }

    private bool Step(ReadOnlySpan<float> rows, ref TState state, Span<float> output)
    {
        bool isDue = false;
        for (; rows.Length > 0; rows = rows[TModel.Features..])
        {
            isDue = _model.Step(rows[..TModel.Features], ref state, output);
        }
        return isDue;
    }
}
