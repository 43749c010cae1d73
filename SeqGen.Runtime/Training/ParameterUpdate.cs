using System;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SeqGen.Training;

/// <summary>
/// What follows a batch, in Keras's order: penalties, accumulation, clipping, weight decay, update, averages. Pieces of the parameters go
/// to the threads, and norms add up the pieces' squares in the order of the pieces, so that no result depends on the number of threads.
/// </summary>
internal sealed partial class ParameterUpdate<TModel> where TModel : class, ISequenceModel<TModel>
{
    private readonly TModel _model;
    private readonly Optimizer _optimizer;
    private readonly OptimizerState _state;
    private readonly ShardedBatch<TModel> _batch;
    private readonly ParameterPiece[] _pieces;
    private readonly Action<int, int> _add;
    private readonly Action<int, int> _prepare;
    private readonly Action<int, int> _apply;
    private readonly Action<int, int> _prepareAndApply;
    private readonly Action<int, int> _averageTable;

    // Sums of squares by piece, then what gradients are multiplied by, by group; empty unless norms are clipped.
    private readonly double[] _squares;
    private readonly double[] _groupSquares;
    private readonly float[] _scales;

    internal ParameterUpdate(TModel model, Optimizer optimizer, OptimizerState state, ShardedBatch<TModel> batch)
    {
        _model = model;
        _optimizer = optimizer;
        _state = state;
        _batch = batch;
        _lazy = batch.Lazy;
        _pieces = ParameterPiece.Cut(TModel.ParameterTensors, optimizer, _lazy?.Table.Offset ?? -1);
        _table = _pieces.FirstOrDefault(piece => piece.Lazy);
        if (_lazy is not null && optimizer.GradientAccumulationSteps > 1)
        {
            state.TrackRows(_lazy.Table.Rows);
        }
        bool norms = optimizer.ClipNorm is not null || optimizer.GlobalClipNorm is not null;
        _squares = new double[norms ? _pieces.Length + (_lazy?.MostChunks ?? 0) : 0];
        _groupSquares = new double[norms ? _pieces.Max(p => p.Group) + 1 : 0];
        _scales = new float[_groupSquares.Length];
        _add = (_, item) => AddItem(item);
        _prepare = (_, item) => Prepare(item);
        _apply = (_, item) => Apply(item);
        _prepareAndApply = (_, item) =>
        {
            Prepare(item);
            Apply(item);
        };
        _averageTable = (_, piece) => Average(_pieces[piece], lazy: true);
    }

    internal Optimizer Optimizer => _optimizer;

    /// <summary>The gradients of the batch, shards and penalties added up.</summary>
    internal void AddGradients() => _batch.Pool.Run(Items, _add);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Step()
    {
        _state.Advance();
        if (_lazy is not null && _optimizer.GradientAccumulationSteps > 1)
        {
            AccumulateRows();
        }
        if (_squares.Length == 0 || !_state.Updates)
        {
            _batch.Pool.Run(_state.Updates ? Items : _pieces.Length, _prepareAndApply);
        }
        else
        {
            _batch.Pool.Run(Items, _prepare);
            ComputeScales();
            _batch.Pool.Run(Items, _apply);
        }
        if (_lazy is not null && _optimizer.UseEma)
        {
            _batch.Pool.Run(_pieces.Length, _averageTable);
        }
    }

    internal void ApplyAverages()
    {
        if (!_optimizer.UseEma)
        {
            throw new InvalidOperationException("The optimizer keeps no averages; set UseEma.");
        }
        foreach (ParameterPiece piece in _pieces)
        {
            if (piece.Trainable && _state.Batches > 0)
            {
                Slice(_state.Averages.Span, piece).CopyTo(Slice(_model.Parameters, piece));
            }
        }
    }

