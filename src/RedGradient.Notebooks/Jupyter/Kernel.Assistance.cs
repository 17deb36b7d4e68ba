using System.Text.Json.Nodes;
using RedGradient.Notebooks.Jupyter.Assistance;
using RedGradient.Notebooks.Jupyter.Messages;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter;

internal sealed partial class Kernel
{
    private JsonObject Complete(JsonObject content, long order)
    {
        var code = content.Text("code");
        var position = CodePoints.ToIndex(code, content.Number("cursor_pos", int.MaxValue));
        var (start, items) = _assistant.Ask(order, () => Completion.Of(_session, code, position));
        var first = CodePoints.FromIndex(code, start);
        var last = CodePoints.FromIndex(code, position);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = first,
            ["cursor_end"] = last,
            ["metadata"] = new JsonObject
            {
                // Not in the protocol, but what notebooks draw kinds and signatures from.
                ["_jupyter_types_experimental"] = new JsonArray([.. items.Select(item => (JsonNode)new JsonObject
                {
                    ["start"] = first,
                    ["end"] = last,
                    ["text"] = item.Text,
                    ["type"] = item.Kind,
                    ["signature"] = item.Signature,
                })]),
            },
        };
    }

    private JsonObject Inspect(JsonObject content, long order)
    {
        var code = content.Text("code");
        var position = CodePoints.ToIndex(code, content.Number("cursor_pos", int.MaxValue));
        var found = _assistant.Ask(order, () => Inspection.Of(_session, code, position, withMembers: content.Number("detail_level", 0) > 0));
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? [] : new JsonObject { ["text/plain"] = found.ToText(), ["text/html"] = found.ToHtml() },
            ["metadata"] = new JsonObject(),
        };
    }

    private static JsonObject IsComplete(JsonObject content)
    {
        var code = content.Text("code");
        if (Session.IsComplete(code)) return new JsonObject { ["status"] = CodeShape.HasErrors(code) ? "invalid" : "complete" };
        return new JsonObject { ["status"] = "incomplete", ["indent"] = new string(' ', 4 * CodeShape.OpenBlocks(code)) };
    }
}
