namespace RedGradient.Notebooks.Book;

/// <summary>What stands in the book besides the lessons.</summary>
public sealed record BookOptions
{
    /// <summary>The title of the book; <c>RedGradient</c> by default.</summary>
    public string Title { get; init; } = "RedGradient";

    /// <summary>The line under the title.</summary>
    public string Subtitle { get; init; } = "The gradient that trains a network is the gradient that breaks it.";

    /// <summary>A short introduction in Markdown, without a title of its own.</summary>
    public string Introduction { get; init; } =
        "A course you run: neural networks, the attacks on them and the defences, lesson by lesson, each figure made by the code beside it. "
        + "These pages show the lessons as they ran; the notebooks behind them are yours to change.";

    /// <summary>The text of the glossary (<see cref="Linting.Glossary"/>), which becomes a page, an index and a note at each linked term; null, the default, for none.</summary>
    public string? Glossary { get; init; }

    /// <summary>The text of the page of symbols, in Markdown with one heading of level 1; null, the default, for none.</summary>
    public string? Notation { get; init; }

    /// <summary>Is told, in a sentence, of each cell that could not be laid out; null, the default, for nobody.</summary>
    public Action<string>? Notice { get; init; }
}
