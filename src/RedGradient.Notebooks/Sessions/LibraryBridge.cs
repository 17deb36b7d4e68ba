using System.Reflection;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Hands the cancellation token and the place for progress to the library that cells refer to, by name alone: the host must not
/// know the library's types, or it would carry a copy of its own.
/// </summary>
internal sealed class LibraryBridge : IDisposable
{
    private const string LibraryName = "RedGradient";
    private readonly Action<string, double> _progress;
    private CancellationToken _token;
    private Assembly? _library;

    public LibraryBridge(Action<string, double> progress)
    {
        _progress = progress;
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()) Consider(assembly);
    }

    /// <summary>Sets the token that the library falls back to, now and in a library that is loaded later.</summary>
    public void SetToken(CancellationToken token)
    {
        _token = token;
        Apply();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        Set("RedGradient.AmbientCancellation", "Token", CancellationToken.None);
        Set("RedGradient.AmbientProgress", "Sink", null);
    }

    private void OnLoad(object? sender, AssemblyLoadEventArgs arguments) => Consider(arguments.LoadedAssembly);

    private void Consider(Assembly assembly)
    {
        if (assembly.GetName().Name != LibraryName) return;
        _library = assembly;
        Apply();
    }

    private void Apply()
    {
        Set("RedGradient.AmbientCancellation", "Token", _token);
        Set("RedGradient.AmbientProgress", "Sink", _progress);
    }

    private void Set(string type, string property, object? value) =>
        _library?.GetType(type)?.GetProperty(property, BindingFlags.Public | BindingFlags.Static)?.SetValue(null, value);
}
