using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>The commands <c>#!set</c> and <c>#!share</c>, as the C# that does the same.</summary>
internal static class MagicAssignment
{
    /// <exception cref="FormatException">The arguments mean nothing; the message is a sentence.</exception>
    public static string Set(string text, Func<InputRequest, string?> ask)
    {
        var arguments = new MagicArguments(text, "--byref");
        Check(arguments, "#!set", "--name", "--value", "--byref", "--mime-type");
        var name = arguments["--name"];
        if (!MagicValue.IsName(name)) throw new FormatException($"#!set {(name is null ? "has no name" : $"was given the name \"{name}\"")}; write #!set --name NAME --value VALUE, the name as a variable's.");
        var value = arguments["--value"] ?? throw new FormatException($"#!set has no value for {name}; write #!set --name {name} --value VALUE.");
        if (!value.StartsWith('@') || !value.Contains(':', StringComparison.Ordinal)) return $"var {name} = {MagicValue.Literal(value, arguments.IsQuoted)};";
        var (source, rest) = (value[1..value.IndexOf(':', StringComparison.Ordinal)], value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        switch (source.ToLowerInvariant())
        {
            case "input" or "password":
                var answer = ask(new InputRequest(rest.Length > 0 ? rest : name!, IsPassword: source.Equals("password", StringComparison.OrdinalIgnoreCase))) ?? "";
                return $"var {name} = {SymbolDisplay.FormatLiteral(answer, quote: true)};";
            case "csharp" or "c#":
                return $"var {name} = {rest};";
            default:
                throw new FormatException($"Values of \"{source}\" are not here: #!set takes @csharp:EXPRESSION, @input:PROMPT and @password:PROMPT.");
        }
    }

    /// <returns>The C#; null when the variable is there already under its name.</returns>
    /// <exception cref="FormatException">The arguments mean nothing; the message is a sentence.</exception>
    public static string? Share(string text)
    {
        var arguments = new MagicArguments(text);
        Check(arguments, "#!share", "--from", "--as", "--mime-type");
        var name = arguments.Rest.FirstOrDefault() ?? throw new FormatException("#!share names no variable; write #!share --from csharp NAME, with --as OTHER for a second name.");
        var from = arguments["--from"] ?? throw new FormatException($"#!share does not say from where; write #!share --from csharp {name}.");
        if (MagicLanguages.Find(from) is not { Name: MagicLanguages.CSharp }) throw new FormatException($"#!share cannot take {name} from \"{from}\": values are shared within C# only.");
        var other = arguments["--as"] ?? name;
        foreach (var each in (string[])[name, other])
        {
            if (!MagicValue.IsName(each)) throw new FormatException($"#!share was given the name \"{each}\", which no variable can have.");
        }

        // Naming it, so that a variable that is not there is an error here.
        return other == name ? $"_ = {name};" : $"var {other} = {name};";
    }

    private static void Check(MagicArguments arguments, string command, params string[] allowed)
    {
        if (arguments.Unfinished is { } unfinished) throw new FormatException($"{command} has no value for {unfinished}.");
        foreach (var name in arguments.Names)
        {
            if (!allowed.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new FormatException($"{command} has no option {name}; there are {string.Join(", ", allowed)}.");
        }
    }
}
