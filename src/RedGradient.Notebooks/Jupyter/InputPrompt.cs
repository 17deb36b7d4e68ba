using System.Text.Json.Nodes;
using RedGradient.Notebooks.Jupyter.Messages;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>Asks the reader what a cell wants to know, and waits for the answer or the interrupt.</summary>
internal sealed class InputPrompt
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private TaskCompletionSource<string>? _answer;

    /// <summary>Sends the question and waits.</summary>
    public string? Ask(Channels channels, Request? request, InputRequest question)
    {
        if (request?.Message.Content.Flag("allow_stdin", false) != true)
        {
            throw new InvalidOperationException("The cell asks its reader for input, and the program that runs this notebook takes no answers.");
        }

        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        // What was answered before the question is no answer to it.
        lock (_gate) _answer = answer;
        try
        {
            var content = new JsonObject { ["prompt"] = question.Prompt, ["password"] = question.IsPassword };
            var limit = DateTime.UtcNow + ConnectLimit;
            while (!channels.TryAsk(request, content))
            {
                if (DateTime.UtcNow > limit) throw new InvalidOperationException("The cell asks its reader for input, and the notebook is not connected to take it.");
                if (answer.Task.Wait(50)) break;
            }

            return answer.Task.GetAwaiter().GetResult();
        }
        finally
        {
            lock (_gate) _answer = null;
        }
    }

    public void OnAnswer(Message message)
    {
        if (message.Type != "input_reply") return;
        var value = message.Content.Text("value");
        lock (_gate) _answer?.TrySetResult(value);
    }

    /// <summary>Ends the waiting: the cell is interrupted.</summary>
    public void Cancel()
    {
        lock (_gate) _answer?.TrySetCanceled();
    }
}
