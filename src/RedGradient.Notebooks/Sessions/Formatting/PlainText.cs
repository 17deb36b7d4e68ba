using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>Values as text: invariant culture, short listings of sequences.</summary>
internal static class PlainText
{
    private const int MostItems = 20;
    private const int MostRows = 20;

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "True" : "False",
        _ when ConventionFormatters.Find(value.GetType())?.Text(value) is { } text => text,
        Array { Rank: 2 } matrix => Matrix(matrix),
        IEnumerable sequence when !OverridesToString(value.GetType()) => Listing(sequence),
        _ when IsScalar(value.GetType()) || OverridesToString(value.GetType()) => Single(value),
        _ => Properties(value),
    };

    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(BigInteger)
        || type == typeof(Complex) || type == typeof(Half) || type == typeof(Guid) || type == typeof(TimeSpan) || type == typeof(DateTime)
        || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(Uri) || typeof(Type).IsAssignableFrom(type);

    public static bool IsNumber(object? value) =>
        value is sbyte or byte or short or ushort or int or uint or long or ulong or Half or float or double or decimal or BigInteger;

    public static bool OverridesToString(Type type) =>
        type.GetMethod(nameof(ToString), [])?.DeclaringType is { } declaring && declaring != typeof(object) && declaring != typeof(ValueType);

    private static string Single(object value) => value switch
    {
        Type type => type.Name,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Listing(IEnumerable sequence)
    {
        var items = sequence.Cast<object?>().Take(MostItems + 1).ToList();
        if (items.Count == 0) return "[ ]";
        var shown = items.Take(MostItems).Select(Of).ToList();
        if (items.Count > MostItems) shown.Add(Rest(sequence, MostItems));
        // Rows of numbers stand below each other.
        return shown.Any(item => item.StartsWith("[ ", StringComparison.Ordinal))
            ? "[\n" + string.Join('\n', shown.Select(item => "  " + item)) + "\n]"
            : "[ " + string.Join(", ", shown) + " ]";
    }

    public static string Rest(IEnumerable sequence, int shown)
    {
        var count = sequence is ICollection collection ? collection.Count
            : sequence.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>))
                && sequence.GetType().GetProperty("Count")?.GetValue(sequence) is int known ? known : -1;
        return count > shown ? string.Create(CultureInfo.InvariantCulture, $"… ({count - shown} more)") : "…";
    }

    private static string Matrix(Array matrix)
    {
        var text = new StringBuilder("[");
        for (var row = 0; row < Math.Min(matrix.GetLength(0), MostRows); row++)
        {
            var cells = Enumerable.Range(0, Math.Min(matrix.GetLength(1), MostItems)).Select(column => Of(matrix.GetValue(row, column)));
            text.Append("\n  [ ").AppendJoin(", ", cells).Append(matrix.GetLength(1) > MostItems ? ", … ]" : " ]");
        }

        return text.Append(matrix.GetLength(0) > MostRows ? "\n  …\n]" : "\n]").ToString();
    }

    private static string Properties(object value)
    {
        var type = value.GetType();
        var members = Members.Of(type).Select(member => $"{member.Name} = {Of(member.Read(value))}").ToList();
        return members.Count == 0 ? type.Name : $"{type.Name} {{ {string.Join(", ", members)} }}";
    }
}
