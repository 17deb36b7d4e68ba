using RedGradient.Cli.Commands;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Terminal;

/// <summary>Shows the run of lessons while it lasts.</summary>
internal interface IRunView
{
    void Progress(string lesson, LessonProgress progress);

    void Finished(LessonReport report);
}
