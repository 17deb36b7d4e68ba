using FsCheck;
using FsCheck.Fluent;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Tests.Documents;

public class NotebookBytesTests
{
    [SkippableFact]
    public void Writes_what_nbformat_writes_byte_for_byte()
    {
        PythonNotebookFormat.SkipWhenMissing();
        var notebooks = Enumerable.Range(0, 300).Select(seed => new RandomNotebook(seed).Next(seed % 4 == 0 ? 4 : 5).ToJsonString()).ToList();
        var expected = PythonNotebookFormat.ReadAndWrite(notebooks);
        for (var i = 0; i < notebooks.Count; i++)
            Assert.Equal(expected[i], Notebook.Parse(notebooks[i]).ToJson());
    }

    [SkippableFact]
    public void A_new_notebook_is_valid_and_written_as_nbformat_writes_it()
    {
        PythonNotebookFormat.SkipWhenMissing();
        var notebook = Notebook.Create();
        notebook.Cells.Add(new Cell(CellKind.Markdown, "# Title\n\nÅngström & <b>"));
        notebook.Cells.Add(new Cell(CellKind.Code, "1 + 1") { ExecutionCount = 1, Outputs = { new ResultOutput(1, new() { ["text/plain"] = "2" }) } });
        var written = notebook.ToJson();
        Assert.Equal(PythonNotebookFormat.ReadAndWrite([written])[0], written);
    }

    [Fact]
    public void Reading_what_was_written_changes_nothing()
    {
        var property = Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed =>
            {
                var once = Notebook.Parse(new RandomNotebook(seed).Next().ToJsonString()).ToJson();
                return Notebook.Parse(once).ToJson() == once && Notebook.Parse(once).Clone().ToJson() == once;
            });
        Check.One(Config.QuickThrowOnFailure.WithReplay(20260401UL, 7UL).WithMaxTest(200), property);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0, "1.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001234, "1.234e-05")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.5e300, "1.5e+300")]
    public void Numbers_set_in_code_are_written_as_Python_writes_them(double value, string expected)
    {
        var notebook = new Notebook { Metadata = { ["n"] = value } };
        Assert.Contains($"\"n\": {expected}\n", notebook.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_written_without_needless_escapes()
    {
        var notebook = new Notebook { Cells = { new Cell(CellKind.Raw, "é漢😀\"\\/<>&'\u0001\u007f", "id") } };
        Assert.Contains("\"é漢😀\\\"\\\\/<>&'\\u0001\u007f\"", notebook.ToJson(), StringComparison.Ordinal);
    }
}
