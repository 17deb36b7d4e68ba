using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Tests.Documents;

public sealed class NotebookFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("notebook-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Saved_and_loaded_it_is_the_same_without_byte_order_mark()
    {
        var path = Path.Combine(folder, "a.ipynb");
        var notebook = Notebook.Create();
        notebook.Cells.Add(new Cell(CellKind.Markdown, "Å"));
        notebook.Save(path);
        Assert.Equal((byte)'{', File.ReadAllBytes(path)[0]);
        Assert.Equal(notebook.ToJson(), Notebook.Load(path).ToJson());
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(folder, "a.ipynb");
        Notebook.Create().Save(path);
        var before = File.ReadAllText(path);

        // A lone surrogate has no UTF-8 form, so that writing fails.
        var broken = new Notebook { Cells = { new Cell(CellKind.Raw, "\ud800", "a") } };
        Assert.ThrowsAny<ArgumentException>(() => broken.Save(path));
        Assert.Equal(before, File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failed_rename_leaves_no_temporary_file()
    {
        // The target is a folder, so that the rename fails after the content has been written.
        var path = Path.Combine(folder, "a.ipynb");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => Notebook.Create().Save(path));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [SkippableFact]
    public void A_link_keeps_pointing_to_the_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var path = Path.Combine(folder, "a.ipynb");
        var link = Path.Combine(folder, "link.ipynb");
        new Notebook().Save(path);
        File.CreateSymbolicLink(link, path);
        Notebook.Create().Save(link);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(Notebook.Create().ToJson(), File.ReadAllText(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF \r\n")]
    public void An_empty_file_is_called_so(string content)
    {
        var path = Path.Combine(folder, "a.ipynb");
        File.WriteAllText(path, content);
        Assert.EndsWith("a.ipynb is empty; a notebook is a JSON object.", Assert.Throws<FormatException>(() => Notebook.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_text_is_refused_with_a_sentence()
    {
        var path = Path.Combine(folder, "a.ipynb");
        File.WriteAllBytes(path, [0x7b, 0xff, 0xfe]);
        var exception = Assert.Throws<FormatException>(() => Notebook.Load(path));
        Assert.Contains("a.ipynb is not UTF-8 text", exception.Message, StringComparison.Ordinal);
    }
}
