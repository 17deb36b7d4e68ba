using System.Reflection;
using System.Runtime.CompilerServices;

namespace RedGradient.Notebooks.Sessions.Formatting;

/// <summary>What of a value makes the columns of a table: public properties and fields, or a tuple's items, in the order of their declaration.</summary>
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
            .Where(property => !property.PropertyType.IsByRefLike && !property.PropertyType.IsPointer && !property.PropertyType.IsByRef)
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken)
            .Select(property => new Members(property.Name, property.GetValue)),
            .. type.GetFields(BindingFlags.Public | BindingFlags.Instance)
                .Where(field => !field.FieldType.IsByRefLike && !field.FieldType.IsPointer)
                .OrderBy(field => Depth(field.DeclaringType!))
                .ThenBy(field => field.MetadataToken)
                .Select(field => new Members(field.Name, field.GetValue))];
    }

    public object? Read(object value)
    {
        CellLanguage.Checkpoint();
        try { return _read(value); }
        catch (Exception exception) when (!EndsCell(exception)) { return Thrown(exception); }
    }

    /// <summary>Whether an exception means the cell, not the value that is being shown.</summary>
    public static bool EndsCell(Exception exception) =>
        exception is ThreadInterruptedException or ThreadAbortException || (CellLanguage.IsEnding && exception is OperationCanceledException)
        || (exception is TargetInvocationException { InnerException: { } inner } && EndsCell(inner));

    /// <summary>What stands in the place of a value that could not be read.</summary>
    public static string Thrown(Exception exception)
    {
        while (exception is TargetInvocationException { InnerException: { } inner }) exception = inner;
        return $"(threw {exception.GetType().Name}: {ExceptionText.Message(exception)})";
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;
}
