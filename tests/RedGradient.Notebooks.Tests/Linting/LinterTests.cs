using System.Text.Json.Nodes;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting;

namespace RedGradient.Notebooks.Tests.Linting;

/// <summary>A lesson that keeps the standard gives no finding; one break gives its finding, with cell and line.</summary>
public sealed class LinterTests
{
    [Fact]
    public void A_lesson_that_keeps_the_standard_gives_no_finding() => Assert.Empty(Findings(StandardLesson.Create()));

    public static TheoryData<string, int, string, string, string, int?, int, string> Breaks => new()
    {
        { "size", 1, "Console.WriteLine(1);", "Console.WriteLine(1);\n" + new string('x', 87), "size", 1, 2, "87 columns" },
        { "size", 1, "Console.WriteLine(1);", "Console.WriteLine(1);" + string.Concat(Enumerable.Repeat("\nx();", 20)), "size", 1, 21, "21 lines" },
        { "size", 3, "In figures", "```csharp\n" + new string('x', 90) + "\n```\nIn figures", "size", 3, 24, "90 columns" },
        { "length", 0, "Plain words. ", "", "length", null, 1, "1000 to 2300" },
        { "headings", 4, "## Exercises", "# Exercises", "headings", 4, 1, "second heading of level 1" },
        { "headings", 5, "### 1", "#### 1", "headings", 5, 1, "level 4 follows one of level 2" },
        { "headings", 0, "Threat model", "Model", "headings", 0, 1, "threat model" },
        { "headings", 14, "## Limits", "## More", "headings", null, 1, "\"limit\"" },
        { "numbers", 3, "784 sides", "785 sides", "numbers", 3, 23, "785 is bound to nothing" },
        { "numbers", 3, "784 sides", "784 sides, −3 of them flat", "numbers", 3, 23, "-3 is bound to nothing" },
        { "numbers", 3, "784 sides", "many sides", "numbers", 3, 25, "names 784, which does not stand" },
        { "numbers", 3, "record steps", "record stairs", "numbers", 3, 5, "\"stairs\", which no cell" },
        { "numbers", 3, "cited Goodfellow 2014", "cited Madry 2018", "numbers", 3, 23, "\"Madry 2018\"" },
        { "numbers", 3, "784 = constant", "784 = seen", "numbers", 3, 23, "was \"seen\"" },
        { "numbers", 13, "Why (lesson 1)", "Why 17 of them (lesson 1)", "numbers", 13, 3, "17 is bound to nothing" },
        { "expectations", 3, "a fall of 50 points", "a fall of 50 ± 5 points", "expectations", 3, 5, "a band with ±" },
        { "expectations", 3, "**Predict.**", "", "expectations", null, 1, "0 predictions" },
        { "titles", 2, "$\"Accuracy falls to {100 * a:F0}%\"", "\"Accuracy falls\"", "titles", 2, 1, "(\"falls\") but is constant" },
        { "titles", 2, "Chart.Line($\"Accuracy falls to {100 * a:F0}%\"", "var b = 1;\nChart.Line(\"One step leaves \" + \"the CNN\"", "titles", 2, 2, "(\"leaves\")" },
        { "titles", 2, "$\"Accuracy falls to {100 * a:F0}%\"", "\"Accuracy is 42% there\"", "titles", 2, 1, "(\"42%\")" },
        { "figures", 3, "*Figure 1. Acc", "*Acc", "figures", 2, 1, "no caption" },
        { "figures", 3, "*Figure 1.", "*Figure 2.", "figures", 3, 1, "Figure 2 follows figure 0" },
        { "figures", 4, "## Exercises", "## Exercises\n\n![](a.png)", "figures", 4, 3, "no alternative text" },
        { "terms", 3, "the ball has", "the backdoor has", "terms", 3, 23, "first used in lesson 5" },
        { "terms", 3, "the ball has", "the [ball](GLOSSARY.md#ball) has", "terms", 3, 23, "no entry \"ball\"" },
        { "terms", 0, "[margin](GLOSSARY.md#margin)", "margin", "terms", null, 1, "[margin](GLOSSARY.md#margin)" },
        { "links", 3, "the ball has", "[here](https://a.example) the ball has", "links", 3, 23, "\"here\"" },
        { "quiz", 13, "5. Why", "Why", "quiz", 13, 2, "4 questions and 5 folded answers" },
        { "quiz", 13, "(lesson 1)", "", "quiz", 13, 2, "No question comes from an earlier lesson" },
        { "checklist", 14, "AML.T0043.001, ", "", "checklist", 14, 2, "ATLAS" },
        { "checklist", 14, "ML01:2023", "OWASP", "checklist", 14, 2, "OWASP" },
        { "exercises", 7, "importance 3 of 5, ", "", "exercises", 7, 1, "Difficulty D of 5" },
        { "exercises", 9, "<details><summary>Second hint", "<details><summary>More", "exercises", 9, 1, "1 folded hints" },
        { "exercises", 11, "Difficulty 4", "Difficulty 3", "exercises", 5, 1, "has difficulty 3" },
        { "exercises", 12, "// BEGIN SOLUTION\nvar a = 1;\n// END SOLUTION", "var a = 1;", "exercises", 11, 1, "no solution" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void One_break_gives_its_finding_with_cell_and_line(string only, int cell, string text, string changed, string rule, int? where, int line, string words)
    {
        var notebook = StandardLesson.Create();
        Assert.Contains(text, notebook.Cells[cell].Source, StringComparison.Ordinal);
        notebook.Cells[cell].Source = notebook.Cells[cell].Source.Replace(text, changed, StringComparison.Ordinal);
        var findings = Findings(notebook).Where(finding => finding.Rule == only).ToList();
        Assert.Contains(findings, finding => finding.Rule == rule && finding.Cell == where && finding.Line == line && finding.Message.Contains(words, StringComparison.Ordinal));
    }

    // The lesson's own numbers, each changed by one in the last digit that the prose shows.
    [Theory]
    [InlineData("= 0.4236", "= 0.4246", "42.4 is bound to the record \"accuracy under attack\", which is 0.4246")]
    [InlineData("= 1500", "= 1501", "1500 is bound to the record \"steps\", which is 1501")]
    [InlineData("= -0.5041", "= -0.5141", "50 is bound to the record \"fall\", which is -0.5141")]
    public void A_recorded_number_that_changes_breaks_the_prose_that_states_it(string text, string changed, string words)
    {
        var notebook = StandardLesson.Create();
        var output = (StreamOutput)notebook.Cells[1].Outputs[0];
        notebook.Cells[1].Outputs[0] = new StreamOutput("stdout", output.Text.Replace(text, changed, StringComparison.Ordinal));
        var finding = Assert.Single(Findings(notebook));
        Assert.Equal(("numbers", 3, 5), (finding.Rule, finding.Cell, finding.Line));
        Assert.StartsWith(words, finding.Message, StringComparison.Ordinal);
        Assert.Equal($"03-sample.ipynb[3]:5: numbers: {finding.Message}", finding.ToString());
    }

    [Theory]
    [InlineData("In lessons 1, 2 and 3, figures 4–6, table 2 and question 5.")]
    [InlineData("1. A list, `17` in code, $x = 17$, $$17$$, [a link](17.html), https://a.example/17, <span id=\"17\">x</span>.")]
    [InlineData("L2, x86, 3D, AML.T0043.001, ML01:2023, version 10.0.100, Szegedy 2014.")]
    [InlineData("<details><summary>Other data</summary>\n\nMNIST: 0.96 ± 0.02.\n\n</details>")]
    [InlineData("<!-- 17 -->")]
    [InlineData("```\n17\n```")]
    [InlineData("**Time:** 40 min to read.")]
    public void What_is_no_number_of_the_prose_needs_no_mark(string text)
    {
        var notebook = StandardLesson.Create();
        notebook.Cells[4].Source += "\n\n" + text;
        Assert.DoesNotContain(Findings(notebook), finding => finding.Rule == "numbers");
    }

    [Theory]
    [InlineData("One step (FGSM)")]
    [InlineData("Fine-tuned on 1,700 clean digits")]
    [InlineData("False acceptances at FRR 1%")]
    [InlineData("Single target, ρ = 10%")]
    [InlineData("Gradient by each pixel (orange: it rises)")]
    public void Names_of_what_is_drawn_are_no_findings(string title)
    {
        var notebook = StandardLesson.Create();
        notebook.Cells[2].Source = $"Chart.Line(\"{title}\", \"x\", \"y\")";
        Assert.Empty(Findings(notebook));
    }

    [Fact]
    public void A_figure_without_words_of_its_own_is_found()
    {
        var notebook = StandardLesson.Create();
        ((ResultOutput)notebook.Cells[2].Outputs[0]).Data["image/svg+xml"] = (JsonNode)"<svg></svg>";
        Assert.Equal(("figures", 2), Findings(notebook).Select(finding => (finding.Rule, finding.Cell)).Single());
    }

    [Fact]
    public void Links_to_files_that_are_not_there_are_found()
    {
        var folder = Directory.CreateTempSubdirectory("lint-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "GLOSSARY.md"), "");
            var finding = Assert.Single(Linter.Check(StandardLesson.Name, StandardLesson.Create(), StandardLesson.Glossary(), folder.FullName));
            Assert.Equal(("links", 0, 3), (finding.Rule, finding.Cell, finding.Line));
            Assert.Contains("01-a.ipynb", finding.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Suggestions_bind_what_was_recorded_and_name_the_rest()
    {
        var notebook = StandardLesson.Create();
        notebook.Cells[3].Source = "The attack leaves 42.4% after 1,500 steps of 17.";
        var suggestion = Assert.Single(Linter.Suggest(StandardLesson.Name, notebook));
        Assert.StartsWith("03-sample.ipynb[3]\n<!-- numbers: 42.4 = record accuracy under attack; 1500 = record steps -->\n", suggestion, StringComparison.Ordinal);
        Assert.Contains("17 (line 1: ", suggestion, StringComparison.Ordinal);
        Assert.DoesNotContain(Findings(notebook), finding => finding.Message.StartsWith("The mark", StringComparison.Ordinal));
        notebook.Cells[3].Source += "\n\n" + suggestion.Split('\n')[1];
        Assert.Equal("17", Assert.Single(Findings(notebook), finding => finding.Rule == "numbers").Message[..2]);
    }

    [Fact]
    public void A_glossary_is_in_order_and_each_entry_names_a_lesson()
    {
        Assert.Empty(StandardLesson.Glossary().Check());
        var findings = Glossary.Parse("# Glossary\n\n### b\n\nOne. First used in [lesson 1](01-a.ipynb).\n\n### a\n\nTwo.\n").Check();
        Assert.Equal([7, 7], findings.Select(finding => finding.Line));
        Assert.Contains(findings, finding => finding.Message.StartsWith("\"a\" stands after \"b\"", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.ToString().StartsWith("GLOSSARY.md:7: glossary: The entry \"a\"", StringComparison.Ordinal));
    }

    private static IReadOnlyList<LintFinding> Findings(Notebook notebook) => Linter.Check(StandardLesson.Name, notebook, StandardLesson.Glossary());
}
