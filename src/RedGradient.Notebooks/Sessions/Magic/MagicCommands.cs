namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>The magic commands, and what each does in a sentence.</summary>
internal static class MagicCommands
{
    public static IReadOnlyList<(string Name, string Use, string Help)> All { get; } =
    [
        ("#!about", "#!about", "Says which kernel this is."),
        ("#!csharp", "#!csharp, #!c#", "What follows is C#."),
        ("#!html", "#!html", "Shows what follows as HTML."),
        ("#!import", "#!import FILE", "Runs a notebook (.ipynb, .dib) or a file (.cs, .csx), or shows one (.html, .js, .md, .mermaid)."),
        ("#!javascript", "#!javascript, #!js", "Runs what follows in the browser."),
        ("#!lsmagic", "#!lsmagic", "Lists these commands."),
        ("#!markdown", "#!markdown, #!md", "Shows what follows as Markdown."),
        ("#!mermaid", "#!mermaid", "Shows what follows as a Mermaid diagram, where the notebook draws them."),
        ("#!set", "#!set --name NAME --value VALUE", "Makes a variable of a number, true, false, a text, @csharp:EXPRESSION, @input:PROMPT or @password:PROMPT."),
        ("#!share", "#!share --from csharp NAME [--as OTHER]", "Gives a variable a second name; values are shared within C#."),
        ("#!time", "#!time", "Measures what follows in this cell."),
        ("#!who", "#!who", "Lists the variables."),
        ("#!whos", "#!whos", "Lists the variables with their types and values."),
        ("#i", "#i \"nuget:SOURCE\"", "Adds a source of packages: an address or a folder."),
        ("#r", "#r \"nuget: NAME, VERSION\"", "Adds a package; #r \"FILE\" adds a library."),
        ("NAME?", "NAME?", "Shows the documentation of a name."),
    ];

    /// <summary>What to say to a command that is not here.</summary>
    public static string Missing(string name) => name switch
    {
        "connect" => "#!connect is not here: this kernel has no other kernels to connect to. Use the package of your database in C#: #r \"nuget: NAME\".",
        "log" => "#!log is not here: the kernel keeps no log.",
        _ => $"There is no magic command #!{name} here; #!lsmagic lists those there are.",
    };
}
