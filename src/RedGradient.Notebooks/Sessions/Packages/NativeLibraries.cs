using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>
/// Finds the native libraries of packages. They are put side by side, since a library looks for those it needs beside itself, and packages keep
/// them in folders of their own.
/// </summary>
internal sealed class NativeLibraries : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _folders = [];

    public NativeLibraries() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += OnResolving;

    /// <summary>Finds these from now on.</summary>
    /// <param name="folder">Where they are put side by side; it may be so already.</param>
    /// <param name="files">The libraries.</param>
    public void Add(string folder, IReadOnlyList<string> files)
    {
        if (files.Count == 0) return;
        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            var link = Path.Combine(folder, Path.GetFileName(file));
            if (File.Exists(link)) continue;
            // A link costs nothing; where links are not allowed, a copy. One whose target is gone is in the way.
            try
            {
                File.Delete(link);
                File.CreateSymbolicLink(link, file);
            }
            catch (IOException) when (!File.Exists(link))
            {
                File.Copy(file, link);
            }
            catch (IOException)
            {
                // Another kernel was faster.
            }
        }

        lock (_lock)
        {
            _folders.Remove(folder);
            _folders.Insert(0, folder);
        }
    }

    public void Dispose() => AssemblyLoadContext.Default.ResolvingUnmanagedDll -= OnResolving;

    private nint OnResolving(Assembly assembly, string name)
    {
        lock (_lock)
        {
            foreach (var folder in _folders)
            {
                foreach (var candidate in (string[])[name, $"{name}.dll", $"lib{name}.so", $"{name}.so", $"lib{name}.dylib", $"{name}.dylib"])
                {
                    var path = Path.Combine(folder, candidate);
                    if (File.Exists(path) && NativeLibrary.TryLoad(path, out var handle)) return handle;
                }
            }
        }

        return 0;
    }
}
