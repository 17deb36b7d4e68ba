using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Tests.Sessions;

/// <summary>Makes small libraries for cells to refer to.</summary>
internal static class Libraries
{
    public static void Compile(string path, string code, params string[] references)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] names = ["System.Private.CoreLib.dll", "System.Runtime.dll", "System.Console.dll", "System.Collections.dll", "System.Threading.dll", "System.Runtime.InteropServices.dll"];
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(code)],
            names.Select(name => Path.Combine(framework, name)).Concat(references).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var result = compilation.Emit(path, xmlDocumentationPath: Path.ChangeExtension(path, ".xml"));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}
