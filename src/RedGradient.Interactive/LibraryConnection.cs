using System.Reflection;

namespace RedGradient.Interactive;

/// <summary>Sets the token and the place for progress in the library, and takes both away again.</summary>
/// <remarks>A notebook may have loaded a copy of the library by its path beside the one of the package; every copy is told.</remarks>
internal sealed class LibraryConnection : IDisposable
{
    private LibraryConnection()
    {
    }

    /// <summary>Sets both, now and in a copy that is loaded while a cell runs.</summary>
    public static LibraryConnection Open(Action<string, double> progress, CancellationToken token)
    {
        var connection = new LibraryConnection();
        connection.set = assembly => Set(assembly, progress, token);
        AppDomain.CurrentDomain.AssemblyLoad += connection.OnLoad;
        SetAll(connection.set);
        return connection;
    }

    private Action<Assembly> set = _ => { };

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        SetAll(assembly => Set(assembly, null, CancellationToken.None));
    }

    private void OnLoad(object? sender, AssemblyLoadEventArgs arguments) => set(arguments.LoadedAssembly);

    private static void SetAll(Action<Assembly> set)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            set(assembly);
        }
    }

    private static void Set(Assembly assembly, Action<string, double>? progress, CancellationToken token)
    {
        if (assembly.GetName().Name == "RedGradient")
        {
            assembly.GetType("RedGradient.AmbientCancellation")?.GetProperty("Token")?.SetValue(null, token);
            assembly.GetType("RedGradient.AmbientProgress")?.GetProperty("Sink")?.SetValue(null, progress);
        }
    }
}
