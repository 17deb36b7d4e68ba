using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>The XML documentation of one symbol, as text.</summary>
internal sealed partial class Documentation
{
    private readonly XElement _root;

    private Documentation(XElement root) => _root = root;

    public string Summary => Text(_root.Element("summary"));

    /// <summary>The documentation, also where it is inherited; null when there is none.</summary>
    public static Documentation? Of(ISymbol symbol)
    {
        for (ISymbol? current = symbol.OriginalDefinition; current is not null; current = Inherited(current))
        {
            if (Read(current.GetDocumentationCommentXml()) is not { } root) return null;
            if (root.Element("inheritdoc") is null) return new Documentation(root);
        }

        return null;
    }

    public IEnumerable<DocumentationSection> Sections()
    {
        if (Summary is { Length: > 0 } summary) yield return new DocumentationSection("", [("", summary)]);
        foreach (var (title, element) in ((string, string)[])[("Parameters", "param"), ("Type parameters", "typeparam"), ("Returns", "returns"), ("Value", "value"), ("Throws", "exception"), ("Remarks", "remarks")])
        {
            var entries = _root.Elements(element).Select(each => (Name(each), Text(each))).Where(entry => entry.Item2.Length > 0).ToList();
            if (entries.Count > 0) yield return new DocumentationSection(title, entries);
        }
    }

    private static XElement? Read(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml)) return null;
        // The compiler gives one element or the elements in a row, as they were written.
        try { return xml.TrimStart().StartsWith("<member", StringComparison.Ordinal) || xml.TrimStart().StartsWith("<doc", StringComparison.Ordinal) ? XElement.Parse(xml) : XElement.Parse($"<member>{xml}</member>"); }
        catch (XmlException) { return null; }
    }

    private static ISymbol? Inherited(ISymbol symbol)
    {
        var overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            INamedTypeSymbol type => type.Interfaces.FirstOrDefault() ?? (ISymbol?)type.BaseType,
            _ => null,
        };
        return overridden ?? symbol.ContainingType?.AllInterfaces.SelectMany(each => each.GetMembers())
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
    }

    private static string Name(XElement element) => (string?)element.Attribute("name") ?? Short((string?)element.Attribute("cref")) ?? "";

    private static string? Short(string? reference)
    {
        if (reference is null) return null;
        var path = reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        var names = path.Replace(".#ctor", "", StringComparison.Ordinal).Split('.');
        var name = reference.StartsWith("M:", StringComparison.Ordinal) || reference.StartsWith("P:", StringComparison.Ordinal) || reference.StartsWith("F:", StringComparison.Ordinal)
            ? string.Join('.', names[^Math.Min(2, names.Length)..])
            : names[^1];
        return name.Split('`')[0];
    }

    private static string Text(XElement? element) => element is null ? "" : Lines().Replace(Spaces().Replace(Raw(element), " "), "\n").Trim();

    private static string Raw(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => see.Value.Length > 0 ? see.Value : Short((string?)see.Attribute("cref")) ?? (string?)see.Attribute("langword") ?? (string?)see.Attribute("href") ?? "",
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => Name(reference),
        XElement { Name.LocalName: "br" } => "\u2028",
        XElement { Name.LocalName: "para" or "item" or "code" or "list" } block => "\u2028" + (block.Name.LocalName == "code" ? block.Value.Trim().Replace("\n", "\u2028", StringComparison.Ordinal) : Raw(block)) + "\u2028",
        XElement inner => Raw(inner),
        _ => "",
    }));

    // Line ends of the source mean nothing; those the text asks for travel as U+2028.
    [GeneratedRegex("[ \\t\\r\\n]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(" *\u2028[ \u2028]*")]
    private static partial Regex Lines();
}
