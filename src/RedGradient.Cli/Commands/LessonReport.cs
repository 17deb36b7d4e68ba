using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary>The outcome of one lesson: its run, or the sentence that says why there is none.</summary>
internal sealed record LessonReport(string Name, LessonResult? Result, string? Problem)
{
    public bool Succeeded => Problem is null;
}
