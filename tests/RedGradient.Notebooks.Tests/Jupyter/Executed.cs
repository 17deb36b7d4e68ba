namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>What an execution gave: the reply, and everything published for it from busy to idle.</summary>
internal sealed record Executed(Received Reply, IReadOnlyList<Received> Published)
{
    public IReadOnlyList<Received> Outputs => [.. Published.Where(message => message.Type is not ("status" or "execute_input"))];

    public string Text => string.Concat(Published.Where(message => message.Type == "stream" && message["name"] == "stdout").Select(message => message["text"]));

    public string? Result => (string?)Published.Single(message => message.Type == "execute_result").Content["data"]!["text/plain"];
}
