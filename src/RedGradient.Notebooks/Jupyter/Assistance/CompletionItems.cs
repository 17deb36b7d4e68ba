using Microsoft.CodeAnalysis;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>Symbols as completions.</summary>
internal static class CompletionItems
{
    /// <summary>Whether a reader would want to see the symbol.</summary>
    public static bool IsOffered(ISymbol symbol) =>
        symbol.CanBeReferencedByName && !symbol.Name.Contains('<', StringComparison.Ordinal)
        && symbol is not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.Destructor or MethodKind.PropertyGet or MethodKind.PropertySet }
        && !symbol.GetAttributes().Any(IsHiding);

    public static CompletionItem Of(ISymbol symbol) => new(symbol.Name, Kind(symbol), Signature(symbol));

    public static string Kind(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => "module",
        ITypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        ITypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        ITypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        ITypeSymbol => "class",
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enum member",
        IFieldSymbol { ContainingType.IsScriptClass: false } => "field",
        IEventSymbol => "event",
        IParameterSymbol => "param",
        _ => "instance",
    };

    private static string Signature(ISymbol symbol) => symbol is IMethodSymbol method
        ? $"({string.Join(", ", method.Parameters.Select(parameter => parameter.ToDisplayString(Signatures.Short)))})"
        : "";

    // EditorBrowsable(Never), which is 1.
    private static bool IsHiding(AttributeData attribute) =>
        attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: 1 }];
}
