using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

[Collection(SessionsInTurn.Name)]
public sealed class ErrorTests : IDisposable
{
    private readonly Cells _cells = new();

    public void Dispose() => _cells.Dispose();

    [Fact]
    public void A_compile_error_names_line_and_source()
    {
        _cells.Run("var a = 1;");
        var error = _cells.Run("var b = a;\n  var c = nope + 1;").Error;
        Assert.Equal("CompilationError", error.Name);
        Assert.Equal("CS0103: The name 'nope' does not exist in the current context", error.Value);
        Assert.Equal(2, error.Line);
        Assert.Equal("var c = nope + 1;", error.SourceLine);
        Assert.Equal(["Cell In[2], line 2, column 11: error CS0103: The name 'nope' does not exist in the current context", "      var c = nope + 1;", "              ^"], error.Traceback);
    }

    [Fact]
    public void An_exception_names_the_line_of_this_cell_and_those_it_came_through()
    {
        _cells.Run("int Divide(int a, int b)\n{\n    return a / b;\n}");
        var error = _cells.Run("var one = 1;\n\nDivide(one, 0)").Error;
        Assert.Equal(("DivideByZeroException", 3, "Divide(one, 0)"), (error.Name, error.Line, error.SourceLine));
        Assert.Equal(["DivideByZeroException: Attempted to divide by zero.", "   at Cell In[1], line 3, column 5: return a / b;", "   at Cell In[2], line 3, column 1: Divide(one, 0)"], error.Traceback);
    }

    [Fact]
    public void An_exception_after_an_await_names_its_line()
    {
        var error = _cells.Run("await Task.Delay(1);\nint[] none = [];\nawait Task.Yield();\nnone[3] = 1;").Error;
        Assert.Equal(("IndexOutOfRangeException", 4), (error.Name, error.Line));
    }

    [Fact]
    public void An_index_out_of_range_names_no_wrong_line()
    {
        var inFunction = _cells.Run("void Set(int[] a)\n{\n  var z = 1;\n  a[2] = z;\n  z++;\n}\nSet(new int[1]);").Error;
        Assert.Equal(["   at Cell In[1], line 4: a[2] = z;", "   at Cell In[1], line 7, column 1: Set(new int[1]);"], inFunction.Traceback.Skip(1));
        var several = _cells.Run("var b = new int[1];\nfor (var i = 0; i < 1; i++) b[0] = 1;\nb[1] = 2;").Error;
        Assert.Equal(["   at Cell In[2], one of lines 2, 3"], several.Traceback.Skip(1));
        Assert.Null(several.Line);
        // Statements that run once are not optimised, and their lines exact.
        Assert.Equal(["   at Cell In[3], line 2, column 1: b[1] = 2;"], _cells.Run("b[0] = 1;\nb[1] = 2;").Error.Traceback.Skip(1));
    }

    [Theory]
    [InlineData("string none = null; none.ToString();", "line 1, column 21")]
    [InlineData("string none = null;\n  if (none == null) none.Trim();", "line 2, column 21")]
    [InlineData("foreach (var i in new[] { 1 }) throw new Exception();", "line 1, column 32")]
    [InlineData("foreach (var i in new[] { 1 }) { throw new Exception(); }", "line 1, column 34")]
    [InlineData("int F(int n)\n{\n  while (n > 0) { n--; F(n); } throw new Exception();\n}\nF(0);", "line 3, column 32")]
    [InlineData("int F(int n) => n == 0 ? throw new Exception() : F(n - 1);\n F(1);", "line 1, column 17")]
    [InlineData("var one = 1;\nFunc<int, int> f = n => n / (one - 1);\nf(1)", "line 2, column 25")]
    [InlineData("#!time\n  throw new Exception();", "line 2, column 3")]
    public void An_exception_names_the_column_as_the_reader_wrote_it(string code, string place)
    {
        Assert.StartsWith($"   at Cell In[1], {place}: ", _cells.Run(code).Error.Traceback[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_compiled_otherwise_than_written_has_no_column()
    {
        _cells.Run("\"text\"");
        Assert.Equal("   at Cell In[2], line 1: Console.Clear(); throw new Exception(_);", _cells.Run("Console.Clear(); throw new Exception(_);").Error.Traceback[1]);
    }

    [Fact]
    public void What_was_declared_before_the_exception_is_kept()
    {
        Assert.Equal(CellStatus.Failed, _cells.Run("var kept = 7;\nthrow new InvalidOperationException(\"stop\");").Outcome.Status);
        Assert.Equal("7", _cells.Run("kept").Text);
    }

    [Fact]
    public void A_cell_that_does_not_compile_changes_nothing()
    {
        _cells.Run("var x = 1;");
        _cells.Run("x = 2; nope();");
        Assert.Equal("1", _cells.Run("x").Text);
    }

    [Fact]
    public void Inner_exceptions_are_told_and_wrappers_taken_off()
    {
        var error = _cells.Run("throw new InvalidOperationException(\"outer\", new ArgumentException(\"inner\"));").Error;
        Assert.Contains("caused by ArgumentException: inner", error.Traceback);
        Assert.Equal("FormatException", _cells.Run("Task.Run(() => { throw new FormatException(\"in a task\"); }).Wait();").Error.Name);
    }

    [Fact]
    public void No_error_holds_a_path_of_the_machine()
    {
        _cells.WriteFile("broken.csx", "int Half(int x)\n{\n    throw new System.IO.FileNotFoundException(\"gone\");\n}");
        _cells.Run("#load \"broken.csx\"");
        _cells.Run($"var folder = \"{_cells.Folder}\";");
        foreach (var code in new[] { "Half(2)", "System.IO.File.ReadAllText(folder + \"/x.txt\")", "#load \"missing.csx\"", "new Random(-1).Next(-5)" })
        {
            var error = _cells.Run(code).Error;
            Assert.DoesNotContain(_cells.Folder, string.Join('\n', [error.Value, .. error.Traceback]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_error_in_a_loaded_file_names_the_file()
    {
        _cells.WriteFile("parts/helper.csx", "int Half(int x)\n{\n    return x / (x - x);\n}");
        _cells.Run("#load \"parts/helper.csx\"");
        Assert.Contains("   at parts/helper.csx, line 3, column 5: return x / (x - x);", _cells.Run("Half(2)").Error.Traceback);
        _cells.WriteFile("wrong.csx", "int = 3;");
        Assert.Contains(_cells.Run("#load \"wrong.csx\"").Error.Traceback, line => line.StartsWith("wrong.csx, line 1, column 5: error CS", StringComparison.Ordinal));
    }
}
