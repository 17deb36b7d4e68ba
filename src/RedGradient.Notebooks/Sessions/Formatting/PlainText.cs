using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>Values as text: invariant culture, short listings of sequences, the members of what has no text of its own.</summary>
internal static class PlainText
{
    private const int MostItems = 20;
    private const int MostRows = 20;
    private const int MostMembers = 40;

    public static string Of(object? value) => Of(value, new Walk());

    public static string Of(object? value, Walk walk) => value switch
    {
        null => "null",
        string text => walk.Count(text),
        bool flag => flag ? "True" : "False",
        _ when IsScalar(value.GetType()) => walk.Count(Single(value)),
        _ when ConventionFormatters.Find(value.GetType())?.Text(value) is { } text => walk.Count(text),
        _ => walk.Into(value, () => Whole(value, walk)),
    };

    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(BigInteger)
        || type == typeof(Complex) || type == typeof(Half) || type == typeof(Guid) || type == typeof(TimeSpan) || type == typeof(DateTime)
        || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(Uri) || typeof(Type).IsAssignableFrom(type);

    public static bool IsNumber(object? value) =>
        value is sbyte or byte or short or ushort or int or uint or long or ulong or Half or float or double or decimal or BigInteger;

    public static bool OverridesToString(Type type) =>
        type.GetMethod(nameof(ToString), [])?.DeclaringType is { } declaring && declaring != typeof(object) && declaring != typeof(ValueType);

    /// <summary>A part of a value: what fails to show itself does not keep the rest from being shown.</summary>
    public static string Part(object? value, Walk walk)
    {
        try { return Of(value, walk); }
        catch (Exception exception) when (!Members.EndsCell(exception)) { return Members.Thrown(exception); }
    }

    private static string Whole(object value, Walk walk) => value switch
    {
        Array { Rank: 2 } matrix => Matrix(matrix, walk),
        IEnumerable sequence when !OverridesToString(value.GetType()) => Listing(sequence, walk),
        Exception exception => walk.Count(string.Join("\ncaused by ", ExceptionText.Causes(exception).Select(each => $"{TypeNames.Of(each.GetType())}: {ExceptionText.Message(each)}"))),
        Delegate => TypeNames.Of(value.GetType()),
        Task task => Running(task, walk),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(item => Part(tuple[item], walk)))})",
        _ when Pair(value.GetType()) is { } pair => $"[{string.Join(", ", pair.Select(member => Part(member.Read(value), walk)))}]",
        _ when IsAnonymous(value.GetType()) => $"{{ {Listed(value, walk)} }}",
        _ when OverridesToString(value.GetType()) && !IsRecord(value.GetType()) => walk.Count(Single(value)),
        _ => Properties(value, walk),
    };

    // What a compiler wrote as a type's text names the types of what it holds, not the values, and knows no end.
    private static bool IsRecord(Type type) =>
        type.GetMethod(nameof(ToString), [])?.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) == true;

    private static bool IsAnonymous(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && type.Name.Contains("AnonymousType", StringComparison.Ordinal);

    private static IReadOnlyList<Members>? Pair(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? Members.Of(type) : null;

    // Asking an unfinished task for its result would wait for it.
    private static string Running(Task task, Walk walk)
    {
        var result = task.Status == TaskStatus.RanToCompletion ? task.GetType().GetProperty("Result") : null;
        var hasResult = result is not null && result.PropertyType.Name != "VoidTaskResult";
        return $"{(hasResult ? $"Task<{TypeNames.Of(result!.PropertyType)}>" : "Task")} {{ Status = {task.Status}{(hasResult ? $", Result = {Part(result!.GetValue(task), walk)}" : "")} }}";
    }

    private static string Single(object value) => value switch
    {
        Type type => type.Name,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Listing(IEnumerable sequence, Walk walk)
    {
        var (items, isWhole) = walk.Take(sequence, MostItems);
        if (items.Count == 0) return isWhole ? "[ ]" : "[ … ]";
        var shown = items.Select(item => walk.IsOver && item is not null && !IsScalar(item.GetType()) ? "…" : Part(item, walk)).ToList();
        if (!isWhole) shown.Add(Rest(sequence, items.Count));
        // Rows of numbers stand below each other.
        return shown.Any(item => item.StartsWith("[ ", StringComparison.Ordinal) || item.StartsWith("[\n", StringComparison.Ordinal))
            ? "[\n" + string.Join('\n', shown.Select(item => "  " + item.Replace("\n", "\n  ", StringComparison.Ordinal))) + "\n]"
            : "[ " + string.Join(", ", shown) + " ]";
    }

    public static string Rest(IEnumerable sequence, int shown)
    {
        var count = sequence is ICollection collection ? collection.Count
            : sequence.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>))
                && sequence.GetType().GetProperty("Count")?.GetValue(sequence) is int known ? known : -1;
        return count > shown ? string.Create(CultureInfo.InvariantCulture, $"… ({count - shown} more)") : "…";
    }

    private static string Matrix(Array matrix, Walk walk)
    {
        var text = new StringBuilder("[");
        for (var row = 0; row < Math.Min(matrix.GetLength(0), MostRows); row++)
        {
            var cells = Enumerable.Range(0, Math.Min(matrix.GetLength(1), MostItems))
                .Select(column => Part(matrix.GetValue(row + matrix.GetLowerBound(0), column + matrix.GetLowerBound(1)), walk));
            text.Append("\n  [ ").AppendJoin(", ", cells).Append(matrix.GetLength(1) > MostItems ? ", … ]" : " ]");
        }

        return text.Append(matrix.GetLength(0) > MostRows ? "\n  …\n]" : "\n]").ToString();
    }

    private static string Properties(object value, Walk walk)
    {
        var listed = Listed(value, walk);
        return listed.Length == 0 ? TypeNames.Of(value.GetType()) : $"{TypeNames.Of(value.GetType())} {{ {listed} }}";
    }

    private static string Listed(object value, Walk walk)
    {
        var members = Members.Of(value.GetType());
        var shown = members.Take(MostMembers).Select(member => $"{member.Name} = {(walk.IsOver ? "…" : Part(member.Read(value), walk))}");
        return string.Join(", ", members.Count > MostMembers ? shown.Append("…") : shown);
    }
}
