using System.Text.Json.Nodes;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Tests.Running;

public sealed class RecordedNumberTests
{
    [Fact]
    public void Numbers_are_read_from_results_displays_and_standard_output()
    {
        var notebook = Notebook.Create();
        var cell = new Cell(CellKind.Code, "…");
        cell.Outputs.Add(new ResultOutput(1, Data("test accuracy = 0.951235 (expected 0.9 to 1 on synthetic)")));
        cell.Outputs.Add(new DisplayOutput(Data("loss (mean) = -1.5E-05 (no expectation on mnist)")));
        cell.Outputs.Add(new StreamOutput("stdout", "epoch 1\nshare = NaN (no expectation on synthetic)\nx = 3\nrate = 0.9 (expected 0 to 1 on the committed MNIST runs)\n"));
        notebook.Cells.Add(cell);
        Assert.Equal(
            [
                new RecordedNumber("test accuracy", 0.951235, 0.9, 1, "synthetic"),
                new RecordedNumber("loss (mean)", -1.5e-5, null, null, null),
                new RecordedNumber("share", double.NaN, null, null, null),
                new RecordedNumber("rate", 0.9, 0, 1, "the committed MNIST runs"),
            ],
            RecordedNumber.ReadAll(notebook));
    }

    [Theory]
    [InlineData("a = 1-2 (no expectation on mnist)")]
    [InlineData("a = . (no expectation on mnist)")]
    [InlineData("a = E (no expectation on mnist)")]
    [InlineData("a = 1 (expected 0-1 to 2 on synthetic)")]
    [InlineData("a = 1 (expected 0 to +-+ on synthetic)")]
    [InlineData("192.168.0.1 = 192.168.0.1 (no expectation on x)")]
    public void Whatever_else_a_cell_prints_is_only_text(string line)
    {
        var notebook = Notebook.Create();
        var cell = new Cell(CellKind.Code, "…");
        cell.Outputs.Add(new StreamOutput("stdout", line + "\nb = 2 (no expectation on x)\n"));
        notebook.Cells.Add(cell);
        Assert.Equal("b", Assert.Single(RecordedNumber.ReadAll(notebook)).Name);
    }

    private static JsonObject Data(string text) => new() { ["text/plain"] = text };
}
