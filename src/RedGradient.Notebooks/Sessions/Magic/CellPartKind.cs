namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>The kinds of pieces that a cell has.</summary>
internal enum CellPartKind
{
    /// <summary>C# to compile and run.</summary>
    Code,

    /// <summary>A text to show: HTML, JavaScript, Markdown or Mermaid.</summary>
    Shown,

    /// <summary>A text in a language that is not here.</summary>
    Foreign,

    /// <summary>A line with a magic command.</summary>
    Command,
}
