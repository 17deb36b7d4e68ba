using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting;

namespace RedGradient.Notebooks.Tests.Linting;

/// <summary>A small lesson 3 that keeps the whole standard, to break in one place at a time.</summary>
internal static class StandardLesson
{
    public const string Name = "03-sample.ipynb";

    public const string Svg = "<svg><title>Accuracy falls to 42%</title><desc>A line chart of accuracy over epsilon.</desc></svg>";

    public static Glossary Glossary() => RedGradient.Notebooks.Linting.Glossary.Parse("""
        # Glossary

        ### backdoor

        A hidden behaviour. First used in [lesson 5](05-neural-backdoors.ipynb).

        ### margin

        A distance. First used in [lesson 3](03-sample.ipynb).
        """);

    public static Notebook Create()
    {
        var notebook = Notebook.Create();
        foreach (var (kind, source, outputs) in Cells())
        {
            var cell = new Cell(kind, source.ReplaceLineEndings("\n"));
            cell.Outputs.AddRange(outputs);
            notebook.Cells.Add(cell);
        }

        return notebook;
    }

    private static IEnumerable<(CellKind Kind, string Source, Output[] Outputs)> Cells()
    {
        yield return (CellKind.Markdown, "# A sample\n\n**You will be able to** *read* a [margin](GLOSSARY.md#margin). **You need to know** [lesson 1](01-a.ipynb).\n\n**Time:** 40 min to read, 10 s to run.\n\n**Data:** digits. **Article sections reproduced:** one.\n\n> **Threat model.** Who, what, why. Lesson 5 adds a backdoor.\n\n" + string.Concat(Enumerable.Repeat("Plain words. ", 500)), []);
        yield return (CellKind.Code, "Console.WriteLine(1);", [new StreamOutput("stdout", "accuracy under attack = 0.4236 (expected 0.4 to 0.5 on synthetic)\nsteps = 1500 (expected 1500 to 1500 on synthetic)\nfall = -0.5041 (no expectation on synthetic)\n")]);
        yield return (CellKind.Code, "Chart.Line($\"Accuracy falls to {100 * a:F0}%\", \"ε\", \"share right\").Add(\"a\", x, y)", [new ResultOutput(2, new() { ["image/svg+xml"] = Svg, ["text/plain"] = "a chart" })]);
        yield return (CellKind.Markdown, "*Figure 1. Accuracy over $\\varepsilon = 0.3$, which falls from left to right.*\n\n" + string.Concat(Enumerable.Range(1, 5).Select(i => $"**Predict.** How much?\n\n**You should see** 42.4% after 1,500 steps, a fall of 50 points, `0.77` in code. See lesson 2.\n\n")) + "In figures 1 and 2 the ball has 784 sides; Goodfellow, Shlens and Szegedy 2014 report 89.4%.\n\n<!-- numbers: 42.4 = record accuracy under attack; 1500 = record steps; 50 = record fall;\n 784 = constant; 89.4 = cited Goodfellow 2014 -->", []);
        yield return (CellKind.Markdown, "## Exercises", []);
        for (var i = 1; i <= 4; i++)
        {
            yield return (CellKind.Markdown, $"### {i}. Do it\n\n*Difficulty {i} of 5, importance 3 of 5, 10 minutes.* Do it.\n\n<details><summary>First hint</summary>\n\nLook.\n\n</details>\n\n<details><summary>Second hint</summary>\n\nLook again.\n\n</details>", []);
            yield return (CellKind.Code, "// BEGIN SOLUTION\nvar a = 1;\n// END SOLUTION", []);
        }

        yield return (CellKind.Markdown, "## Quiz\n\n" + string.Concat(Enumerable.Range(1, 5).Select(i => $"{i}. Why (lesson 1)?\n\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>\n\n")), []);
        yield return (CellKind.Markdown, "## Defender's checklist\n\n- What? (AML.T0043.001, ML01:2023)\n\n## Limits\n\nSome.\n\n## Further reading\n\n- Goodfellow, Shlens and Szegedy (2014): [Explaining](https://arxiv.org/abs/1412.6572), 12 pages.", []);
    }
}
