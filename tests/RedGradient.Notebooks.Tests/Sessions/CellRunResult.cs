using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

internal sealed record CellRunResult(CellOutcome Outcome, IReadOnlyList<CellEvent> Events)
{
    public string? Text => (string?)Events.OfType<ExecuteResult>().SingleOrDefault()?.Data["text/plain"];

    public string? Html => (string?)Events.OfType<ExecuteResult>().SingleOrDefault()?.Data["text/html"];

    public string Out => string.Concat(Events.OfType<StreamText>().Where(stream => stream.Name == "stdout").Select(stream => stream.Text));

    public CellError Error => Assert.IsType<CellError>(Outcome.Error);
}
