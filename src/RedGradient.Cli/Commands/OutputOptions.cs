using System.CommandLine;

namespace RedGradient.Cli.Commands;

/// <summary>The options of every command that writes files, the same for all.</summary>
internal static class OutputOptions
{
    /// <summary><c>--out</c>: a folder.</summary>
    /// <param name="description">What it is for, with its default.</param>
    public static Option<string?> Folder(string description) => Text("--out", description, "the path of a folder");

    /// <summary><c>--force</c>.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Replace files that are there, also those that this command did not write or that were changed since." };

    /// <summary>An option with a text that must be given and not be empty.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="wanted">What to give, in words.</param>
    public static Option<string?> Text(string name, string description, string wanted)
    {
        var option = new Option<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && (result.Tokens.Count == 0 || string.IsNullOrWhiteSpace(result.Tokens[0].Value))) result.AddError($"{name} needs {wanted} after it; none was given");
        });
        return option;
    }
}
