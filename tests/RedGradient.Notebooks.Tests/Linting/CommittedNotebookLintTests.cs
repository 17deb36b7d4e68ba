using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting;
using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Tests.Linting;

/// <summary>The committed lessons keep the lesson standard.</summary>
public sealed class CommittedNotebookLintTests
{
    // Lessons that have been brought to the standard; one that is here stays there.
    private static readonly string[] Clean = ["00-first-hour.ipynb", "01-backpropagation.ipynb", "02-activation-saturation.ipynb"];

    [Fact]
    public void Lessons_brought_to_the_standard_keep_it()
    {
        var course = Course.Find(AppContext.BaseDirectory);
        var glossary = Glossary.Load(course.Notebooks);
        var findings = Clean.SelectMany(name =>
        {
            var path = Path.Combine(course.Notebooks, name);
            return Linter.Check(name, Notebook.Load(path), glossary, Path.GetDirectoryName(path));
        });
        Assert.Empty(findings);
    }

    [Fact]
    public void The_glossary_keeps_its_form()
    {
        var glossary = Glossary.Load(Course.Find(AppContext.BaseDirectory).Notebooks);
        Assert.NotNull(glossary);
        Assert.Empty(glossary.Check());
    }
}
