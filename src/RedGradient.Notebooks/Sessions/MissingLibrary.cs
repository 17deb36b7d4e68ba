using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Sessions;

/// <summary>Says in a sentence what is wrong with a <c>#r</c> before the compiler says it in fifty errors.</summary>
internal static class MissingLibrary
{
    /// <summary>The first reference of a cell that cannot be used: its line and the sentence, or null.</summary>
    public static (int Line, string Message)? Find(SyntaxTree tree, LibraryResolver resolver)
    {
        if (tree.GetRoot() is not CompilationUnitSyntax root) return null;
        foreach (var directive in root.GetReferenceDirectives())
        {
            var reference = directive.File.ValueText;
            var line = directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            if (Problem(reference, resolver.FullPath(reference, null)) is { } problem) return (line, problem);
        }

        return null;
    }

    private static string? Problem(string reference, string path)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            return $"\"{reference}\" asks for a package; cells here take libraries by their path only.";
        }

        if (!File.Exists(path))
        {
            var isFramework = Path.GetFileName(reference) == reference && LibraryResolver.FrameworkName(reference) is not null;
            return isFramework ? null : $"\"{reference}\" is not built yet: run `dotnet build -c Release` in the course's folder, then run this cell again.";
        }

        // Whatever the process finds by name wins over the file that the cell was compiled against.
        var name = Path.GetFileNameWithoutExtension(path);
        return FrameworkReferences.Trusted.TryGetValue(name, out var own) && !string.Equals(own, path, StringComparison.Ordinal)
            ? $"This process carries a copy of {name} of its own, so \"{reference}\" would be compiled against one and run with the other."
            : null;
    }
}
