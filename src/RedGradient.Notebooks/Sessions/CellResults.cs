using System.Globalization;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The values of earlier cells: <c>Out[n]</c>. The latest hundred are kept.</summary>
public sealed class CellResults
{
    private const int Most = 100;
    private readonly Dictionary<int, object> _values = [];
    private readonly Queue<int> _order = new();

    internal CellResults()
    {
    }

    /// <summary>The value of the latest cell that had one; null before the first.</summary>
    public object? Last { get; private set; }

    /// <summary>The value of a cell, as a <c>dynamic</c>: it is used as what it is.</summary>
    /// <param name="number">The number beside the cell.</param>
    /// <exception cref="KeyNotFoundException">The cell had no value, or one so long ago that it is no longer kept.</exception>
    public dynamic this[int number] => _values.TryGetValue(number, out var value)
        ? value
        : throw new KeyNotFoundException(string.Create(CultureInfo.InvariantCulture, $"There is no Out[{number}]: the cell had no value, or it is not among the latest {Most}."));

    internal void Add(int number, object value)
    {
        // What a client evaluates on the side has the number of the cell before it, and leaves its value alone.
        if (!_values.TryAdd(number, value)) return;
        _order.Enqueue(number);
        Last = value;
        while (_order.Count > Most) _values.Remove(_order.Dequeue());
    }
}
