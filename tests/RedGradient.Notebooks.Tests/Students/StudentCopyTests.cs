using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Students;

namespace RedGradient.Notebooks.Tests.Students;

public class StudentCopyTests
{
    [Fact]
    public void A_solution_becomes_the_default_stub_at_its_indentation()
    {
        const string Source = "double F(double x)\n{\n    // BEGIN SOLUTION\n    var y = x;\n    return y * 2;\n    // END SOLUTION\n}\nLesson.Check(F(1) == 2, \"m\");";
        const string Expected = "double F(double x)\n{\n    throw new NotImplementedException(\"Write your solution here.\");\n}\nLesson.Check(F(1) == 2, \"m\");";
        Assert.Equal(Expected, StudentCopy.WithoutSolutions(Source));
    }

    [Fact]
    public void Stub_lines_are_uncommented_and_keep_their_own_indentation()
    {
        const string Source = "a;\n  // BEGIN SOLUTION\n  // STUB: if (b)\n  // STUB:\n  // STUB:     return 0; // here\n  return 1;\n  // END SOLUTION\nc;\n";
        Assert.Equal("a;\n  if (b)\n\n      return 0; // here\nc;\n", StudentCopy.WithoutSolutions(Source));
    }

    [Fact]
    public void Several_blocks_in_a_cell_are_each_replaced()
    {
        const string Source = "// BEGIN SOLUTION\n// STUB: one\nx\n// END SOLUTION\nmiddle\n// BEGIN SOLUTION\n// STUB: two\ny\n// END SOLUTION";
        Assert.Equal("one\nmiddle\ntwo", StudentCopy.WithoutSolutions(Source));
    }

    [Fact]
    public void A_copy_is_cleared_and_the_original_untouched()
    {
        var notebook = Notebook.Create();
        notebook.Cells.Add(new Cell(CellKind.Markdown, "// BEGIN SOLUTION\nstays in prose"));
        notebook.Cells.Add(new Cell(CellKind.Code, "// BEGIN SOLUTION\nsecret();\n// END SOLUTION", "a") { ExecutionCount = 2, Outputs = { new StreamOutput("stdout", "secret") } });
        var before = notebook.ToJson();
        var copy = StudentCopy.Of(notebook);
        Assert.Equal(before, notebook.ToJson());
        Assert.DoesNotContain("secret", copy.ToJson(), StringComparison.Ordinal);
        Assert.Equal(notebook.Cells.ConvertAll(cell => cell.Id), copy.Cells.ConvertAll(cell => cell.Id));
        Assert.Null(copy.Cells[1].ExecutionCount);
        Assert.Empty(copy.Cells[1].Outputs);
        Assert.Equal("// BEGIN SOLUTION\nstays in prose", copy.Cells[0].Source);
        Assert.True(StudentCopy.HasSolution(notebook.Cells[1]));
        Assert.False(StudentCopy.HasSolution(copy.Cells[1]));
        Assert.False(StudentCopy.HasSolution(notebook.Cells[0]));
    }

    [Fact]
    public void A_copy_of_a_copy_is_the_copy()
    {
        var notebook = new Notebook { Cells = { new Cell(CellKind.Code, "// BEGIN SOLUTION\n// STUB: x\ny\n// END SOLUTION\nz", "a") } };
        var copy = StudentCopy.Of(notebook);
        Assert.Equal(copy.ToJson(), StudentCopy.Of(copy).ToJson());
    }

    [Theory]
    [InlineData("a\n// BEGIN SOLUTION\nb", "l.ipynb: cell 1, line 2: \"// BEGIN SOLUTION\" without")]
    [InlineData("a\nb\n// END SOLUTION", "l.ipynb: cell 1, line 3: \"// END SOLUTION\" without")]
    [InlineData("// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION\n// END SOLUTION", "l.ipynb: cell 1, line 2: a second")]
    [InlineData("//BEGIN SOLUTION\nb\n// END SOLUTION", "line 1: the solution marker was \"//BEGIN SOLUTION\"")]
    [InlineData("x; // Begin solution\nb", "line 1: the solution marker was \"x; // Begin solution\"")]
    [InlineData("### // ### END SOLUTION\nb", "line 1: the solution marker was")]
    public void Markers_that_do_not_pair_up_are_refused_with_cell_and_line(string source, string expected)
    {
        var notebook = new Notebook { Cells = { new Cell(CellKind.Code, source, "a") } };
        var exception = Assert.Throws<FormatException>(() => StudentCopy.Of(notebook, "l.ipynb"));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
