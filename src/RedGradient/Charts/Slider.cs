using System.Buffers;
using System.Text;
using System.Text.Json;
using RedGradient.Charts.Display;
using RedGradient.Charts.Rendering;

namespace RedGradient.Charts;

/// <summary>A figure and its numbers at several values of a parameter, computed beforehand; made by <see cref="Chart.Slider"/>.</summary>
/// <remarks>
/// The book makes it movable. Elsewhere, and on paper, it shows the figure of its start and the numbers of every value: nothing is told by the movement alone.
/// As the last expression of a notebook cell it shows itself.
/// </remarks>
[TypeFormatterSource(typeof(SliderFormatterSource), PreferredMimeTypes = ["image/svg+xml", "text/html", "text/plain"])]
public sealed class Slider
{
    private const int MostStates = 11;

    private readonly SliderState[] states;

    internal Slider(string parameter, int start, IEnumerable<SliderState> states)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parameter);
        ArgumentNullException.ThrowIfNull(states);
        this.states = [.. states];
        if (this.states.Length is < 2 or > MostStates || this.states.Contains(null))
        {
            throw new ArgumentException($"A slider has 2 to {MostStates} states, none of them null; {this.states.Length} were given.", nameof(states));
        }

        if (start < 0 || start >= this.states.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The start was state {start}; the slider has states 0 to {this.states.Length - 1}.");
        }

        if (this.states.GroupBy(state => state.Label, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new ArgumentException($"Two states of the slider are labelled \"{repeated.Key}\"; each needs a label of its own.", nameof(states));
        }

        Parameter = parameter;
        Start = start;
    }

    /// <summary>What moves, with its unit.</summary>
    public string Parameter { get; }

    /// <summary>The state that is shown first, counted from 0.</summary>
    public int Start { get; }

    /// <summary>The states in their order, 2 to 11.</summary>
    public IReadOnlyList<SliderState> States => states;

    /// <summary>The figure of the start as SVG.</summary>
    public string ToSvg() => states[Start].Chart.ToSvg();

    /// <summary>The figure of the start, and a table of every value's numbers.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder(states[Start].Chart.ToHtml())
            .Append("\n<table>\n<caption>The figure shows ").Append(SvgBuilder.Escape($"{Parameter} = {states[Start].Label}"))
            .Append(".</caption>\n<thead><tr><th scope=\"col\">").Append(SvgBuilder.Escape(Parameter)).Append("</th><th scope=\"col\">numbers</th></tr></thead>\n<tbody>\n");
        foreach (var state in states)
        {
            html.Append("<tr><td>").Append(SvgBuilder.Escape(state.Label)).Append("</td><td>").Append(SvgBuilder.Escape(state.Numbers)).Append("</td></tr>\n");
        }

        return html.Append("</tbody>\n</table>\n").ToString();
    }

    /// <summary>Every state for a page that can move: <c>{"parameter", "start", "states": [{"label", "numbers", "text", "svg"}]}</c>, ASCII only.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("parameter", Parameter);
            json.WriteNumber("start", Start);
            json.WriteStartArray("states");
            foreach (var state in states)
            {
                json.WriteStartObject();
                json.WriteString("label", state.Label);
                json.WriteString("numbers", state.Numbers);
                json.WriteString("text", state.Chart.ToString());
                json.WriteString("svg", state.Chart.ToSvg());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The figure of the start in words, then a line for each value with its numbers.</summary>
    public override string ToString() => string.Join(
        '\n', states.Select(state => $"{Parameter} = {state.Label}: {state.Numbers}").Prepend($"{states[Start].Chart} Shown for {Parameter} = {states[Start].Label}."));
}
