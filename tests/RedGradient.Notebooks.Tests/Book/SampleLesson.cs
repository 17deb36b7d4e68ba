using System.Text.Json.Nodes;
using RedGradient.Notebooks.Book;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Tests.Book;

/// <summary>Notebooks with everything a lesson can hold, for tests of the book; no lesson of the course.</summary>
public static class SampleLesson
{
    public const string FirstName = "01-sample.ipynb";
    public const string SecondName = "02-second.ipynb";

    // A picture of two by two pixels.
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP4z8DAwMDA8J+BgYGBAQAd/gP/p0wYNwAAAABJRU5ErkJggg==";

    public static IReadOnlyList<(string Name, Notebook Notebook)> Both() => [(FirstName, First()), (SecondName, Second())];

    public static Notebook First()
    {
        var notebook = Notebook.Create();
        foreach (var (kind, source, outputs) in Cells())
        {
            var cell = new Cell(kind, source);
            cell.Outputs.AddRange(outputs);
            notebook.Cells.Add(cell);
        }

        notebook.AssignIds();
        return notebook;
    }

    public static Notebook Second() => new()
    {
        Cells =
        {
            new Cell(CellKind.Markdown, "# Activation and saturation\n\nWhere a gradient dies, learning stops, and so does an attack. About **15–20 minutes**.\n\n## One section\n\nBack to [the first lesson](01-sample.ipynb#the-chain-rule), and to [saturation](GLOSSARY.md#saturation).\n\n<!-- numbers: 17 = constant -->", "a"),
            new Cell(CellKind.Code, "chart", "b") { Outputs = { new DisplayOutput(Bundle("image/svg+xml", Chart("#0072b2"))) } },
            new Cell(CellKind.Markdown, "*Figure 1. The loss over the epochs, which falls from left to right.*\n\nZanzibar is a word of this page alone.", "c"),
            new Cell(CellKind.Code, $"// {new string('m', 83)}", "d") { Outputs = { new DisplayOutput(Bundle("image/svg+xml", Panels())) } },
            new Cell(CellKind.Code, "slider", "e") { Outputs = { new DisplayOutput(Slider()) } },
            new Cell(CellKind.Markdown, "## Exercises\n\n### 1. Do it\n\nNow.", "f"),
        },
    };

    /// <summary>A glossary of one term, and a page of symbols.</summary>
    public static BookOptions Options() => new()
    {
        Glossary = "# Glossary\n\n## Terms\n\n### saturation\n\nA slope near 0, where *learning* stops. First used in [lesson 2](02-second.ipynb).\n",
        Notation = "# Notation\n\n## Letters\n\n$x$ is an input.\n",
    };

    /// <summary>Three states of a parameter, the middle one shown first.</summary>
    public static JsonObject Slider() => new()
    {
        ["image/svg+xml"] = Chart("#0072b2"),
        ["text/plain"] = "a slider",
        ["application/vnd.redgradient.slider+json"] = new JsonObject
        {
            ["parameter"] = "ε",
            ["start"] = 1,
            ["states"] = new JsonArray([.. new[] { ("0.0", 97, "#000000"), ("0.1", 42, "#0072b2"), ("0.2", 7, "#d55e00") }.Select(state => (JsonNode)new JsonObject
            {
                ["label"] = state.Item1,
                ["numbers"] = $"accuracy {state.Item2} %",
                ["text"] = "A line chart.",
                ["svg"] = Chart(state.Item3),
            })]),
        },
    };

