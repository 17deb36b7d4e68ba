using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedGradient.Evaluation.Auditing;
using RedGradient.Tensors;

namespace RedGradient.Cli.Reports;

/// <summary>An audit as JSON: what the page says, in numbers; of its maps the strongest place. The same audit gives the same bytes.</summary>
internal static class AuditJson
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(string file, string source, AuditReport report)
    {
        var root = new JsonObject
        {
            ["network"] = new JsonObject { ["file"] = file, ["architecture"] = report.Architecture, ["parameters"] = report.ParameterCount },
            ["data"] = new JsonObject { ["name"] = report.Data.Name, ["source"] = source, ["images"] = report.Data.Count, ["shape"] = Numbers(report.Data.Inputs.Shape.ToArray()[1..]), ["classes"] = report.Data.ClassCount },
            ["accuracy"] = report.Accuracy.Value,
            ["verdict"] = report.Verdict.ToString(),
            ["reason"] = report.Reason,
            ["tests"] = new JsonArray([.. report.Findings.Select(Finding)]),
            ["reversedTriggers"] = report.Cleanse is null ? null : new JsonArray([.. report.Cleanse.Triggers.Select((trigger, i) => new JsonObject
            {
                ["class"] = trigger.Target,
                ["maskNorm"] = trigger.MaskNorm,
                ["anomalyIndex"] = Number(report.Cleanse.AnomalyIndices[i]),
                ["success"] = trigger.Success,
                ["reached"] = trigger.Reached,
                ["mask"] = Values(trigger.Mask),
                ["pattern"] = Values(trigger.Pattern),
            })]),
            ["flaggedClasses"] = report.Cleanse is null ? null : Numbers(report.Cleanse.Flagged),
            ["patch"] = new JsonObject
            {
                ["side"] = report.Patches.Side,
                ["row"] = report.Patches.Row,
                ["column"] = report.Patches.Column,
                ["brightness"] = report.Patches.Brightness,
                ["class"] = report.Patches.Class,
                ["share"] = report.Patches.Share,
                ["largestShares"] = Numbers(report.Patches.LargestShares),
            },
            ["search"] = report.Search is not { } search ? null : new JsonObject
            {
                ["side"] = search.Trigger.Pattern.Count,
                ["row"] = search.Trigger.Row.Value,
                ["column"] = search.Trigger.Column.Value,
                ["brightness"] = (int)search.Trigger.Value,
                ["class"] = search.Class,
                ["share"] = search.Share,
                ["sides"] = Numbers(search.Sides),
                ["stride"] = search.Stride,
                ["candidates"] = search.Candidates,
                ["queries"] = search.Queries,
            },
            ["units"] = report.CleanUnits is null ? null : new JsonObject
            {
                ["layer"] = report.CleanUnits.Layer,
                ["cleanMeans"] = Numbers(report.CleanUnits.Mean),
                ["cleanActiveShares"] = Numbers(report.CleanUnits.ActiveShare),
                ["triggeredMeans"] = Numbers(report.TriggeredUnits!.Mean),
            },
            ["strip"] = new JsonObject { ["threshold"] = report.EntropyThreshold, ["cleanEntropies"] = Numbers(report.CleanEntropies), ["triggeredEntropies"] = Numbers(report.TriggeredEntropies) },
            ["accuracyUnderAttack"] = new JsonObject(report.Robustness.Select(each => KeyValuePair.Create(each.Attack, (JsonNode?)each.Accuracy))),
        };
        return root.ToJsonString(Layout) + "\n";
    }

    private static JsonNode Finding(AuditFinding finding) => new JsonObject
    {
        ["test"] = finding.Test,
        ["decides"] = finding.Decides,
        ["verdict"] = finding.Verdict.ToString(),
        ["reason"] = finding.Reason,
        ["measures"] = new JsonArray([.. finding.Measures.Select(measure => new JsonObject
        {
            ["name"] = measure.Name,
            ["value"] = Number(measure.Value),
            ["threshold"] = measure.Threshold,
            ["samples"] = measure.Samples,
        })]),
        ["cannotSee"] = finding.CannotSee,
    };

    private static JsonArray Numbers(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    private static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    // A thousandth is what can be seen of a mask.
    private static JsonArray Values(Tensor tensor) => [.. tensor.ToArray().Select(value => (JsonNode)Math.Round(value, 3))];

    // JSON has no infinity.
    private static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}
