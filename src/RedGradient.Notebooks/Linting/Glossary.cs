using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Linting;

/// <summary>The course's terms, from <c>notebooks/GLOSSARY.md</c>.</summary>
/// <remarks>
/// An entry is a heading <c>### term</c> and a paragraph whose last sentence is <c>First used in [lesson N](NN-topic.ipynb).</c> A lesson links to it as
/// <c>[term](GLOSSARY.md#term)</c>.
/// </remarks>
public sealed partial class Glossary
{
    /// <summary>The file's name, beside the lessons.</summary>
    public const string FileName = "GLOSSARY.md";

    private readonly Dictionary<string, GlossaryTerm> byAnchor;

    private Glossary(string text, List<GlossaryTerm> terms)
    {
        Text = text;
        Terms = terms;
        byAnchor = terms.GroupBy(term => term.Anchor, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    /// <summary>The whole file.</summary>
    public string Text { get; }

    /// <summary>The entries in the file's order.</summary>
    public IReadOnlyList<GlossaryTerm> Terms { get; }

    /// <summary>Reads the file's text.</summary>
    /// <param name="text">Markdown.</param>
    public static Glossary Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var terms = new List<GlossaryTerm>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("### ", StringComparison.Ordinal)) continue;
            var explanation = string.Join('\n', lines.Skip(i + 1).TakeWhile(line => !line.StartsWith('#'))).Trim();
            var first = FirstUse().Match(explanation);
            var name = lines[i][4..].Trim();
            terms.Add(new GlossaryTerm(
                name,
                AnchorOf(name),
                first.Success ? explanation[..first.Index].TrimEnd() : explanation,
                first.Success ? int.Parse(first.Groups[1].Value, CultureInfo.InvariantCulture) : null,
                i + 1));
        }

        return new Glossary(text, terms);
    }

    /// <summary>The glossary beside the lessons; null where there is none.</summary>
    /// <param name="folder">The folder of the lessons.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Glossary? Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Parse(File.ReadAllText(path)) : null;
    }

    /// <summary>The entry that a link's anchor means; null where there is none.</summary>
    /// <param name="anchor">The part after <c>#</c>; capitals do not matter.</param>
    public GlossaryTerm? Find(string anchor)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        return byAnchor.GetValueOrDefault(anchor.ToLowerInvariant());
    }

    /// <summary>The entries whose form is not the file's: no first use, or out of the alphabet.</summary>
    /// <returns>Findings with the file's lines.</returns>
    public IReadOnlyList<LintFinding> Check()
    {
        var findings = Terms.Where(term => term.Lesson is null)
            .Select(term => new LintFinding(FileName, null, term.Line, "glossary", $"The entry \"{term.Name}\" does not end in \"First used in [lesson N](…).\"."));
        var order = Terms.Zip(Terms.Skip(1)).Where(pair => string.Compare(pair.First.Name, pair.Second.Name, StringComparison.OrdinalIgnoreCase) >= 0)
            .Select(pair => new LintFinding(FileName, null, pair.Second.Line, "glossary", $"\"{pair.Second.Name}\" stands after \"{pair.First.Name}\"; entries are in the order of the alphabet, each once."));
        return [.. findings.Concat(order).OrderBy(finding => finding.Line)];
    }

    /// <summary>The anchor of a heading, as GitHub makes it.</summary>
    private static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var character in heading)
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_') anchor.Append(char.ToLowerInvariant(character));
            else if (character == ' ') anchor.Append('-');
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"First used in \[lesson ([0-9]+)\]\([^)]*\)\.\s*\z")]
    private static partial Regex FirstUse();
}
