using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// The cells that later ones build on, each compiled after the one before it. What brings nothing that a later cell could name is not among
/// them, and what later cells have replaced leaves them: a cell can be run ten thousand times.
/// </summary>
internal sealed class CellChain(ScriptOptions startOptions, CSharpParseOptions parseOptions)
{
    private const int FewCells = 32;
    private static readonly EmitOptions Emitting = new(debugInformationFormat: DebugInformationFormat.PortablePdb);
    private readonly CellAssemblies _assemblies = new();
    private ImmutableArray<KeptCell> _cells = [];
    // The beginning is compiled before anything after it, once: so all cells share one set of types.
    private readonly Lazy<CSharpCompilation> _start = new(() => Start(startOptions));
    private int _compiled;
    private int _enough = FewCells;

    /// <summary>Every variable of cells, in order; a later one of the same name hides the earlier.</summary>
    public IEnumerable<(string Name, Type Type, object? Value)> Variables =>
        from state in _cells.Select(cell => cell.State).OfType<object>()
        from variable in state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where char.IsLetter(variable.Name[0]) || variable.Name[0] == '_'
        select (variable.Name, variable.FieldType, variable.GetValue(state));

    /// <summary>A text as the next cell, not compiled yet.</summary>
    public CSharpCompilation Next(string code, string cellName)
    {
        var start = _start.Value;
        var number = Interlocked.Increment(ref _compiled).ToString(CultureInfo.InvariantCulture);
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), parseOptions, cellName);
        // Each statement that runs once only needs no optimising; without it an error's trace has every function in it, with its line and column.
        var level = RunsOnce(tree.GetRoot()) ? OptimizationLevel.Debug : OptimizationLevel.Release;
        return CSharpCompilation.CreateScriptCompilation(
            start.AssemblyName![..(start.AssemblyName!.LastIndexOf('-') + 1)] + number,
            tree,
            options: start.Options.WithUsings().WithScriptClassName("Submission#" + number).WithOptimizationLevel(level),
            previousScriptCompilation: _cells.IsEmpty ? start : _cells[^1].Compilation,
            returnType: typeof(object));
    }

    /// <summary>Compiles and loads a cell.</summary>
    /// <param name="compilation">The cell.</param>
    /// <param name="errors">Why it cannot be compiled; empty when it can.</param>
    /// <returns>What can be run, or null.</returns>
    public CellProgram? Build(CSharpCompilation compilation, out ImmutableArray<Diagnostic> errors)
    {
        // A text that is no C# has no meaning either, and what the compiler would say of that is no help.
        errors = Errors(compilation.GetParseDiagnostics());
        if (errors.Length > 0) return null;
        var names = new CellNames(compilation);
        var earlier = _cells;
        if (names.BringsSomething && earlier.Length >= _enough)
        {
            earlier = WithoutReplaced(names);
            var isShorter = earlier != _cells;
            _enough = earlier.Length + (isShorter ? Math.Max(FewCells, earlier.Length / 8) : 1);
            if (isShorter) compilation = After(earlier.IsEmpty ? _start.Value : earlier[^1].Compilation, compilation);
        }

        using var code = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(code, symbols, options: Emitting);
        errors = Errors(result.Diagnostics);
        if (errors.Length > 0) return null;
        // Some libraries build on types that they are given, in ways that the runtime allows only for types that stay. The rest goes if it was run again.
        var isToStay = names.DeclaresTypes || (names.BringsSomething && !names.Brought.Overlaps(earlier.SelectMany(cell => cell.Names.Brought)));
        var assembly = result.Success ? _assemblies.Load(code, symbols, isToStay, earlier.Select(cell => cell.Assembly).OfType<Assembly>()) : null;
        return new CellProgram(compilation, names, assembly, earlier);
    }

    /// <summary>Begins to run a cell.</summary>
    /// <returns>Its value, or what its code threw; and what is there for later cells when it has run.</returns>
    public (Task<(object? Value, Exception? Thrown)> Run, Action Add) Start(CellProgram program)
    {
        // The first place belongs to the compiler, the last is for this cell's own.
        object?[] states = [null, .. program.Earlier.Select(cell => cell.State).Where(state => state is not null), null];
        void Add()
        {
            if (program.Names.BringsSomething) _cells = program.Earlier.Add(new KeptCell(program.Compilation, program.Names, program.Assembly, states[^1]));
        }

        return (program.RunAsync(states), Add);
    }

    private static CSharpCompilation Start(ScriptOptions options)
    {
        var start = (CSharpCompilation)CSharpScript.Create<object>("", options).GetCompilation();
        start.GetDiagnostics();
        return start;
    }

    // A file that a cell loads may hold anything.
    private static bool RunsOnce(SyntaxNode cell) => !cell.DescendantNodes().Any(node => node
        is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or GotoStatementSyntax or QueryExpressionSyntax
        or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseTypeDeclarationSyntax
        || node.HasStructuredTrivia);

    // The cells behind the first that goes are compiled anew, as far as later ones look into them, and stand in the place of those that ran.
    private ImmutableArray<KeptCell> WithoutReplaced(CellNames added)
    {
        var replaced = CellNames.FindReplaced([.. _cells.Select(cell => cell.Names), added]);
        var first = Array.IndexOf(replaced, true);
        if (first < 0) return _cells;
        // Looked at before anything is compiled anew: this is tried with each cell while one of them stands in the way.
        for (var i = first + 1; i < _cells.Length; i++)
        {
            if (!replaced[i] && TypesOf(_cells[i].Compilation) is null) return _cells;
        }

        var left = _cells[..first].ToBuilder();
        for (var i = first + 1; i < _cells.Length; i++)
        {
            if (replaced[i]) continue;
            var compilation = After(left.Count == 0 ? _start.Value : left[^1].Compilation, _cells[i].Compilation);
            // The types of its variables were worked out with all the cells before it. Where they come out otherwise without those, all stay.
            if (TypesOf(_cells[i].Compilation) != TypesOf(compilation)) return _cells;
            left.Add(_cells[i] with { Compilation = compilation });
        }

        return left.ToImmutable();
    }

    private static CSharpCompilation After(CSharpCompilation previous, CSharpCompilation cell) =>
        cell.WithScriptCompilationInfo(cell.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));

    // Null for types without a name, which another compilation would make anew.
    private static string? TypesOf(CSharpCompilation cell)
    {
        var types = cell.ScriptClass!.GetMembers().OfType<IFieldSymbol>().Select(field => field.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).ToList();
        return types.Exists(type => type.Contains("anonymous", StringComparison.Ordinal)) ? null : string.Join('\n', types);
    }

    private static ImmutableArray<Diagnostic> Errors(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.RemoveAll(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
}
