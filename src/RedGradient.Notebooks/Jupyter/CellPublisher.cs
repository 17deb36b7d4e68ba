using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>
/// Publishes what one cell shows. Lines of progress are for the reader who waits: when the cell has ended, its outputs are published once
/// more without them, so that a notebook holds the same whoever ran it.
/// </summary>
internal sealed class CellPublisher(Action<string, JsonObject> publish, int executionCount)
{
    private const int MostKept = 32 << 20;
    private readonly Lock _gate = new();
    private readonly List<CellEvent> _kept = [];
    private long _keptSize;
    private bool _hasProgress;

    public CellError? Error { get; private set; }

    public JsonObject? Result { get; private set; }

    public void Add(CellEvent cellEvent)
    {
        lock (_gate)
        {
            Remember(cellEvent);
            Publish(cellEvent);
        }
    }

    /// <summary>The cell has ended.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            if (_hasProgress && _keptSize <= MostKept)
            {
                // With nothing to come there would be nothing to wait for.
                publish("clear_output", new JsonObject { ["wait"] = _kept.Count > 0 });
                _kept.ForEach(Publish);
            }

            _kept.Clear();
            _hasProgress = false;
            _keptSize = 0;
        }
    }

    private void Remember(CellEvent cellEvent)
    {
        switch (cellEvent)
        {
            case DisplayData { IsTransient: true }:
                _hasProgress = true;
                return;
            case DisplayData { IsUpdate: true } update:
                for (var index = 0; index < _kept.Count; index++)
                {
                    if (_kept[index] is DisplayData display && display.DisplayId == update.DisplayId) _kept[index] = update with { IsUpdate = false };
                }

                return;
            case ClearOutput:
                // What is taken away is not to come back when the lines of progress go.
                _kept.Clear();
                _keptSize = 0;
                return;
            case CellError error:
                Error = error;
                break;
            case ExecuteResult result:
                Result = result.Data;
                break;
            case StreamText text:
                _keptSize += text.Text.Length;
                break;
        }

        if (_keptSize <= MostKept) _kept.Add(cellEvent);
        else _kept.Clear();
    }

    private void Publish(CellEvent cellEvent)
    {
        var (type, content) = cellEvent switch
        {
            StreamText stream => ("stream", new JsonObject { ["name"] = stream.Name, ["text"] = stream.Text }),
            DisplayData display => (display.IsUpdate ? "update_display_data" : "display_data", Bundle(display.Data, display.Metadata, display.DisplayId)),
            ExecuteResult result => ("execute_result", Bundle(result.Data, result.Metadata, null)),
            ClearOutput clear => ("clear_output", new JsonObject { ["wait"] = clear.Wait }),
            CellError error => ("error", KernelError.Content(error)),
            _ => throw new ArgumentOutOfRangeException(nameof(cellEvent), cellEvent, "An event of a kind that has no message."),
        };
        if (type == "execute_result") content["execution_count"] = executionCount;
        publish(type, content);
    }

    private static JsonObject Bundle(JsonObject data, JsonObject metadata, string? displayId) => new()
    {
        ["data"] = data.DeepClone(),
        ["metadata"] = metadata.DeepClone(),
        ["transient"] = displayId is null ? [] : new JsonObject { ["display_id"] = displayId },
    };
}
