using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>A cell that asks what something is: <c>name?</c>, <c>name??</c> or <c>?name</c>, as in IPython.</summary>
/// <param name="Expression">What is asked about.</param>
/// <param name="WithMembers">Whether the members of a type are wanted too, which two marks say.</param>
internal sealed partial record CellHelp(string Expression, bool WithMembers)
{
    public int Position => Expression.TrimEnd(')', '(', ' ').Length;

    /// <summary>The question; null for a cell that is none.</summary>
    public static CellHelp? Find(string code)
    {
        if (!code.Contains('?', StringComparison.Ordinal) || code.Length > 400) return null;
        var match = Question().Match(code);
        if (!match.Success) return null;
        var marks = match.Groups["before"].Value + match.Groups["after"].Value;
        return marks.Length == 0 ? null : new CellHelp(match.Groups["name"].Value, marks.Length > 1);
    }

    // Nothing of this shape is a statement of C#.
    [GeneratedRegex(@"^\s*(?<before>\?{0,2})(?<name>[\p{L}_][\p{L}\p{N}_]*(<[\w<>, .]+>)?(\.[\p{L}_][\p{L}\p{N}_]*(<[\w<>, .]+>)?)*(\(\))?)(?<after>\?{0,2})\s*$")]
    private static partial Regex Question();
}