    private void AddItem(int item)
    {
        if (item >= _pieces.Length)
        {
            AddRows(item - _pieces.Length);
        }
        else if (!_pieces[item].Lazy)
        {
            Add(_pieces[item]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<float> Add(ParameterPiece piece)
    {
        Span<float> gradients = _batch.AddGradients(piece.Start, piece.Length, isAdded: piece.Lazy);
        if (piece.Trainable)
        {
            Penalty.AddGradient(Slice(_model.Parameters, piece), piece.L1, piece.L2, gradients);
        }
        return gradients;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prepare(int item)
    {
        if (item >= _pieces.Length)
        {
            PrepareRows(item - _pieces.Length);
            return;
        }
        ParameterPiece piece = _pieces[item];
        if (piece.Lazy)
        {
            return;
        }
        Span<float> gradients = Add(piece);
        if (!piece.Trainable)
        {
            return;
        }
        if (_optimizer.GradientAccumulationSteps > 1)
        {
            Span<float> sum = Slice(_state.Accumulated.Span, piece);
            TensorPrimitives.Add(sum, gradients, sum);
            if (_state.Updates)
            {
                TensorPrimitives.Divide(sum, _optimizer.GradientAccumulationSteps, gradients);
                sum.Clear();
            }
        }
        if (_squares.Length > 0)
        {
            _squares[item] = TensorPrimitives.SumOfSquares<float>(gradients);
        }
    }

    private void ComputeScales()
    {
        double most = _optimizer.ClipNorm ?? _optimizer.GlobalClipNorm!.Value;
        Array.Clear(_groupSquares);
        for (int i = 0; i < _pieces.Length; i++)
        {
            _groupSquares[_pieces[i].Group] += _pieces[i].Trainable && !_pieces[i].Lazy ? _squares[i] : 0;
        }
        for (int i = _pieces.Length; i < Items; i++)
        {
            _groupSquares[_table.Group] += _squares[i];
        }
        for (int i = 0; i < _scales.Length; i++)
        {
            double norm = Math.Sqrt(_groupSquares[i]);
            _scales[i] = double.IsFinite(norm) ? (float)(most / Math.Max(norm, most)) : float.NaN;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Apply(int item)
    {
        if (item >= _pieces.Length)
        {
            ApplyRows(item - _pieces.Length);
            return;
        }
        ParameterPiece piece = _pieces[item];
        if (piece.Trainable && !piece.Lazy && _state.Updates)
        {
            Update(piece, Slice(_model.Parameters, piece), Slice(_batch.Gradients, piece), piece.Start);
        }
        Average(piece, lazy: false);
    }

    private void Update(in ParameterPiece piece, Span<float> parameters, Span<float> gradients, int start)
    {
        if (_scales.Length > 0)
        {
            TensorPrimitives.Multiply(gradients, _scales[piece.Group], gradients);
        }
        else if (_optimizer.ClipValue is double most)
        {
            TensorPrimitives.Clamp(gradients, -(float)most, (float)most, gradients);
        }
        if (piece.Decays)
        {
            TensorPrimitives.Multiply(parameters, (float)(1 - _optimizer.WeightDecay * _state.LearningRate), parameters);
        }
        _optimizer.Update(parameters, gradients, _state, start);
    }

    // a <- m a + (1 - m) w; until the first update is complete there is no a yet, and m is 0
    private void Average(ParameterPiece piece, bool lazy)
    {
        if (!_optimizer.UseEma || !piece.Trainable || piece.Lazy != lazy)
        {
            return;
        }
        ReadOnlySpan<float> parameters = Slice(_model.Parameters, piece);
        Span<float> averages = Slice(_state.Averages.Span, piece);
        if (_state.Batches <= _optimizer.GradientAccumulationSteps)
        {
            parameters.CopyTo(averages);
            return;
        }
        TensorPrimitives.Multiply(averages, (float)_optimizer.EmaMomentum, averages);
        TensorPrimitives.MultiplyAdd(parameters, (float)(1 - _optimizer.EmaMomentum), averages, averages);
    }

    private static Span<float> Slice(Span<float> all, ParameterPiece piece) => all.Slice(piece.Start, piece.Length);
}
