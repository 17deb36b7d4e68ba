namespace RedGradient.Charts.Display;

/// <summary>Names the class that makes the formatters of a displayable type.</summary>
/// <remarks>
/// Notebook hosts look for an attribute of this name on a value's class and its base classes, by reflection, so that neither side needs a
/// reference to the other. A host creates <see cref="FormatterSourceType"/>, calls its <c>CreateTypeFormatters()</c>, and of each formatter
/// uses the property <c>MimeType</c> and the only method called <c>Format</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute : Attribute
{
    /// <summary>Names the class that makes the formatters.</summary>
    /// <param name="formatterSourceType">Has a public constructor without parameters and a public method <c>CreateTypeFormatters()</c>.</param>
    public TypeFormatterSourceAttribute(Type formatterSourceType) => FormatterSourceType = formatterSourceType;

    /// <summary>The class that makes the formatters.</summary>
    public Type FormatterSourceType { get; }

    /// <summary>The kinds of output that are sent together, the best one first; none by default, which leaves the choice to the host.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
