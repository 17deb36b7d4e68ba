namespace RedGradient.Notebooks.Sessions;

/// <summary>A piece of HTML that a cell made with <c>HTML(text)</c>; it is displayed as such, not as text.</summary>
/// <param name="Html">The markup.</param>
public sealed record HtmlContent(string Html)
{
    /// <summary>Gives the markup.</summary>
    public override string ToString() => Html;
}
