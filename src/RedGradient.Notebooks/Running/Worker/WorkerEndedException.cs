using System.Globalization;

namespace RedGradient.Notebooks.Running.Worker;

/// <summary>The process that ran a lesson's cells ended before the cell did.</summary>
internal sealed class WorkerEndedException(int exitCode, string reason)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The cell ended the process it ran in (exit code {exitCode}{(reason.Length > 0 ? ": " + reason.TrimEnd('.') : "")})."));
