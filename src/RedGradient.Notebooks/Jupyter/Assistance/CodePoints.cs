namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>Positions in a text: Jupyter counts characters of Unicode, .NET units of UTF-16.</summary>
internal static class CodePoints
{
    /// <summary>The index that a count of characters means; the text's end when it lies beyond.</summary>
    public static int ToIndex(string text, int characters)
    {
        var index = 0;
        for (; characters > 0 && index < text.Length; characters--) index += IsPair(text, index) ? 2 : 1;
        return index;
    }

    /// <summary>The number of characters before an index.</summary>
    public static int FromIndex(string text, int index)
    {
        var characters = 0;
        for (var at = 0; at < index; characters++) at += IsPair(text, at) ? 2 : 1;
        return characters;
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
