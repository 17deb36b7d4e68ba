namespace RedGradient.Notebooks.Sessions;

/// <summary>A value that stands displayed and can be replaced by another.</summary>
public sealed class DisplayedValue
{
    private readonly Action<object?> _update;

    internal DisplayedValue(string displayId, Action<object?> update)
    {
        DisplayId = displayId;
        _update = update;
    }

    /// <summary>The identity of the display, the same in every run.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in the place of the one displayed.</summary>
    /// <param name="updatedValue">The value to show from now on.</param>
    public void Update(object? updatedValue) => _update(updatedValue);
}
