namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>The languages that a cell can name, by their names in polyglot notebooks.</summary>
internal static class MagicLanguages
{
    public const string CSharp = "csharp";

    private static readonly Dictionary<string, (string Name, CellPartKind Kind)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [CSharp] = (CSharp, CellPartKind.Code),
        ["c#"] = (CSharp, CellPartKind.Code),
        ["html"] = ("html", CellPartKind.Shown),
        ["javascript"] = ("javascript", CellPartKind.Shown),
        ["js"] = ("javascript", CellPartKind.Shown),
        ["markdown"] = ("markdown", CellPartKind.Shown),
        ["md"] = ("markdown", CellPartKind.Shown),
        ["mermaid"] = ("mermaid", CellPartKind.Shown),
        ["fsharp"] = ("F#", CellPartKind.Foreign),
        ["f#"] = ("F#", CellPartKind.Foreign),
        ["pwsh"] = ("PowerShell", CellPartKind.Foreign),
        ["powershell"] = ("PowerShell", CellPartKind.Foreign),
        ["vb"] = ("Visual Basic", CellPartKind.Foreign),
        ["vbnet"] = ("Visual Basic", CellPartKind.Foreign),
        ["sql"] = ("SQL", CellPartKind.Foreign),
        ["kql"] = ("Kusto (KQL)", CellPartKind.Foreign),
        ["http"] = ("HTTP requests", CellPartKind.Foreign),
        ["python"] = ("Python", CellPartKind.Foreign),
        ["r"] = ("R", CellPartKind.Foreign),
        ["julia"] = ("Julia", CellPartKind.Foreign),
        ["typescript"] = ("TypeScript", CellPartKind.Foreign),
        ["bash"] = ("Bash", CellPartKind.Foreign),
        ["value"] = ("the value store", CellPartKind.Foreign),
    };

    public static (string Name, CellPartKind Kind)? Find(string name) =>
        Known.TryGetValue(name, out var found) ? found
        // A connection to a database is a kernel of its own there: sql-adventureworks, kql-logs.
        : name.StartsWith("sql-", StringComparison.OrdinalIgnoreCase) ? ("SQL", CellPartKind.Foreign)
        : name.StartsWith("kql-", StringComparison.OrdinalIgnoreCase) ? ("Kusto (KQL)", CellPartKind.Foreign)
        : null;

    /// <summary>The names that complete <c>#!</c>: those of the languages that are here.</summary>
    public static IEnumerable<string> Offered => Known.Where(each => each.Value.Kind != CellPartKind.Foreign).Select(each => each.Key);

    public static string Missing(string name) =>
        $"{name} is not here: this kernel runs C#, and shows HTML, JavaScript, Markdown and Mermaid. The cell was not run.";
}