    /// <summary>Two panels side by side, with headings as the library writes them.</summary>
    public static string Panels() => """
        <svg xmlns="http://www.w3.org/2000/svg" width="720" height="400" viewBox="0 0 720 400" role="img" aria-labelledby="p1-title p1-desc">
        <title id="p1-title">Two panels</title>
        <desc id="p1-desc">Two rectangles, one beside the other.</desc>
        <rect x="0" y="0" width="720" height="400" fill="#ffffff"/>
        <text x="24" y="36" font-size="17" fill="#1f2328" font-weight="600">Two panels</text>
        <text x="24" y="65" font-size="14" fill="#1f2328" font-weight="600">Left, with a</text>
        <text x="24" y="83" font-size="14" fill="#1f2328" font-weight="600">second line</text>
        <text x="371" y="65" font-size="14" fill="#1f2328" font-weight="600">Right</text>
        <rect x="24" y="90" width="325" height="290" fill="#0072b2"/>
        <rect x="371" y="90" width="325" height="290" fill="#d55e00"/>
        </svg>
        """;

    public static JsonObject Bundle(string type, string content) => new() { [type] = content, ["text/plain"] = "Line chart: loss falls from 2.3 to 0.1" };

    public static string Chart(string colour) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360" role="img" aria-labelledby="c1-title c1-desc">
        <title id="c1-title">Loss falls from 2.3 to 0.1</title>
        <desc id="c1-desc">Line chart of the loss by epoch.</desc>
        <defs><clipPath id="c1-clip"><rect x="60" y="40" width="560" height="270"/></clipPath></defs>
        <rect width="640" height="360" fill="#ffffff"/>
        <text x="60" y="26" font-size="16" font-family="sans-serif" font-weight="bold">Loss falls from 2.3 to 0.1</text>
        <g stroke="#dddddd">{string.Concat(Enumerable.Range(0, 6).Select(i => $"<line x1=\"60\" x2=\"620\" y1=\"{40 + (54 * i)}\" y2=\"{40 + (54 * i)}\"/>"))}</g>
        <g font-size="12" font-family="sans-serif" text-anchor="end">{string.Concat(Enumerable.Range(0, 6).Select(i => $"<text x=\"52\" y=\"{44 + (54 * i)}\">{(5 - i) / 2.0:0.0}</text>"))}</g>
        <text x="340" y="346" font-size="12" font-family="sans-serif" text-anchor="middle">epoch</text>
        <polyline clip-path="url(#c1-clip)" fill="none" stroke="{colour}" stroke-width="3" points="{string.Join(' ', Enumerable.Range(0, 29).Select(i => $"{60 + (20 * i)},{300 - (250 / (1 + (i * i / 20))):0}"))}"/>
        </svg>
        """;

    private static IEnumerable<(CellKind Kind, string Source, Output[] Outputs)> Cells()
    {
        var chart = new DisplayOutput(Bundle("image/svg+xml", Chart("#d55e00")));
        yield return (CellKind.Markdown, """
            # Backpropagation, number by number

            You will compute a gradient by hand, check it against finite differences, and read its sign as influence.

            - **Time:** 25 minutes to read, 1 minute to run
            - **Data:** the synthetic digits

            > **Threat model.** The attacker sees the network and may change every pixel by at most $\epsilon$; they want one wrong answer.
            """, []);
        yield return (CellKind.Code, "#r \"../artifacts/lab/RedGradient.dll\"\nusing RedGradient.Tensors;\nusing RedGradient.Charts;", []);
        yield return (CellKind.Markdown, """
            ## The chain rule

            For a layer $\mathbf{z}^{(l)} = W^{(l)}\mathbf{a}^{(l-1)} + \mathbf{b}^{(l)}$ with $\mathbf{a}^{(l)} = \sigma(\mathbf{z}^{(l)})$, the error flows back:

            $$
            \begin{aligned}
            \delta^{(L)} &= \nabla_{\mathbf{a}} \mathcal{L} \odot \sigma'(\mathbf{z}^{(L)}) \\
            \delta^{(l)} &= \left( (W^{(l+1)})^{\top} \delta^{(l+1)} \right) \odot \sigma'(\mathbf{z}^{(l)})
            \end{aligned}
            $$

