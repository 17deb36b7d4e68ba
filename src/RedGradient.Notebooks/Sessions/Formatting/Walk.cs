using System.Diagnostics;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>
/// The way through a value that is being shown: how deep, how much and how long so far, and what stands above. A value of any shape ends:
/// one that holds itself is named a cycle, and what is too deep or too much is left out, with a word.
/// </summary>
internal sealed class Walk
{
    private const int MostLevels = 6;
    private const int MostCharacters = 100_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);
    private readonly List<object> _above = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _characters;

    /// <summary>Whether as much has been shown as may be; asked at every item, it also ends the walk when the cell was interrupted.</summary>
    public bool IsOver
    {
        get
        {
            CellLanguage.Checkpoint();
            return _characters > MostCharacters || Stopwatch.GetElapsedTime(_start) > MostTime;
        }
    }

    /// <summary>Goes into a value with <paramref name="show"/>, unless it is not to be gone into.</summary>
    public string Into(object value, Func<string> show)
    {
        if (!value.GetType().IsValueType && _above.Exists(above => ReferenceEquals(above, value))) return $"(cycle: {TypeNames.Of(value.GetType())})";
        if (_above.Count >= MostLevels || IsOver) return "…";
        _above.Add(value);
        try { return show(); }
        finally { _above.RemoveAt(_above.Count - 1); }
    }

    /// <summary>The first items of a sequence, fewer when they take too long to come; and whether these are all.</summary>
    public (List<object?> Items, bool IsWhole) Take(System.Collections.IEnumerable sequence, int most)
    {
        var items = new List<object?>();
        foreach (var item in sequence)
        {
            if (items.Count == most) return (items, false);
            items.Add(item);
            if (IsOver) return (items, false);
        }

        return (items, true);
    }

    /// <summary>Counts a text that is to be shown, and cuts one that is too long.</summary>
    public string Count(string text)
    {
        _characters += text.Length;
        return Cut(text);
    }

    /// <summary>Cuts a text that is too long for a notebook.</summary>
    public static string Cut(string text, int most = MostCharacters)
    {
        if (text.Length <= most) return text;
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length - end} more characters)");
    }
}
