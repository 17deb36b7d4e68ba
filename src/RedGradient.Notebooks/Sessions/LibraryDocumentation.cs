using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The XML documentation that lies beside a library, read when it is first asked for.</summary>
internal sealed class LibraryDocumentation(string path) : DocumentationProvider
{
    private readonly Lazy<Dictionary<string, string>> _members = new(() => Read(path));

    public override bool Equals(object? obj) => obj is LibraryDocumentation other && other.FilePath == path;

    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.Value.GetValueOrDefault(documentationMemberID);

    private string FilePath => path;

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member")
                .Where(member => member.Attribute("name") is not null)
                .GroupBy(member => member.Attribute("name")!.Value)
                .ToDictionary(group => group.Key, group => group.First().ToString(SaveOptions.DisableFormatting));
        }
        catch (Exception exception) when (exception is IOException or XmlException)
        {
            // Documentation is a courtesy: without it cells run all the same.
            return [];
        }
    }
}
