using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Jupyter.Installation;

/// <summary>Puts the kernel where Jupyter finds it, and takes it away again. What someone else installed is left as it is.</summary>
public static class KernelInstaller
{
    /// <summary>The name that the course's notebooks ask for.</summary>
    public const string DefaultName = ".net-csharp";

    /// <summary>The name that the sentence about a name that is taken suggests.</summary>
    public const string OtherName = "redgradient-csharp";

    // The names by which Jupyter finds them.
    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Installs the kernel, or installs it again.</summary>
    /// <param name="folder">The folder of kernels: <see cref="KernelFolders.User"/>, or one below a prefix.</param>
    /// <param name="name">The kernel's name: letters, digits, <c>.</c>, <c>-</c> and <c>_</c>; it is written in small letters.</param>
    /// <param name="others">Folders whose kernel of that name this one would hide; none by default.</param>
    /// <param name="force">Whether someone else's kernel of that name may be replaced or hidden, and a file that was changed since; false by default.</param>
    /// <returns>The kernel as it stands there now.</returns>
    /// <exception cref="ArgumentException">The name has other characters.</exception>
    /// <exception cref="InvalidOperationException">Someone else installed a kernel of that name; the message says which, and what another name would do.</exception>
    /// <exception cref="ArgumentException">The folder cannot be written, or the kernel's file was changed since it was installed.</exception>
    public static InstalledKernel Install(string folder, string name = DefaultName, IEnumerable<string>? others = null, bool force = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        name = Checked(name);
        foreach (var searched in (others ?? []).Prepend(folder).Distinct(StringComparer.Ordinal))
        {
            if (!force && InstalledKernel.Read(Path.Combine(searched, name)) is { IsRedGradient: false } theirs) throw Taken(theirs);
        }

        var target = Path.Combine(folder, name);
        var content = Specification().ToJsonString(Readable) + "\n";
        var files = new OutputFiles("kernel install", target, force, "--prefix");
        // Versions before this one kept no record of what they wrote.
        files.Claim(InstalledKernel.FileName, content: System.Text.Encoding.UTF8.GetBytes(content), isOwn: _ => InstalledKernel.Read(target) is { IsRedGradient: true });
        foreach (var logo in Logos) files.Claim(logo, content: Logo(logo));
        files.Check();
        files.Write(InstalledKernel.FileName, content);
        foreach (var logo in Logos) files.Write(logo, Logo(logo));
        return InstalledKernel.Read(target)!;
    }

    /// <summary>Removes the kernel.</summary>
    /// <param name="folder">The folder of kernels it was installed in.</param>
    /// <param name="name">The name it was installed under.</param>
    /// <returns>The kernel that stood there.</returns>
    /// <exception cref="ArgumentException">The name has characters that are not allowed.</exception>
    /// <exception cref="InvalidOperationException">There is no kernel of that name, or it is someone else's.</exception>
    public static InstalledKernel Uninstall(string folder, string name = DefaultName)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var target = Path.Combine(folder, Checked(name));
        var kernel = InstalledKernel.Read(target) ?? throw new InvalidOperationException($"There is no kernel \"{name}\" in {folder}; `redgradient kernel list` shows what there is.");
        if (!kernel.IsRedGradient) throw new InvalidOperationException($"The kernel \"{name}\" in {folder} is not RedGradient's ({Described(kernel)}); it stays as it is.");
        File.Delete(Path.Combine(target, InstalledKernel.FileName));
        File.Delete(Path.Combine(target, OutputRecord.FileName));
        // A logo that the reader drew instead is theirs.
        foreach (var path in Logos.Select(logo => Path.Combine(target, logo)).Where(path => File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(Logo(Path.GetFileName(path)))))
        {
            File.Delete(path);
        }

        // What a reader put there stays; without its file it is no kernel any more.
        if (!Directory.EnumerateFileSystemEntries(target).Any()) Directory.Delete(target);
        return kernel;
    }

    private static byte[] Logo(string name)
    {
        using var stream = typeof(KernelInstaller).Assembly.GetManifestResourceStream($"{typeof(KernelInstaller).Namespace}.{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static JsonObject Specification() => new()
    {
        ["argv"] = new JsonArray(DotnetProgram.Path, "exec", typeof(KernelInstaller).Assembly.Location, KernelProcess.Verb, "{connection_file}"),
        ["display_name"] = ".NET (C#)",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        ["metadata"] = new JsonObject { [InstalledKernel.Mark] = new JsonObject { ["version"] = typeof(KernelInstaller).Assembly.GetName().Version?.ToString(3) }, ["debugger"] = false },
    };

    private static string Checked(string name) =>
        name is { Length: > 0 } && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_') && name.Any(char.IsAsciiLetterOrDigit)
            ? name.ToLowerInvariant()
            : throw new ArgumentException($"The name of the kernel was \"{name}\"; allowed are letters, digits, \".\", \"-\" and \"_\", and at least one letter or digit.", nameof(name));

    private static InvalidOperationException Taken(InstalledKernel theirs) => new(
        $"There is a kernel \"{theirs.Name}\" already, and it is not RedGradient's: {Described(theirs)} in {theirs.Folder}. It was left as it is, and the course's notebooks open with it. "
        + $"`redgradient kernel install --name {OtherName}` adds RedGradient's beside it: choose it in the notebook's kernel menu; notebooks run on either.");

    private static string Described(InstalledKernel kernel) =>
        $"\"{kernel.DisplayName}\"" + (kernel.Command.Length > 0 ? $", started by `{kernel.Command}`," : "");
}
