namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>Types as a reader of C# writes them, without their namespace.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsArray) return Of(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        var tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0) return type.Name;
        var count = int.Parse(type.Name.AsSpan(tick + 1), System.Globalization.CultureInfo.InvariantCulture);
        // A nested type carries its container's arguments before its own.
        return $"{type.Name[..tick]}<{string.Join(", ", type.GetGenericArguments().TakeLast(count).Select(Of))}>";
    }
}
