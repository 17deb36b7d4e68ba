namespace RedGradient.Notebooks.Linting;

/// <summary>An entry of the glossary.</summary>
/// <param name="Name">The term, in the singular.</param>
/// <param name="Anchor">What a link to it ends in, after <c>#</c>.</param>
/// <param name="Explanation">The paragraph as Markdown, without the sentence about the first use.</param>
/// <param name="Lesson">The lesson that uses the term first; null where the entry names none.</param>
/// <param name="Line">The line of its heading in the file, counted from 1.</param>
public sealed record GlossaryTerm(string Name, string Anchor, string Explanation, int? Lesson, int Line);
