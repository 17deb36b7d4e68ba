using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>
/// Lets <c>_</c> mean the value of the latest cell, where it means nothing to the compiler: a discard stays a discard, and a variable of that name
/// stays one.
/// </summary>
internal static partial class EarlierResult
{
    public static string Insert(Session session, string code)
    {
        if (session.Results.Last is not { } value || !Underscore().IsMatch(code)) return code;
        var (compilation, tree) = session.Analyze(code);
        var spans = compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Id == "CS0103" && diagnostic.Location.SourceTree == tree)
            .Select(diagnostic => diagnostic.Location.SourceSpan)
            .Where(span => span.Length == 1 && code.Length >= span.End && code[span.Start] == '_')
            .Distinct().OrderBy(span => span.Start).ToList();
        if (spans.Count == 0) return code;
        var text = $"(({TypeOf(value.GetType(), compilation)})Out.Last)";
        return SourceText.From(code).WithChanges(spans.Select(span => new TextChange(span, text))).ToString();
    }

    // By its type where cells can name it, so that extension methods apply.
    private static string TypeOf(Type type, Compilation compilation)
    {
        if (!type.IsVisible) return "dynamic";
        return compilation.GetTypeByMetadataName((type.IsGenericType ? type.GetGenericTypeDefinition() : type.IsArray ? type.GetElementType()! : type).FullName ?? "") is null
            ? "dynamic"
            : Name(type) ?? "dynamic";
    }

    private static string? Name(Type type)
    {
        if (type.IsArray) return type.GetArrayRank() == 1 && !type.GetElementType()!.IsArray && Name(type.GetElementType()!) is { } element ? element + "[]" : null;
        if (type.IsNested || !type.IsVisible) return null;
        if (!type.IsGenericType) return "global::" + type.FullName;
        var arguments = type.GetGenericArguments().Select(Name).ToList();
        return arguments.Contains(null) ? null : $"global::{type.FullName!.Split('`')[0]}<{string.Join(", ", arguments)}>";
    }

    [GeneratedRegex(@"(?<![\w.])_(?!\w)")]
    private static partial Regex Underscore();
}
