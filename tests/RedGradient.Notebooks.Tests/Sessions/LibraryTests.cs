using Microsoft.CodeAnalysis;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

[Collection(SessionsInTurn.Name)]
public sealed class LibraryTests : IDisposable
{
    private readonly Cells _cells = new();

    public void Dispose() => _cells.Dispose();

    [Fact]
    public void A_library_is_found_from_the_notebooks_folder_with_what_lies_beside_it()
    {
        var inner = Path.Combine(_cells.Folder, "lab/RelativeInner.dll");
        Libraries.Compile(inner, "namespace Inner; public static class Deep { public static int Value => 41; }");
        Libraries.Compile(Path.Combine(_cells.Folder, "lab/RelativeOuter.dll"), "namespace Outer; public static class Wide { public static int Value => Inner.Deep.Value + 1; }", inner);
        Assert.Equal("42", _cells.Run("#r \"lab/RelativeOuter.dll\"\nusing Outer;\nWide.Value").Text);
        Assert.Equal("42", _cells.Run("Wide.Value").Text);
    }

    [Fact]
    public void A_library_in_use_is_not_locked_and_not_changed_by_a_build()
    {
        var path = Path.Combine(_cells.Folder, "Replaced.dll");
        Libraries.Compile(path, "public static class Replaced { public static int Value => 1; public static int Other => 1; }");
        Assert.Equal("1", _cells.Run("#r \"Replaced.dll\"\nReplaced.Value").Text);
        File.Delete(path);
        File.WriteAllText(path, "half a file");
        Assert.Equal("1", _cells.Run("Replaced.Other").Text);
    }

    [Fact]
    public void A_library_that_is_not_built_is_explained()
    {
        var error = _cells.Run("// first\n#r \"../artifacts/lab/NotThere.dll\"\nusing NotThere;").Error;
        Assert.Contains("not built yet: run `dotnet build -c Release`", error.Value, StringComparison.Ordinal);
        Assert.Equal(("LibraryMissing", 2), (error.Name, error.Line));
        Assert.Equal("3", _cells.Run("1 + 2").Text);
    }

    [Fact]
    public void A_library_of_which_the_process_has_its_own_copy_is_refused()
    {
        Libraries.Compile(Path.Combine(_cells.Folder, "FsCheck.dll"), "public static class X { }");
        Assert.Contains("carries a copy of FsCheck", _cells.Run("#r \"FsCheck.dll\"").Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_loaded_relative_to_the_notebook_and_loads_relative_to_itself()
    {
        _cells.WriteFile("parts/b.csx", "int B() => 2;");
        _cells.WriteFile("parts/a.csx", "#load \"b.csx\"\nint A() => B() + 1;");
        Assert.Equal("3", _cells.Run("#load \"parts/a.csx\"\nA()").Text);
    }

    [Fact]
    public void The_semantic_model_knows_earlier_cells_and_the_librarys_documentation()
    {
        Libraries.Compile(
            Path.Combine(_cells.Folder, "Documented.dll"),
            "/// <summary>Doubles a number.</summary>\npublic static class Twice { /// <summary>Two times x.</summary>\npublic static int Of(int x) => 2 * x; }");
        _cells.Run("#r \"Documented.dll\"\nvar known = Twice.Of(2);");
        var (compilation, tree) = _cells.Session.Analyze("known + Twice.Of(3)");
        var model = compilation.GetSemanticModel(tree);
        var names = tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax>().ToList();
        Assert.Equal("known", model.GetSymbolInfo(names[0]).Symbol?.Name);
        var method = names.Single(name => name.Identifier.ValueText == "Of");
        Assert.Contains("Two times x.", model.GetSymbolInfo(method).Symbol?.GetDocumentationCommentXml() ?? "", StringComparison.Ordinal);
        Assert.Contains(model.LookupSymbols(0), symbol => symbol.Name == "display");
    }

    [Fact]
    public void Formatters_are_found_by_convention_on_the_class_and_its_bases()
    {
        _cells.Run("""
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type source) { FormatterSourceType = source; }
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            class ShapeFormatter
            {
                public string MimeType { get; set; }
                public string Body { get; set; }
                public bool Format(object instance, System.IO.TextWriter writer) { writer.Write(Body); return true; }
            }
            class ShapeFormatters
            {
                public IEnumerable<object> CreateTypeFormatters() => new object[]
                {
                    new ShapeFormatter { MimeType = "text/html", Body = "<b/>" },
                    new ShapeFormatter { MimeType = "image/svg+xml", Body = "<svg/>" },
                    new ShapeFormatter { MimeType = "text/plain", Body = "a shape" },
                    new ShapeFormatter { MimeType = "application/vnd.plotly.v1+json", Body = "{\"data\": [1.50]}" },
                };
            }
            [TypeFormatterSource(typeof(ShapeFormatters), PreferredMimeTypes = new[] { "image/svg+xml", "text/plain" })]
            class Shape { }
            class Circle : Shape { }
            """);
        var data = Assert.IsType<ExecuteResult>(Assert.Single(_cells.Run("new Circle()").Events)).Data;
        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"], data.Select(pair => pair.Key).Order());
        Assert.Equal("""{"data":[1.50]}""", data["application/vnd.plotly.v1+json"]!.ToJsonString());
        Assert.Equal("[ a shape, a shape ]", _cells.Run("new[] { new Circle(), new Circle() }").Text);
    }
}
