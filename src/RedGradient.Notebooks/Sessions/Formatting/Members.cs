using System.Reflection;
using System.Runtime.CompilerServices;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>What of a value makes the columns of a table: public properties, or a tuple's items, in the order of their declaration.</summary>
internal sealed class Members
{
    private readonly Func<object, object?> _read;

    private Members(string name, Func<object, object?> read)
    {
        Name = name;
        _read = read;
    }

    public string Name { get; }

    public static IReadOnlyList<Members> Of(Type type)
    {
        if (typeof(ITuple).IsAssignableFrom(type))
        {
            return [.. Enumerable.Range(0, type.GetGenericArguments().Length).Select(item => new Members($"Item{item + 1}", value => ((ITuple)value)[item]))];
        }

        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Where(property => !property.PropertyType.IsByRefLike)
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken)
            .Select(property => new Members(property.Name, property.GetValue))];
    }

    public object? Read(object value)
    {
        try { return _read(value); }
        catch (TargetInvocationException exception) { return exception.InnerException?.GetType().Name; }
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;
}
