using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>
/// Finds the native libraries of packages, for the life of the process: the runtime looks for the library once for every function of it, and the
/// one that frees a thing may be called for the first time by a finaliser, when the session that brought the package is long over.
/// They are put side by side, since a library looks for those it needs beside itself, and packages keep them in folders of their own.
/// </summary>
internal static class NativeLibraries
{
    private static readonly Lock Gate = new();
    private static readonly List<(string Folder, IReadOnlyList<string> Files)> Known = [];
    private static readonly Dictionary<string, nint> Loaded = new(StringComparer.Ordinal);

    static NativeLibraries() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += OnResolving;

    /// <summary>Finds these from now on.</summary>
    /// <param name="folder">Where they are put side by side; it may be so already.</param>
    /// <param name="files">The libraries.</param>
    public static void Add(string folder, IReadOnlyList<string> files)
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

        lock (Gate)
        {
            Known.RemoveAll(each => each.Folder == folder);
            Known.Insert(0, (folder, files));
        }
    }

    private static nint OnResolving(Assembly assembly, string name)
    {
        lock (Gate)
        {
            if (Loaded.TryGetValue(name, out var known)) return known;
            foreach (var path in Candidates(name))
            {
                if (File.Exists(path) && NativeLibrary.TryLoad(path, out var handle)) return Loaded[name] = handle;
            }
        }

        return 0;
    }

    // Beside its siblings first; where the folder of links was cleaned away, the package's own file.
    private static IEnumerable<string> Candidates(string name)
    {
        string[] names = [name, $"{name}.dll", $"lib{name}.so", $"{name}.so", $"lib{name}.dylib", $"{name}.dylib"];
        foreach (var (folder, files) in Known)
        {
            foreach (var candidate in names) yield return Path.Combine(folder, candidate);
            foreach (var file in files.Where(file => names.Contains(Path.GetFileName(file), StringComparer.OrdinalIgnoreCase))) yield return file;
        }
    }
}
