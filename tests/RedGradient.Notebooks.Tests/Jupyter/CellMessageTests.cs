using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>Each magic command, each feature of C# 14 and each kind of value, as a client hears of it.</summary>
[Collection(KernelTests.Name)]
public sealed class CellMessageTests : IDisposable
{
    private readonly KernelHost _host;
    private readonly JupyterClient _client;

    public CellMessageTests(KernelHost host)
    {
        _host = host;
        _client = host.Connect();
    }

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("#!time\n1 + 1", "display_data", "text/plain", "Wall time: ")]
    [InlineData("#!lsmagic", "display_data", "text/html", "#!whos")]
    [InlineData("#!about", "display_data", "text/plain", "RedGradient ")]
    [InlineData("#!html\n<b>bold</b>", "display_data", "text/html", "<b>bold</b>")]
    [InlineData("#!html\n<b>bold</b>", "display_data", "text/plain", "bold")]
    [InlineData("#!javascript\nalert(1)", "display_data", "application/javascript", "alert(1)")]
    [InlineData("#!markdown\n*x*", "display_data", "text/markdown", "*x*")]
    [InlineData("#!mermaid\ngraph TD; A-->B", "display_data", "text/vnd.mermaid", "A-->B")]
    [InlineData("var listed = 5;\n#!who", "display_data", "text/plain", "listed")]
    [InlineData("var shown = 5.5;\n#!whos", "display_data", "text/html", "5.5")]
    [InlineData("#!set --name given --value 7\n#!csharp\ngiven + 1", "execute_result", "text/plain", "8")]
    [InlineData("var one = 3;\n#!share --from csharp one --as other\n#!csharp\nother * 2", "execute_result", "text/plain", "6")]
    [InlineData("#!import imported.csx\n#!csharp\nImported()", "execute_result", "text/plain", "12")]
    [InlineData("Console?", "display_data", "text/plain", "Console")]
    public void A_magic_command_shows(string cell, string type, string mime, string part)
    {
        File.WriteAllText(Path.Combine(_host.Folder, "imported.csx"), "int Imported() => 12;");
        Shows(cell, type, mime, part);
    }

    [Theory]
    [InlineData("class Field { public string Name { get; set => field = value.Trim(); } = \"\"; }\nnew Field { Name = \" x \" }.Name", "x")]
    [InlineData("class Box { public int Value { get; set; } }\nBox none = null, some = new();\nnone?.Value = 1;\nsome?.Value = 2;\nsome.Value", "2")]
    [InlineData("nameof(List<>)", "List")]
    [InlineData("delegate bool Parse(string text, out int value);\nParse parse = (text, out value) => int.TryParse(text, out value);\nparse(\"4\", out var four) ? four : 0", "4")]
    [InlineData("static int Sum(ReadOnlySpan<int> values) { var sum = 0; foreach (var value in values) sum += value; return sum; }\nSum(new[] { 1, 2, 3 })", "6")]
    [InlineData("partial class Two { public partial Two(int value); }\npartial class Two { public int Value; public partial Two(int value) => Value = value; }\nnew Two(9).Value", "9")]
    [InlineData("class Counter { public int Count; public void operator ++() => Count++; public void operator +=(int by) => Count += by; }\nvar counter = new Counter();\ncounter++;\ncounter += 4;\ncounter.Count", "5")]
    [InlineData("static int Twice(this int x) => 2 * x;\n4.Twice()", "8")]
    public void A_feature_of_CSharp_14_works_in_a_cell(string cell, string value) => Shows(cell, "execute_result", "text/plain", value);

    [Theory]
    [InlineData("static class E { extension(int x) { public int Twice => 2 * x; } }", "C# allows no extension block in a cell")]
    [InlineData("namespace N { class A { } }", "C# allows no namespace in a cell")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }", "In a cell an extension method stands at the top")]
    [InlineData("Span<int> numbers = new int[3];", "which a Span cannot be")]
    public void What_a_script_does_not_allow_gets_a_sentence(string cell, string sentence)
    {
        var executed = _client.Execute(cell);
        Assert.Equal("error", executed.Reply["status"]);
        var error = Assert.Single(executed.Outputs);
        Assert.Contains(sentence, error["evalue"] + "\n" + error["traceback"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "text/plain", "5")]
    [InlineData("1.5f", "text/plain", "1.5")]
    [InlineData("'x'", "text/plain", "x")]
    [InlineData("\"a text\"", "text/plain", "a text")]
    [InlineData("DayOfWeek.Monday", "text/plain", "Monday")]
    [InlineData("(1, \"b\")", "text/plain", "(1, b)")]
    [InlineData("new[] { 1, 2 }", "text/plain", "1")]
    [InlineData("new[] { new[] { 1 }, new[] { 2, 3 } }", "text/plain", "3")]
    [InlineData("new Dictionary<string, int> { [\"key\"] = 1 }", "text/plain", "key")]
    [InlineData("new { Name = \"n\", Inner = new { Deep = 4 } }", "text/plain", "Deep")]
    [InlineData("new[] { new { A = 1 }, new { A = 2 } }", "text/html", "<table")]
    [InlineData("var table = new System.Data.DataTable(); table.Columns.Add(\"Head\"); table.Rows.Add(\"row\");\ntable", "text/html", "Head")]
    [InlineData("HTML(\"<i>x</i>\")", "text/html", "<i>x</i>")]
    [InlineData("new List<object> { null }", "text/plain", "null")]
    [InlineData("var ring = new List<object>(); ring.Add(ring);\nring", "text/plain", "")]
    public void A_value_of_each_kind_has_a_text_and_where_it_helps_a_table(string cell, string mime, string part) => Shows(cell, "execute_result", mime, part);

    private void Shows(string cell, string type, string mime, string part)
    {
        var executed = _client.Execute(cell);
        Assert.True(executed.Reply["status"] == "ok", executed.Reply.Content.ToJsonString());
        Assert.Contains(executed.Outputs, message => message.Type == type && ((string?)message.Content["data"]![mime])?.Contains(part, StringComparison.Ordinal) == true && message.Content["data"] is JsonObject data && data.ContainsKey("text/plain"));
    }
}
