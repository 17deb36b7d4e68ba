using System.Text;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Book;

/// <summary>A figure at several values of a parameter. Without a script, and on paper, it shows the start and a table of all values.</summary>
internal static class SliderFigure
{
    internal const string Type = "application/vnd.redgradient.slider+json";

    /// <summary>The markup; null where the bundle holds no slider that can be read.</summary>
    internal static string? Render(JsonNode? slider, PageIds ids)
    {
        if (slider is not JsonObject || slider["states"] is not JsonArray { Count: > 0 } states || slider["parameter"] is not JsonValue) return null;
        var parameter = HtmlText.Escape((string)slider["parameter"]!);
        var start = Math.Clamp((int?)slider["start"] ?? 0, 0, states.Count - 1);
        var (figures, rows) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; i < states.Count; i++)
        {
            var (label, numbers) = (HtmlText.Escape((string)states[i]!["label"]!), HtmlText.Escape((string)states[i]!["numbers"]!));
            figures.Append($"<div class=\"state\" data-label=\"{label}\" data-numbers=\"{numbers}\"{(i == start ? "" : " hidden")}>\n{SvgFigure.Render((string)states[i]!["svg"]!, ids)}</div>\n");
            rows.Append($"<tr><th scope=\"row\">{label}</th><td>{numbers}</td></tr>\n");
        }

        var first = states[start]!;
        var name = ids.OfHeading("slider-" + (string)slider["parameter"]!);
        return $"""
            <div class="slider" data-start="{start}">
            {figures.ToString().TrimEnd('\n')}
            <div class="slider-control">
            <label for="{name}">{parameter}</label>
            <input id="{name}" type="range" min="0" max="{states.Count - 1}" step="1" value="{start}" hidden>
            <output for="{name}"><strong>{parameter} = {HtmlText.Escape((string)first["label"]!)}</strong>: {HtmlText.Escape((string)first["numbers"]!)}</output>
            </div>
            <details class="slider-table"><summary>All values of {parameter}</summary>
            <div class="scroll"><table>
            <thead><tr><th scope="col">{parameter}</th><th scope="col">numbers</th></tr></thead>
            <tbody>
            {rows.ToString().TrimEnd('\n')}
            </tbody>
            </table></div>
            </details>
            </div>

            """;
    }
}
