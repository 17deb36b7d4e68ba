using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Gets the compiler going beside the start of a session. Its first compilation costs two seconds, nearly all of it for the runtime, which
/// translates the compiler itself; while one thread reads the framework's metadata, another can have that done.
/// </summary>
internal static class CompilerStart
{
    /// <summary>Begins, and does not wait for it.</summary>
    public static void Begin() => new Thread(Compile) { IsBackground = true, Name = "compiler start" }.Start();

    private static void Compile()
    {
        try
        {
            var options = new CSharpParseOptions(Session.Language, kind: SourceCodeKind.Script);
            var cell = CSharpCompilation.CreateScriptCompilation(
                "start",
                CSharpSyntaxTree.ParseText(SourceText.From("1 + 1", Encoding.UTF8), options, "start"),
                [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
                returnType: typeof(object));
            cell.Emit(new MemoryStream(), new MemoryStream(), options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // It was only to save time.
        }
    }
}
