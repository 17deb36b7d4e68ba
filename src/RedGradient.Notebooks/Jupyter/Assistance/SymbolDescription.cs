using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>What a reader should know of a symbol: how it is declared, where it belongs, and what its documentation says.</summary>
/// <param name="symbols">The symbol, or the overloads that are meant.</param>
/// <param name="withMembers">Whether the members of a type are listed too.</param>
internal sealed class SymbolDescription(IReadOnlyList<ISymbol> symbols, bool withMembers)
{
    private const int MostForms = 12;

    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(Declaration(symbols[0])).Append('\n');
        foreach (var section in Sections())
        {
            text.Append('\n');
            if (section.Title.Length > 0) text.Append(section.Title).Append('\n');
            foreach (var (name, body) in section.Entries)
            {
                if (section.Title.Length > 0) text.Append("    ");
                text.Append(name.Length > 0 ? name + ": " : "").Append(body).Append('\n');
            }
        }

        if (Place() is { } place) text.Append("\nin ").Append(place);
        return text.ToString().TrimEnd('\n');
    }

    public string ToHtml()
    {
        var html = new StringBuilder("<pre>").Append(WebUtility.HtmlEncode(Declaration(symbols[0]))).Append("</pre>");
        foreach (var section in Sections())
        {
            if (section.Title.Length > 0) html.Append("<p><b>").Append(WebUtility.HtmlEncode(section.Title)).Append("</b></p>");
            foreach (var (name, body) in section.Entries)
            {
                html.Append("<p>");
                if (name.Length > 0) html.Append("<code>").Append(WebUtility.HtmlEncode(name)).Append("</code>: ");
                html.Append(WebUtility.HtmlEncode(body).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
            }
        }

        if (Place() is { } place) html.Append("<p>in <code>").Append(WebUtility.HtmlEncode(place)).Append("</code></p>");
        return html.ToString();
    }

    private static string Declaration(ISymbol symbol) => symbol.ToDisplayString(Signatures.Declaration);

    private string? Place() => symbols[0] is INamespaceSymbol || symbols[0].ContainingNamespace is not { IsGlobalNamespace: false } space ? null : space.ToDisplayString();

    // The summary comes early: a notebook's tooltip shows four lines.
    private IEnumerable<DocumentationSection> Sections()
    {
        var documented = symbols.FirstOrDefault(symbol => Documentation.Of(symbol) is not null);
        // A variable has no documentation; that of its type says what it is.
        documented ??= symbols[0] switch
        {
            ILocalSymbol local => local.Type,
            IFieldSymbol field => field.Type,
            IParameterSymbol parameter => parameter.Type,
            IPropertySymbol property => property.Type,
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType,
            _ => null,
        };
        var sections = documented is null ? [] : Documentation.Of(documented)?.Sections() ?? [];
        if (symbols.Count > 1) sections = sections.Append(new DocumentationSection("Other forms", [.. symbols.Skip(1).Take(MostForms).Select(symbol => ("", Declaration(symbol)))]));
        return withMembers && symbols[0] is INamedTypeSymbol type ? sections.Append(Members(type)) : sections;
    }

    private static DocumentationSection Members(INamedTypeSymbol type) => new("Members", [.. type.GetMembers()
        .Where(member => member.DeclaredAccessibility == Accessibility.Public && CompletionItems.IsOffered(member))
        .Select(member => (Declaration(member), Documentation.Of(member)?.Summary ?? ""))]);
}
