using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// The cells that later ones build on, each compiled after the one before it. What brings nothing that a later cell could name is not among
/// them: a cell that looks at a value can be run ten thousand times.
/// </summary>
internal sealed class CellChain(ScriptOptions startOptions, ScriptOptions cellOptions)
{
    private static readonly EmitOptions Emitting = new(debugInformationFormat: DebugInformationFormat.PortablePdb);
    private readonly CellAssemblies _assemblies = new();
    // The first place belongs to the compiler.
    private object?[] _states = new object?[16];
    private int _count = 1;
    private Script<object>? _last;

    /// <summary>Every variable of cells, in order; a later one of the same name hides the earlier.</summary>
    public IEnumerable<(string Name, Type Type, object? Value)> Variables =>
        from state in _states.Take(_count).Skip(1)
        from variable in state!.GetType().GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where char.IsLetter(variable.Name[0]) || variable.Name[0] == '_'
        select (variable.Name, variable.FieldType, variable.GetValue(state));

    /// <summary>A text as the next cell, not compiled yet.</summary>
    public Script<object> Next(string code, string cellName)
    {
        // The beginning is compiled before anything after it, one compilation at a time: so all of them share one set of types.
        if (_last is null)
        {
            var start = CSharpScript.Create<object>("", startOptions);
            start.GetCompilation().GetDiagnostics();
            _last = start;
        }

        return _last.ContinueWith<object>(code, cellOptions.WithFilePath(cellName));
    }

    /// <summary>Compiles and loads a cell.</summary>
    /// <param name="script">The cell.</param>
    /// <param name="errors">Why it cannot be compiled; empty when it can.</param>
    /// <returns>What can be run, or null.</returns>
    public CellProgram? Build(Script<object> script, out ImmutableArray<Diagnostic> errors)
    {
        var compilation = script.GetCompilation();
        // A text that is no C# has no meaning either, and what the compiler would say of that is no help.
        errors = Errors(compilation.GetParseDiagnostics());
        if (errors.Length > 0) return null;
        using var code = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(code, symbols, options: Emitting);
        errors = Errors(result.Diagnostics);
        if (errors.Length > 0) return null;
        var isKept = BringsSomething(compilation);
        if (!result.Success) return new CellProgram(script, null, isKept);
        code.Position = symbols.Position = 0;
        return new CellProgram(script, _assemblies.Load(code, symbols, isKept), isKept);
    }

    /// <summary>Begins to run a cell.</summary>
    public Task<(object? Value, Exception? Thrown)> Start(CellProgram program)
    {
        if (_count == _states.Length) Array.Resize(ref _states, 2 * _count);
        return program.RunAsync(_states);
    }

    /// <summary>A cell has run: what it brings is there for later ones.</summary>
    public void Add(CellProgram program)
    {
        if (!program.IsKept) _states[_count] = null;
        else
        {
            _last = program.Script;
            if (_states[_count] is not null) _count++;
        }
    }

    private static ImmutableArray<Diagnostic> Errors(ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.RemoveAll(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);

    private static bool BringsSomething(Compilation compilation) =>
        compilation.ScriptClass!.GetMembers().Any(member => !member.IsImplicitlyDeclared)
        || (compilation.SyntaxTrees.Last().GetRoot() is CompilationUnitSyntax unit
            && (unit.Usings.Count > 0 || unit.Externs.Count > 0 || unit.GetReferenceDirectives().Count > 0 || unit.GetLoadDirectives().Count > 0));
}
