namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>Exceptions as text: written by a cell, they may name themselves as their cause, say megabytes, or fail to say anything.</summary>
internal static class ExceptionText
{
    private const int MostCauses = 10;
    private const int MostCharacters = 10_000;

    /// <summary>The exception and what caused it, to an end.</summary>
    public static IReadOnlyList<Exception> Causes(Exception exception)
    {
        var causes = new List<Exception>();
        for (var current = exception; current is not null && causes.Count < MostCauses && !causes.Exists(known => ReferenceEquals(known, current)); current = current.InnerException) causes.Add(current);
        return causes;
    }

    /// <summary>What the exception says, cut where it says too much.</summary>
    public static string Message(Exception exception)
    {
        try { return Walk.Cut(exception.Message ?? "", MostCharacters); }
        catch (Exception thrown) when (!Members.EndsCell(thrown)) { return $"(its message threw {thrown.GetType().Name})"; }
    }
}
