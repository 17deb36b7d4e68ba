using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting;
using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Tests.Linting;

/// <summary>The committed lessons keep the lesson standard.</summary>
public sealed class CommittedNotebookLintTests
{
    [Fact]
    public void Every_notebook_keeps_the_standard()
    {
        var course = Course.Find(AppContext.BaseDirectory);
        var glossary = Glossary.Load(course.Notebooks);
        Assert.NotEmpty(course.AllNotebooks());
        Assert.Empty(course.AllNotebooks().SelectMany(path => Linter.Check(Path.GetFileName(path), Notebook.Load(path), glossary, Path.GetDirectoryName(path))));
    }

    [Fact]
    public void The_glossary_keeps_its_form()
    {
        var glossary = Glossary.Load(Course.Find(AppContext.BaseDirectory).Notebooks);
        Assert.NotNull(glossary);
        Assert.Empty(glossary.Check());
    }
}
