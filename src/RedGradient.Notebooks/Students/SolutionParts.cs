using System.Globalization;

namespace RedGradient.Notebooks.Students;

/// <summary>Cuts code at the solution markers.</summary>
internal static class SolutionParts
{
    internal static IReadOnlyList<SolutionPart> Of(string source, string place)
    {
        var parts = new List<SolutionPart>();
        var current = new List<string>();
        var lines = source.Split('\n');
        var begin = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            switch (lines[i].Trim())
            {
                case StudentCopy.BeginMarker when begin >= 0:
                    throw Wrong(place, i, $"a second \"{StudentCopy.BeginMarker}\" inside the block that begins on line {Number(begin)}; blocks cannot be nested");
                case StudentCopy.BeginMarker:
                    Close(false, "");
                    begin = i;
                    break;
                case StudentCopy.EndMarker when begin < 0:
                    throw Wrong(place, i, $"\"{StudentCopy.EndMarker}\" without \"{StudentCopy.BeginMarker}\" before it");
                case StudentCopy.EndMarker:
                    Close(true, lines[begin][..^lines[begin].TrimStart().Length]);
                    begin = -1;
                    break;
                case var line when LooksLikeMarker(line):
                    throw Wrong(place, i, $"the solution marker was \"{line}\"; allowed: \"{StudentCopy.BeginMarker}\" or \"{StudentCopy.EndMarker}\", alone on its line");
                default:
                    current.Add(lines[i]);
                    break;
            }
        }

        if (begin >= 0)
            throw Wrong(place, begin, $"\"{StudentCopy.BeginMarker}\" without \"{StudentCopy.EndMarker}\" after it");
        Close(false, "");
        return parts;

        void Close(bool isSolution, string indentation)
        {
            if (isSolution || current.Count > 0)
                parts.Add(new SolutionPart(isSolution, indentation, [.. current]));
            current.Clear();
        }
    }

    // A marker that is misspelt must not leave the solution in the student's copy.
    private static bool LooksLikeMarker(string line)
    {
        var comment = line.IndexOf("//", StringComparison.Ordinal);
        if (comment < 0)
            return false;
        var words = line[comment..].Replace(" ", "", StringComparison.Ordinal).Replace("#", "", StringComparison.Ordinal);
        return words.Contains("//BEGINSOLUTION", StringComparison.OrdinalIgnoreCase) || words.Contains("//ENDSOLUTION", StringComparison.OrdinalIgnoreCase);
    }

    private static FormatException Wrong(string place, int line, string problem) => new($"{place}, line {Number(line)}: {problem}.");

    private static string Number(int line) => (line + 1).ToString(CultureInfo.InvariantCulture);
}
