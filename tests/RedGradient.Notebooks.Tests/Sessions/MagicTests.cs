using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

[Collection(SessionsInTurn.Name)]
public sealed class MagicTests : IDisposable
{
    private readonly Cells _cells = new();

    public void Dispose() => _cells.Dispose();

    [Theory]
    [InlineData("#!html\n<b>bold</b> &amp; more", "text/html", "<b>bold</b> &amp; more", "bold & more")]
    [InlineData("#!markdown\n# Title", "text/markdown", "# Title", "# Title")]
    [InlineData("#!md\n*x*", "text/markdown", "*x*", "*x*")]
    [InlineData("#!javascript\nalert(1)", "application/javascript", "alert(1)", "alert(1)")]
    [InlineData("#!mermaid\ngraph TD; A-->B", "text/vnd.mermaid", "graph TD; A-->B", "graph TD; A-->B")]
    public void A_text_of_another_language_is_shown_as_what_it_is(string cell, string type, string text, string plain)
    {
        var data = Assert.IsType<DisplayData>(Assert.Single(_cells.Run(cell).Events)).Data;
        Assert.Equal((text, plain), ((string?)data[type], (string?)data["text/plain"]));
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "LanguageMissing", "F# is not here")]
    [InlineData("1 + 1\n#!pwsh\nls", "LanguageMissing", "PowerShell is not here")]
    [InlineData("#!sql", "LanguageMissing", "SQL is not here")]
    [InlineData("#!sql-shop\nselect 1", "LanguageMissing", "SQL is not here")]
    [InlineData("#!connect mssql --kernel-name shop", "MagicCommand", "#!connect is not here")]
    [InlineData("#!frobnicate", "MagicCommand", "no magic command #!frobnicate")]
    [InlineData("%%time\nvar x = 1;", "MagicCommand", "as in #!time")]
    [InlineData("#!set --name 3x --value 1", "MagicCommand", "was given the name \"3x\"")]
    [InlineData("#!set --name x", "MagicCommand", "has no value for x")]
    [InlineData("#!set --name x --value", "MagicCommand", "has no value for --value")]
    [InlineData("#!set --name x --valu 3", "MagicCommand", "no option --valu")]
    [InlineData("#!set --name x --value @fsharp:y", "MagicCommand", "\"fsharp\" are not here")]
    [InlineData("#!share x", "MagicCommand", "does not say from where")]
    [InlineData("#!share --from fsharp x", "MagicCommand", "within C# only")]
    [InlineData("#!import", "MagicCommand", "names no file")]
    [InlineData("#!import nothing.ipynb", "MagicCommand", "found no file \"nothing.ipynb\"")]
    [InlineData("nothing?", "NameMissing", "nothing called \"nothing\"")]
    public void What_is_not_here_gets_a_sentence(string cell, string name, string sentence)
    {
        var result = _cells.Run(cell);
        Assert.Equal(name, result.Error.Name);
        Assert.Contains(sentence, result.Error.Value, StringComparison.Ordinal);
        Assert.EndsWith(".", result.Error.Value, StringComparison.Ordinal);
        // Nothing of a cell runs that cannot run as a whole.
        Assert.DoesNotContain(result.Events, shown => shown is ExecuteResult);
    }

    [Fact]
    public void Pieces_run_in_their_order_and_errors_name_the_cells_line()
    {
        var result = _cells.Run("var a = 20;\n#!html\n<i>x</i>\n#!csharp\na + 22");
        Assert.Equal(["DisplayData", "ExecuteResult"], result.Events.Select(shown => shown.GetType().Name));
        Assert.Equal("42", result.Text);
        var error = _cells.Run("#!time\nvar b = 1;\nb.Nothing()").Error;
        Assert.Equal((3, "b.Nothing()"), (error.Line, error.SourceLine));
    }

    [Fact]
    public void In_texts_and_comments_and_as_a_scripts_first_line_the_mark_means_nothing()
    {
        Assert.Equal("a\n#!html\nb", _cells.Run("var text = \"\"\"\na\n#!html\nb\n\"\"\";\ntext").Text);
        Assert.Equal("1", _cells.Run("/*\n#!fsharp\n*/\n1").Text);
        Assert.Equal("2", _cells.Run("#!/usr/bin/env dotnet\n2").Text);
        Assert.Equal("#!x", _cells.Run("\"#!x\"").Text);
    }

    [Fact]
    public void Time_is_measured_and_said()
    {
        var result = _cells.Run("#!time\n6 * 7");
        Assert.Equal("42", result.Text);
        Assert.Matches(@"^Wall time: [0-9.]+ ms$", (string?)Assert.Single(result.Events.OfType<DisplayData>()).Data["text/plain"]);
    }

    [Fact]
    public void Variables_are_listed_with_types_and_values()
    {
        Assert.Equal("There are no variables yet.", Plain(_cells.Run("#!who")));
        _cells.Run("var second = \"two\"; int first = 1; var first2 = new[] { 1, 2 };");
        _cells.Run("var second = 2.5;");
        Assert.Equal("first\nfirst2\nsecond", Plain(_cells.Run("#!who")));
        var lines = Plain(_cells.Run("#!whos"))!.Split('\n');
        Assert.Equal(["first int 1", "first2 int[] [ 1, 2 ]", "second double 2.5"], lines[2..].Select(line => System.Text.RegularExpressions.Regex.Replace(line, " +", " ")));
        Assert.Contains("#!import FILE", Plain(_cells.Run("#!lsmagic")), StringComparison.Ordinal);
        Assert.Contains("RedGradient", Plain(_cells.Run("#!about")), StringComparison.Ordinal);
    }

    [Fact]
    public void Set_and_share_make_variables()
    {
        Assert.Equal("System.Int32 7", _cells.Run("#!set --name a --value 7\n$\"{a.GetType()} {a}\"").Text);
        Assert.Equal("System.String 7", _cells.Run("#!set --name b --value \"7\"\n$\"{b.GetType()} {b}\"").Text);
        Assert.Equal("System.Double 0.5", _cells.Run("#!set --name c --value 0.5\n$\"{c.GetType()} {c}\"").Text);
        Assert.Equal("True", _cells.Run("#!set --name d --value true\nd").Text);
        Assert.Equal("two words", _cells.Run("#!set --name e --value \"two words\"\ne").Text);
        Assert.Equal("8", _cells.Run("#!set --name f --value @csharp:a+1\nf").Text);
        Assert.Equal("8", _cells.Run("#!share --from csharp f --as g\ng").Text);
        Assert.Null(_cells.Run("#!share --from csharp f").Outcome.Error);
        Assert.Contains("CS0103", _cells.Run("#!share --from csharp missing").Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_asks_the_reader()
    {
        using var cells = new Cells(new SessionOptions { Input = question => question.IsPassword ? "secret" : $"answer to {question.Prompt}" });
        Assert.Equal("answer to Your name?", cells.Run("#!set --name a --value @input:\"Your name?\"\na").Text);
        Assert.Equal("secret", cells.Run("#!set --name b --value @password:Word\nb").Text);
    }

    [Fact]
    public void Files_are_imported()
    {
        _cells.WriteFile("part.cs", "int Doubled(int x) => 2 * x;");
        Assert.Equal("42", _cells.Run("#!import part.cs\nDoubled(21)").Text);
        _cells.WriteFile("other.ipynb", """
            {"cells": [
              {"cell_type": "markdown", "metadata": {}, "source": "text"},
              {"cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [], "source": "var imported = 5;"},
              {"cell_type": "code", "metadata": {"polyglot_notebook": {"kernelName": "html"}}, "execution_count": null, "outputs": [], "source": "<b>shown</b>"},
              {"cell_type": "code", "metadata": {"tags": ["skip-execution"]}, "execution_count": null, "outputs": [], "source": "var imported = 6;"}],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
            """);
        var result = _cells.Run("#!import other.ipynb\nimported");
        Assert.Equal("5", result.Text);
        Assert.Equal("<b>shown</b>", (string?)Assert.Single(result.Events.OfType<DisplayData>()).Data["text/html"]);
        _cells.WriteFile("old.dib", "#!meta\n\n{\"kernelInfo\":{}}\n\n#!markdown\n\n# Head\n\n#!csharp\n\nvar fromDib = 9;\n");
        Assert.Equal("9", _cells.Run("#!import old.dib\nfromDib").Text);
        _cells.WriteFile("bad.cs", "int x = 1;\nx.Nothing();");
        Assert.Contains(_cells.Run("#!import bad.cs").Error.Traceback, line => line.StartsWith("bad.cs, line 2", StringComparison.Ordinal));
        _cells.WriteFile("ring.dib", "#!import ring.dib");
        Assert.Contains("import each other", _cells.Run("#!import ring.dib").Error.Value, StringComparison.Ordinal);
        Assert.Contains("not \".xyz\"", _cells.Run($"#!import {Path.GetFileName(_cells.WriteFile("what.xyz", ""))}").Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Earlier_values_are_there_by_number_and_as_the_latest()
    {
        _cells.Run("new[] { 3, 4 }");
        Assert.Equal("7", _cells.Run("_.Sum()").Text);
        Assert.Equal("14", _cells.Run("_ * 2").Text);
        Assert.Equal("4", _cells.Run("Out[1][1]").Text);
        Assert.Contains("There is no Out[9]", _cells.Run("Out[9]").Error.Value, StringComparison.Ordinal);
        // A discard stays a discard, and a variable of the name stays one.
        Assert.Equal("5", _cells.Run("_ = int.Parse(\"8\"); int.TryParse(\"5\", out var five); five").Text);
        Assert.Equal("2", _cells.Run("var _ = 1; _ + 1").Text);
    }

    [Fact]
    public void A_question_mark_explains()
    {
        var shown = Assert.IsType<DisplayData>(Assert.Single(_cells.Run("Math.Max?").Events)).Data;
        Assert.Contains("Max", (string?)shown["text/plain"], StringComparison.Ordinal);
        Assert.True(shown.ContainsKey("text/html"));
        _cells.Run("int Twice(int number) => 2 * number;");
        Assert.Contains("int number", Plain(_cells.Run("?Twice")), StringComparison.Ordinal);
        Assert.Equal("2", _cells.Run("int? maybe = 2;\nmaybe").Text);
        // The framework's documentation and that of the cell language, in words.
        Assert.Contains("Returns the larger of two", Plain(_cells.Run("Math.Max?")), StringComparison.Ordinal);
        Assert.Contains("Marks a text as HTML", Plain(_cells.Run("HTML?")), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_displayed_in_the_form_that_is_asked_for()
    {
        Assert.Equal("# x", Data(_cells.Run("display(\"# x\", \"text/markdown\");"))["text/markdown"]);
        Assert.Equal("**x**", Data(_cells.Run("\"**x**\".DisplayAs(\"text/markdown\");"))["text/markdown"]);
        Assert.Equal("[1,2]", Data(_cells.Run("new[] { 1, 2 }.Display(\"application/json\");"))["application/json"]);
        Assert.Equal("<b>1</b>", Data(_cells.Run("display(HTML(\"<b>1</b>\"), \"text/html\");"))["text/html"]);
        Assert.Equal("1", Data(_cells.Run("HTML(\"<b>1</b>\").Display();"))["text/plain"]);
        Assert.Contains("has no form \"image/png\"", _cells.Run("display(5, \"image/png\");").Error.Value, StringComparison.Ordinal);
        Assert.Contains("MIME type was \"markdown\"", _cells.Run("\"x\".DisplayAs(\"markdown\");").Error.Value, StringComparison.Ordinal);
        Assert.Contains("is none", _cells.Run("\"{\".DisplayAs(\"application/json\");").Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_are_cleared_where_they_stand()
    {
        Assert.Equal(["StreamText", "ClearOutput", "StreamText"], Kinds(_cells.Run("Console.WriteLine(1); Console.Clear(); Console.WriteLine(2);")));
        Assert.Equal(["StreamText", "ClearOutput"], Kinds(_cells.Run("Console.WriteLine(1); clear_output(wait: true);")));
        Assert.Equal("Console.Clear()", _cells.Run("\"Console.Clear()\"").Text);
    }

    private static string? Plain(CellRunResult result) => (string?)Assert.Single(result.Events.OfType<DisplayData>()).Data["text/plain"];

    private static Dictionary<string, string?> Data(CellRunResult result) =>
        Assert.Single(result.Events.OfType<DisplayData>()).Data.ToDictionary(pair => pair.Key, pair => pair.Value is System.Text.Json.Nodes.JsonValue value ? value.ToString() : pair.Value?.ToJsonString());

    private static IEnumerable<string> Kinds(CellRunResult result) => result.Events.Select(shown => shown.GetType().Name);
}
