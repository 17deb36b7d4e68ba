namespace RedGradient.Charts.Display;

/// <summary>Writes values of one class as one kind of output.</summary>
/// <remarks>Hosts find the method by its name, so there is only one called <c>Format</c>.</remarks>
internal sealed class Formatter<T>(string mimeType, Func<T, string> render)
    where T : class
{
    /// <summary>The kind of output.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes a value if it is of the class.</summary>
    public bool Format(object value, TextWriter writer)
    {
        if (value is not T displayable)
        {
            return false;
        }

        writer.Write(render(displayable));
        return true;
    }
}
