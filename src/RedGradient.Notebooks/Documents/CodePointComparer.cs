namespace RedGradient.Notebooks.Documents;

/// <summary>Orders strings by code point, as Python does; ordinal order in .NET is by UTF-16 unit and differs beyond U+FFFF.</summary>
internal sealed class CodePointComparer : IComparer<string>
{
    internal static CodePointComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return x is null ? (y is null ? 0 : -1) : 1;
        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            if (x[i] != y[i])
                return Rank(x[i]) - Rank(y[i]);
        }

        return x.Length - y.Length;
    }

    // Surrogates stand for code points above every other UTF-16 unit.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
