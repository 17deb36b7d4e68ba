using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>
/// The formatters that a type names by the convention of .NET Interactive: an attribute called <c>TypeFormatterSourceAttribute</c> on the class or a
/// base class. Only names count, so that neither side refers to the other.
/// </summary>
internal sealed class ConventionFormatters
{
    private const string AttributeName = "TypeFormatterSourceAttribute";
    private const string Plotly = "application/vnd.plotly.v1+json";
    private const string Slider = "application/vnd.redgradient.slider+json";
    private const string PlainType = "text/plain";
    // Types of cells come and go with them, and must not be held here.
    private static readonly ConditionalWeakTable<Type, ConventionFormatters> Known = [];
    private readonly List<(string MimeType, object Formatter, MethodInfo Format)> _formatters;

    private ConventionFormatters(List<(string, object, MethodInfo)> formatters) => _formatters = formatters;

    public static ConventionFormatters? Find(Type type) => Known.GetValue(type, Read) is { _formatters.Count: > 0 } found ? found : null;

    public JsonObject Format(object value)
    {
        var bundle = new JsonObject();
        foreach (var (mimeType, formatter, format) in _formatters)
        {
            if (Write(formatter, format, value) is not { } text) continue;
            bundle[mimeType] = mimeType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text) : text;
        }

        if (!bundle.ContainsKey(PlainType)) bundle[PlainType] = PlainText.Of(value);
        return bundle;
    }

    /// <summary>The value as text, or null when its type names no formatter for text.</summary>
    public string? Text(object value)
    {
        var plain = _formatters.Find(each => each.MimeType == PlainType);
        return plain.Formatter is null ? null : Write(plain.Formatter, plain.Format, value);
    }

    private static string? Write(object formatter, MethodInfo format, object value)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        return format.Invoke(formatter, [value, writer]) is true ? writer.ToString() : null;
    }

    private static ConventionFormatters Read(Type type)
    {
        var formatters = new List<(string, object, MethodInfo)>();
        var attribute = Bases(type).SelectMany(each => each.GetCustomAttributes(inherit: false)).FirstOrDefault(each => each.GetType().Name == AttributeName);
        if (attribute is null || Property(attribute, "FormatterSourceType") is not Type sourceType) return new(formatters);
        var source = Activator.CreateInstance(sourceType)!;
        if (sourceType.GetMethod("CreateTypeFormatters", [])?.Invoke(source, null) is not IEnumerable created) return new(formatters);
        var preferred = (Property(attribute, "PreferredMimeTypes") as IEnumerable)?.OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var formatter in created)
        {
            if (Property(formatter, "MimeType") is not string mimeType || formatter.GetType().GetMethod("Format") is not { } format) continue;
            // Without a list the first formatter is the preferred one.
            var isWanted = preferred is { Count: > 0 } ? preferred.Contains(mimeType) : formatters.Count == 0;
            if (isWanted || mimeType is Plotly or Slider or PlainType) formatters.Add((mimeType, formatter, format));
        }

        return new(formatters);
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType) yield return current;
    }

    private static object? Property(object target, string name) => target.GetType().GetProperty(name)?.GetValue(target);
}
