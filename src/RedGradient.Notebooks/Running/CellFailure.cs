using System.Globalization;

namespace RedGradient.Notebooks.Running;

/// <summary>The cell that ended a lesson's run.</summary>
/// <param name="Cell">The number of the code cell, from 1, as it stands in brackets beside the cell.</param>
/// <param name="Line">The line in the cell, from 1; null when unknown.</param>
/// <param name="SourceLine">The text of that line.</param>
/// <param name="Name">The error's name.</param>
/// <param name="Message">The error's message.</param>
public sealed record CellFailure(int Cell, int? Line, string? SourceLine, string Name, string Message)
{
    /// <summary>The failure in one or two lines: cell, line, source and message.</summary>
    public override string ToString()
    {
        var place = Line is null ? "" : string.Create(CultureInfo.InvariantCulture, $", line {Line}: {SourceLine}");
        return string.Create(CultureInfo.InvariantCulture, $"code cell {Cell}{place}\n    {Name}: {Message}");
    }
}
