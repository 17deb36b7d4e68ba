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
        // Anyone may have written the notebook: what is no slider is shown by its other formats.
        if (slider is not JsonObject || slider["states"] is not JsonArray { Count: > 0 } states || Text(slider["parameter"]) is not { } name) return null;
        if (!states.All(state => state is JsonObject && Text(state["label"]) is not null && Text(state["numbers"]) is not null && Text(state["svg"]) is not null)) return null;
        var parameter = HtmlText.Escape(name);
        var start = Math.Clamp(slider["start"] is JsonValue value && value.TryGetValue(out int chosen) ? chosen : 0, 0, states.Count - 1);
        var (figures, rows) = (new StringBuilder(), new StringBuilder());
        for (var i = 0; i < states.Count; i++)
        {
            var (label, numbers) = (HtmlText.Escape((string)states[i]!["label"]!), HtmlText.Escape((string)states[i]!["numbers"]!));
            figures.Append($"<div class=\"state\" data-label=\"{label}\" data-numbers=\"{numbers}\"{(i == start ? "" : " hidden")}>\n{SvgFigure.Render((string)states[i]!["svg"]!, ids)}</div>\n");
            rows.Append($"<tr><th scope=\"row\">{label}</th><td>{numbers}</td></tr>\n");
        }

        var first = states[start]!;
        var id = ids.OfHeading("slider-" + name);
        return $"""
            <div class="slider" data-start="{start}">
            {figures.ToString().TrimEnd('\n')}
            <div class="slider-control">
            <label for="{id}">{parameter}</label>
            <input id="{id}" type="range" min="0" max="{states.Count - 1}" step="1" value="{start}" hidden>
            <output for="{id}"><strong>{parameter} = {HtmlText.Escape((string)first["label"]!)}</strong>: {HtmlText.Escape((string)first["numbers"]!)}</output>
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

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
