using System.Globalization;
using RedGradient.Charts;
using RedGradient.Evaluation.Auditing;
using RedGradient.Notebooks.Book;
using RedGradient.Tensors;

namespace RedGradient.Cli.Reports;

/// <summary>An audit as a page that stands alone.</summary>
internal static class AuditPage
{
    // What each test does, in the order of the tests.
    private static readonly string[] Methods =
    [
        "For each class: the smallest mask and pattern that send images of the other classes there. The anomaly index counts by how many deviations, in medians, a mask lies from the median of all.",
        "A small white or black patch moves over clean images; the first map shows the share that goes to one class. The second, the size of the gradient (saliency), stands beside it and decides nothing. In a model that gives scores alone, squares of three sizes are also tried at every place, on a few images first and the strongest on all.",
        "How strongly each unit of a layer answers on clean images, and with the smallest reversed trigger in them.",
        "STRIP (strong intentional perturbation) lays other clean pictures over an image, the overlays, and measures by the entropy in bits how much the answer moves. A trigger holds it still.",
        "FGSM (fast gradient sign method) moves every pixel once by ε against the network; PGD (projected gradient descent) takes many small steps within ε. A model that gives scores alone is attacked by Square, random squares of ±ε that are kept where they help.",
    ];

    public static string Render(string file, string source, AuditReport report)
    {
        var data = report.Data;
        var size = string.Join('×', data.Inputs.Shape.ToArray()[1..]);
        var page = new ReportPage($"Audit of {file}", $"{AuditWords.Verdict(report.Verdict)}: an audit of the network {file} with {data.Count} clean images.");
        page.Text($"""
            # {AuditWords.Verdict(report.Verdict)}: {ReportPage.Escape(file)}

            > **{AuditWords.Verdict(report.Verdict)}.** {ReportPage.Escape(report.Reason)}

            An audit has the network and some clean images, nothing of the training. {string.Join(" and ", report.Findings.Where(finding => finding.Decides).Select(finding => finding.Test))} decide, since they tell clean from backdoored networks in trials; the other tests say how far to believe them.
            *No sign* means that a test looked and found nothing, not that there is nothing.

            | | |
            |---|---|
            | network | {ReportPage.Escape(report.Architecture)} |
            | parameters | {report.ParameterCount?.ToString("N0", CultureInfo.InvariantCulture) ?? "not counted"} |
            | clean images | {ReportPage.Escape(source)}: {data.Count.ToString("N0", CultureInfo.InvariantCulture)} of {size}, {data.ClassCount} classes |
            | right answers | {report.Accuracy} |

            """);
        page.Text(string.Join('\n', report.Findings.Select(finding => $"| {finding.Test} | {AuditWords.Verdict(finding.Verdict)} | {(finding.Decides ? "yes" : "no")} |").Prepend("| test | verdict | decides |\n|---|---|---|")));
        for (var i = 0; i < report.Findings.Count; i++)
        {
            var finding = report.Findings[i];
            page.Text($"## {finding.Test}: {AuditWords.Verdict(finding.Verdict).ToLowerInvariant()}\n\n{Methods[i]}\n\n{ReportPage.Escape(finding.Reason)}");
            foreach (var figure in Figures(i, report))
            {
                page.Figure(figure.ToSvg());
            }

            if (finding.Measures.Count > 0)
            {
                page.Text("| rests on | value | threshold | samples |\n|---|---:|---:|---:|\n" + string.Join('\n', finding.Measures.Select(measure =>
                    $"| {ReportPage.Escape(measure.Name)} | {Number(measure.Value)} | {(measure.Threshold is { } threshold ? Number(threshold) : "none")} | {measure.Samples} |")));
            }

            page.Text($"**What it cannot see.** {ReportPage.Escape(finding.CannotSee)}");
        }

        return page.ToHtml();
    }

    // In the order of the tests.
    private static IEnumerable<Figure> Figures(int test, AuditReport report) => test switch
    {
        0 => CleanseFigures(report),
        1 => PatchFigures(report),
        2 => UnitFigures(report),
        3 => [EntropyFigure(report)],
        _ => [RobustnessFigure(report)],
    };

