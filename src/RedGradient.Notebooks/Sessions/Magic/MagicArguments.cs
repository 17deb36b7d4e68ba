using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>The arguments of a magic command: options, each with a value, and words without a name.</summary>
internal sealed partial class MagicArguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="text">The line behind the command's name.</param>
    /// <param name="flags">The options that take no value.</param>
    public MagicArguments(string text, params string[] flags)
    {
        string? name = null;
        foreach (Match word in Words().Matches(text))
        {
            var value = word.Groups["quoted"].Success ? word.Groups["start"].Value + word.Groups["quoted"].Value : word.Value;
            if (name is null && word.Value.StartsWith("--", StringComparison.Ordinal))
            {
                if (Array.Exists(flags, flag => string.Equals(flag, word.Value, StringComparison.OrdinalIgnoreCase))) _options[word.Value] = "";
                else name = word.Value;
            }
            else if (name is not null)
            {
                _options[name] = value;
                IsQuoted |= name == "--value" && word.Groups["quoted"].Success;
                name = null;
            }
            else
            {
                Rest.Add(value);
            }
        }

        Unfinished = name;
    }

    /// <summary>The words that belong to no option.</summary>
    public List<string> Rest { get; } = [];

    /// <summary>An option at the end that has no value; null when there is none.</summary>
    public string? Unfinished { get; }

    /// <summary>Whether the value stood in quotation marks, and so is a text.</summary>
    public bool IsQuoted { get; }

    public IEnumerable<string> Names => _options.Keys;

    public string? this[string option] => _options.GetValueOrDefault(option);

    [GeneratedRegex("""(?<start>@[A-Za-z]+:)?"(?<quoted>[^"]*)"|\S+""")]
    private static partial Regex Words();
}
