using System.Reflection;
using System.Runtime.Loader;
using RedGradient.Networks;

namespace RedGradient.Cli.Models;

/// <summary>An assembly that this program does not refer to, loaded at run time from a folder where the reader put it, with all that it needs beside it.</summary>
/// <param name="Assembly">Its name.</param>
/// <param name="Folder">The folder it is published to, below that of all guests.</param>
/// <param name="Reads">What files it reads, in words.</param>
internal sealed record GuestAssembly(string Assembly, string Folder, string Reads)
{
    /// <summary>Names another folder than <c>artifacts/guests</c> of this repository.</summary>
    public const string Variable = "REDGRADIENT_GUESTS";

    public static GuestAssembly Torch { get; } = new("RedGradient.TorchSharp", "torch", "TorchScript files");

    public static GuestAssembly Onnx { get; } = new("RedGradient.Onnx", "onnx", "ONNX models");

    /// <summary>The command that brings it, to be run in the repository's root.</summary>
    public string Command => $"dotnet publish src/{Assembly} -p:Guest=true -o artifacts/guests/{Folder}";

    /// <summary>Loads it and makes its reader of models.</summary>
    /// <param name="guests">The folder of all guests; null for the variable's, or else the repository's.</param>
    /// <exception cref="ArgumentException">It is not there, or does not load; the message says what helps.</exception>
    public IModelReader Reader(string? guests)
    {
        var folder = Path.GetFullPath(Path.Combine(guests ?? Default(), Folder));
        var path = Path.Combine(folder, Assembly + ".dll");
        if (!File.Exists(path))
        {
            throw new ArgumentException($"{Reads} are read by {Assembly}, which is not in \"{folder}\". This command, in the repository's root, brings it: {Command}");
        }

        try
        {
            var type = new Context(path).LoadFromAssemblyPath(path).GetExportedTypes().SingleOrDefault(type => type is { IsClass: true, IsAbstract: false } && typeof(IModelReader).IsAssignableFrom(type));
            return type is null
                ? throw new ArgumentException($"\"{path}\" has no reader of models, or was built with another version of the library. Build it again: {Command}")
                : (IModelReader)Activator.CreateInstance(type)!;
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or ReflectionTypeLoadException or TargetInvocationException)
        {
            throw new ArgumentException($"\"{path}\" does not load: {Untrusted.Reason(exception.GetBaseException())} Build it again: {Command}", exception);
        }
    }

    private static string Default() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Path.Combine("artifacts", "guests");

    // The library itself is this program's copy, so that both mean the same classifier; everything else is the guest's own.
    private sealed class Context(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name is "RedGradient" or "MathNet.Numerics" || resolver.ResolveAssemblyToPath(assemblyName) is not { } file ? null : LoadFromAssemblyPath(file);

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