    private static IEnumerable<Figure> CleanseFigures(AuditReport report)
    {
        if (report.Cleanse is not { } cleanse) yield break;
        var flagged = cleanse.Flagged;
        yield return Chart.Bar(
                flagged.Count > 0
                    ? FormattableString.Invariant($"Class {flagged[0]} needs a mask of {cleanse.MaskNorms[flagged[0]]:F1} pixels, the median class {cleanse.Median:F1}")
                    : FormattableString.Invariant($"The smallest mask has {cleanse.Smallest.MaskNorm / cleanse.Median:F2} of the median's pixels"),
                "class that the trigger leads to",
                "pixels covered, ‖m‖₁",
                cleanse.Triggers.Select(trigger => FormattableString.Invariant($"{trigger.Target}")))
            .Add("mask", cleanse.MaskNorms)
            .MarkY(cleanse.Median, "median")
            .HideLegend();
        var (height, width) = (report.Data.Inputs.Shape[2], report.Data.Inputs.Shape[3]);
        yield return Chart.Pictures(
                "The smallest trigger found for each class, on grey",
                Tensor.Concatenate([.. cleanse.Triggers.Select(trigger => trigger.Render(report.Data.Inputs.Shape[1], height, width, 0.5f))]),
                cleanse.Triggers.Select(trigger => FormattableString.Invariant($"class {trigger.Target}: {trigger.MaskNorm:F1} px{(flagged.Contains(trigger.Target) ? " (flagged)" : "")}")),
                columns: 5)
            .Describe(FormattableString.Invariant($"Pictures of the reversed triggers of {cleanse.Triggers.Count} classes; the smallest, of class {cleanse.Smallest.Target}, covers {cleanse.Smallest.MaskNorm:F1} pixels, the median {cleanse.Median:F1}."));
    }

    private static IEnumerable<Figure> PatchFigures(AuditReport report)
    {
        var patches = report.Patches;
        var color = patches.Brightness == 1 ? "white" : "black";
        var map = patches.Map(patches.Class, patches.Brightness);
        yield return Chart.HeatMap(
                FormattableString.Invariant($"A {color} {patches.Side}×{patches.Side} patch at row {patches.Row}, column {patches.Column} leads {100 * patches.Share:F0}% to class {patches.Class}"),
                "first column of the patch",
                "first row of the patch",
                map,
                Names(map.GetLength(0)),
                Names(map.GetLength(1)))
            .ColorLabel($"share that goes to class {patches.Class}")
            .Size(620, 480);
        if (report.Saliency is null) yield break;
        yield return Chart.HeatMap(
                $"For comparison: where the gradient towards class {patches.Class} is large on clean images",
                "column",
                "row",
                OverChannels(report.Saliency))
            .ColorLabel("mean size of the gradient")
            .Size(620, 480);

        IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{i * patches.Stride}"));
    }

    private static IEnumerable<Figure> UnitFigures(AuditReport report)
    {
        if (report.CleanUnits is not { } clean) yield break;
        var order = clean.Order();
        var places = Enumerable.Range(1, order.Length).ToArray();
        yield return Chart.Line(
                FormattableString.Invariant($"{clean.ActiveShare.Count(share => share == 0.0)} of {order.Length} units of layer {clean.Layer} sleep on clean images"),
                "units, the quietest on clean images first",
                "mean activation")
            .Add("clean images", places, order.Select(unit => clean.Mean[unit]))
            .Add("with the smallest reversed trigger", places, order.Select(unit => report.TriggeredUnits!.Mean[unit]));
    }

    private static HistogramChart EntropyFigure(AuditReport report)
    {
        var chart = Chart.Histogram(
                FormattableString.Invariant($"Under overlays: {report.CleanEntropies.Average():F2} bits on clean images, {report.TriggeredEntropies.Average():F2} with {report.TriggerTried}"),
                "mean entropy of the answers under overlays, in bits",
                bins: 20,
                asShares: true)
            .Add("clean", report.CleanEntropies)
            .Add($"with {report.TriggerTried}", report.TriggeredEntropies);
        return report.EntropyThreshold is { } threshold ? chart.MarkX(threshold, "threshold") : chart;
    }

    private static BarChart RobustnessFigure(AuditReport report) => Chart.Bar(
            FormattableString.Invariant($"{report.Robustness[^1].Attack} leaves {100 * report.Robustness[^1].Accuracy:F0}% of the answers right"),
            "attack",
            "accuracy",
            report.Robustness.Select(each => each.Attack))
        .Add("accuracy", report.Robustness.Select(each => each.Accuracy))
        .RangeY(0, 1)
        .HideLegend();

    private static double[,] OverChannels(Tensor saliency)
    {
        var result = new double[saliency.Shape[1], saliency.Shape[2]];
        for (var c = 0; c < saliency.Shape[0]; c++)
        {
            for (var row = 0; row < result.GetLength(0); row++)
            {
                for (var column = 0; column < result.GetLength(1); column++)
                {
                    result[row, column] += saliency[c, row, column] / saliency.Shape[0];
                }
            }
        }

        return result;
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("0.###", CultureInfo.InvariantCulture) : "∞";
}
