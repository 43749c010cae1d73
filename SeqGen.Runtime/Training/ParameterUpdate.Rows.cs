using System;
using System.Numerics.Tensors;

namespace SeqGen.Training;

/// <content>The rows of a lazily updated table: what happens to pieces happens to chunks of these, and to no others.</content>
internal sealed partial class ParameterUpdate<TModel>
{
    private readonly LazyRows? _lazy;

    // Any piece of the table: how all of it is treated.
    private readonly ParameterPiece _table;

    private int Items => _pieces.Length + (_lazy?.Chunks ?? 0);

    private ParameterPiece RowPiece(int row) =>
        _table with { Start = _lazy!.Table.Offset + (row * _lazy.Table.Dimensions), Length = _lazy.Table.Dimensions };

    private void AddRows(int chunk)
    {
        // The shards are added up already, and mostly nothing is left to do.
        if (_table.L1 == 0 && _table.L2 == 0 && _batch.GradientScale == 1)
        {
            return;
        }
        foreach (int row in _lazy!.Chunk(chunk))
        {
            Add(RowPiece(row));
        }
    }

    private void PrepareRows(int chunk)
    {
        // Where gradients are accumulated, their mean is there already.
        if (_optimizer.GradientAccumulationSteps == 1)
        {
            AddRows(chunk);
        }
        if (_squares.Length > 0)
        {
            double sum = 0;
            foreach (int row in _lazy!.Chunk(chunk))
            {
                sum += TensorPrimitives.SumOfSquares<float>(_lazy.Slice(_batch.Gradients, row));
            }
            _squares[_pieces.Length + chunk] = sum;
        }
    }

    private void ApplyRows(int chunk)
    {
        Span<float> parameters = _model.Parameters, gradients = _batch.Gradients;
        int dimensions = _lazy!.Table.Dimensions;
        foreach (int row in _lazy.Chunk(chunk))
        {
            int start = _lazy.Table.Offset + (row * dimensions);
            Update(_table, parameters.Slice(start, dimensions), gradients.Slice(start, dimensions), start);
        }
    }

    // Adds the batch's rows to the sums and marks them; before an update the rows become those of all its batches, the gradients their means.
    private void AccumulateRows()
    {
        Span<float> marks = _state.Touched.Span, sums = _state.Accumulated.Span, gradients = _batch.Gradients;
        foreach (int row in _lazy!.Rows)
        {
            Span<float> sum = _lazy.Slice(sums, row);
            TensorPrimitives.Add(sum, Add(RowPiece(row)), sum);
            marks[row] = 1;
        }
        if (_state.Updates)
        {
            _lazy.TakeMarked(marks);
            foreach (int row in _lazy.Rows)
            {
                Span<float> sum = _lazy.Slice(sums, row);
                TensorPrimitives.Divide(sum, _optimizer.GradientAccumulationSteps, _lazy.Slice(gradients, row));
                sum.Clear();
            }
        }
    }
}