            and the cross-entropy of a softmax is $$\mathcal{L} = -\sum_{i=1}^{n} y_i \log \frac{e^{z_i}}{\sum_j e^{z_j}}.$$

            A perturbation is bounded: $\lVert \delta \rVert_\infty \le \epsilon$ and $x' = \operatorname{clip}_{[0,1]}\left(x + \epsilon \cdot \operatorname{sign}(\nabla_x \mathcal{L}(\theta, x, y))\right)$, so $x' \in [0, 1]^d$.

            **Predict:** does the loss rise or fall when $w_1$ grows?[^1]

            [^1]: Think of the sign of the gradient first.

            ### A smaller heading with `code`

            | Quantity | By hand | By the library | Difference | Finite differences | Relative error |
            |---|---:|---:|---:|---:|---:|
            | $\partial \mathcal{L} / \partial w_1$ | 0.0821 | 0.0821 | 0 | 0.08209998 | 2.4e-7 |
            | $\partial \mathcal{L} / \partial w_2$ | 0.1003 | 0.1003 | 0 | 0.10029999 | 1.0e-7 |

            ```csharp
            // A fence in the prose.
            var step = Gradient.Of(loss, weights);
            ```
            """, []);
        yield return (CellKind.Code, """
            // Forward, by hand: one line per formula.
            var z = weights.MatMul(input) + bias;
            foreach (var value in z.ToArray())
            {
                Console.WriteLine($"z = {value:F4}, sigma(z) = {1 / (1 + Math.Exp(-value)):F4} and a long tail that makes this line wider than a phone");
            }
            chart.Display(); /* the loss */
            """, [new StreamOutput("stdout", "z = 0.5000, sigma(z) = 0.6225\n"), new StreamOutput("stdout", "z = -0.2500, sigma(z) = 0.4378\n"), chart]);
        yield return (CellKind.Markdown, "**You should see** a loss of 0.10 ± 0.02 after the last epoch.\n\n<details>\n<summary>Hint</summary>\n\nStart from $e^x$ and *differentiate*.\n\n</details>\n", []);
        yield return (CellKind.Code, "chart", [chart.Clone(), new StreamOutput("stderr", "a warning\n")]);
        yield return (CellKind.Code, "records", [new ResultOutput(4, new() { ["text/html"] = Table(), ["text/plain"] = "a table" })]);
        yield return (CellKind.Code, "digits", [new DisplayOutput(Bundle("image/png", Picture), new() { ["image/png"] = new JsonObject { ["width"] = 200, ["height"] = 200 } })]);
        yield return (CellKind.Code, "Gradient.Of(loss, nothing)", [new ErrorOutput("ArgumentException", "The loss does not depend on <nothing>.", ["  cell 7, line 1"])]);
        yield return (CellKind.Markdown, "## Exercises\n\n- [x] read the lesson\n- [ ] solve the exercise\n\nDifficulty 2, 5 minutes. Write the derivative of the sigmoid.", []);
        yield return (CellKind.Code, """
            static double SigmoidSlope(double z)
            {
                // BEGIN SOLUTION
                // STUB: return 0; // your code here
                var s = 1 / (1 + Math.Exp(-z));
                return s * (1 - s);
                // END SOLUTION
            }
            Lesson.Check(Math.Abs(SigmoidSlope(0) - 0.25) < 1e-9, "At 0 the slope is 1/4.");
            """, [new StreamOutput("stdout", "Right.\n")]);
        yield return (CellKind.Markdown, "## Limits & <what> is left: $\\epsilon$\n\nSee [the next lesson](./02-second.ipynb).", []);
    }

    private static string Table()
    {
        var head = string.Concat(Enumerable.Range(1, 9).Select(i => $"<th>Column {i}</th>"));
        var row = string.Concat(Enumerable.Range(1, 9).Select(i => $"<td>{i * 1.5:0.0000}</td>"));
        return $"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr><tr>{row}</tr></tbody></table><script>alert(1)</script>";
    }
}
