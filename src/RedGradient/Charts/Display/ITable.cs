namespace RedGradient.Charts.Display;

/// <summary>What shows itself as a table: in HTML, and by <c>ToString</c> as text.</summary>
internal interface ITable
{
    /// <summary>The table in HTML.</summary>
    string ToHtml();
}
