using System;
using SeqGen.Data;

namespace SeqGen;

/// <summary>Goes on with a series past its end: a model's predictions become its next input.</summary>
/// <remarks>
/// <para>
/// The model sees the last <c>Timesteps</c> rows of the history. What it predicts is appended, the window slides on, and so on until the
/// forecast is full. The model's output is taken for
/// </para>
/// <list type="bullet">
/// <item>the next row, where it is a vector of as many values as a row has;</item>
/// <item>the next n rows, where it is a vector of n times as many values, row after row, or a sequence <c>[n, Features]</c> that was made of a
/// vector (<see cref="RepeatVectorAttribute"/>, <see cref="ReshapeAttribute"/>). All n are used, and fed back if more are asked for;</item>
/// <item>what follows each timestep, where it is a sequence over the input's own timesteps, one row (or n rows) for each. Only the last
/// timestep's are used.</item>
/// </list>
/// <para>
/// The last two differ in how the model is built and not in their shapes: <c>[7, 1]</c> behind a layer with <c>ReturnSequences</c> is a
/// sequence over the input's timesteps, behind <c>RepeatVector(7)</c> it is the next seven rows.
/// </para>
/// <para>
/// Values are the model's own: scaled, if it was trained on scaled ones. Errors add up with every row that is fed back. Memory is allocated
/// once; each thread needs a forecaster of its own.
/// </para>
/// </remarks>
/// <typeparam name="TModel">The model class.</typeparam>
[RealtimeSafe]
public sealed class Forecaster<TModel> where TModel : class, ISequenceModel<TModel>
{
    private readonly TModel _model;
    private readonly ForecastShape _shape;
    private readonly float[] _window = new float[TModel.Timesteps * TModel.Features];
    private readonly float[] _output = new float[TModel.OutputLength];
    private int _length;

    /// <summary>A forecaster by a model, as its parameters are when it forecasts.</summary>
    /// <exception cref="ArgumentException">
    /// The model's output is not one or more rows of its input, or it takes tokens, or it gives a sequence over some of its timesteps only.
    /// </exception>
    public Forecaster(TModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _shape = ForecastShape.Of<TModel>(nameof(model));
        _model = model;
    }

    /// <summary>Rows that one prediction gives.</summary>
    public int StepsAtOnce => _shape.StepsAtOnce;

    /// <summary>Forecasts the rows that follow a series. Allocates nothing.</summary>
    /// <param name="history">
    /// <c>[rows, Features]</c>, row-major, the latest row last; at least Timesteps rows, or one where the model's samples vary in length.
    /// </param>
    /// <param name="forecast">Receives <c>[steps, Features]</c>; its length says how many steps.</param>
    /// <exception cref="ArgumentException">A span is no whole number of rows, or has too few.</exception>
    public void Forecast(ReadOnlySpan<float> history, Span<float> forecast)
    {
        int least = TModel.Batched.VariableLength ? 1 : TModel.Timesteps;
        int rows = DataCheck.Rows(history.Length, TModel.Features, nameof(history));
        if (rows < least)
        {
            throw new ArgumentException($"history has {rows} rows; expected at least {least}, a sample of the model.", nameof(history));
        }
        DataCheck.Rows(forecast.Length, TModel.Features, nameof(forecast));
        _length = 0;
        Append(history);
        while (true)
        {
            ReadOnlySpan<float> next = Predict();
            if (next.Length >= forecast.Length)
            {
                next[..forecast.Length].CopyTo(forecast);
                return;
            }
            next.CopyTo(forecast);
            forecast = forecast[next.Length..];
            Append(next);
        }
    }

    private ReadOnlySpan<float> Predict()
    {
        _model.Predict(_window.AsSpan(0, _length), _output);
        int next = StepsAtOnce * TModel.Features;
        return _shape.AtEveryTimestep ? _output.AsSpan((_length / TModel.Features - 1) * next, next) : _output;
    }

    // The window keeps the last of what was appended, at most a sample.
    private void Append(ReadOnlySpan<float> values)
    {
        values = values[Math.Max(0, values.Length - _window.Length)..];
        int kept = Math.Min(_length, _window.Length - values.Length);
        _window.AsSpan(_length - kept, kept).CopyTo(_window);
        values.CopyTo(_window.AsSpan(kept));
        _length = kept + values.Length;
    }
}
