namespace RedGradient.Charts.Rendering;

/// <summary>Chooses as many ticks as there is room for labels that do not touch each other.</summary>
internal static class TickLabels
{
    /// <summary>Labels under an axis.</summary>
    public static IReadOnlyList<PlacedLabel> Horizontal(Axis axis, double room, double size, out double height)
    {
        if (axis.Categories is { } categories)
        {
            return Named(categories, room / categories.Count, size, out height);
        }

        height = size;
        for (var wanted = Math.Clamp((int)(room / 48), 2, 12); wanted > 1; wanted--)
        {
            var labels = Place(axis.Ticks(wanted), size);
            if (!Touch(axis, labels, room))
            {
                return labels;
            }
        }

        var last = Place(axis.Ticks(1), size);
        return Touch(axis, last, room) ? [last[0]] : last;
    }

    /// <summary>Labels beside an axis.</summary>
    public static IReadOnlyList<PlacedLabel> Vertical(Axis axis, double room, double size, double widest)
    {
        if (axis.Categories is { } categories)
        {
            var stride = Stride(categories.Count, room, size * 1.3);
            return
            [
                .. Enumerable.Range(0, categories.Count).Where(i => i % stride == 0).Select(i =>
                {
                    var text = TextMetrics.Shorten(categories[i], size, widest);
                    return new PlacedLabel(i, [text], TextMetrics.Width(text, size));
                }),
            ];
        }

        return Place(axis.Ticks(Math.Clamp((int)(room / 44), 2, 10)), size);
    }

    private static List<PlacedLabel> Place(IReadOnlyList<Tick> ticks, double size) =>
        [.. ticks.Select(tick => new PlacedLabel(tick.Value, [tick.Label], TextMetrics.Width(tick.Label, size)))];

    private static bool Touch(Axis axis, List<PlacedLabel> labels, double room)
    {
        for (var i = 1; i < labels.Count; i++)
        {
            var distance = Math.Abs(axis.Position(labels[i].Value) - axis.Position(labels[i - 1].Value)) * room;
            if (distance < ((labels[i].Width + labels[i - 1].Width) / 2) + 10)
            {
                return true;
            }
        }

        return false;
    }

    private static List<PlacedLabel> Named(IReadOnlyList<string> names, double slot, double size, out double height)
    {
        // One line, then up to three lines, then turned and at last thinned out.
        if (names.All(name => TextMetrics.Width(name, size) <= slot - 6))
        {
            height = size;
            return [.. names.Select((name, i) => new PlacedLabel(i, [name], TextMetrics.Width(name, size)))];
        }

        var wordsFit = names.All(name => name.Split(' ').All(word => TextMetrics.Width(word, size) <= slot - 6));
        var wrapped = names.Select(name => TextMetrics.Wrap(name, size, slot - 6)).ToArray();
        if (wordsFit && wrapped.All(lines => lines.Count <= 3))
        {
            height = size * 1.2 * wrapped.Max(lines => lines.Count);
            return [.. wrapped.Select((lines, i) => new PlacedLabel(i, lines, slot))];
        }

        var stride = Stride(names.Count, slot * names.Count, size * 1.4);
        var turned = new List<PlacedLabel>();
        for (var i = 0; i < names.Count; i += stride)
        {
            // Two lines where the places are far enough apart for them.
            var lines = TextMetrics.Wrap(names[i], size, 112, maximumLines: slot * stride > size * 3 ? 2 : 1);
            turned.Add(new PlacedLabel(i, lines, lines.Max(line => TextMetrics.Width(line, size)), Turned: true));
        }

        height = (turned.Max(label => label.Width) * 0.64) + size;
        return turned;
    }

    private static int Stride(int count, double room, double each) => Math.Max(1, (int)Math.Ceiling(count * each / Math.Max(1, room)));
}
