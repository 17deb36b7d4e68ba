using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Jupyter.Installation;

/// <summary>A kernel that Jupyter can find.</summary>
/// <param name="Name">The name of its folder, by which notebooks ask for it.</param>
/// <param name="Folder">The folder with its <c>kernel.json</c>, as a full path.</param>
/// <param name="DisplayName">What Jupyter's menus call it.</param>
/// <param name="Language">The language of its cells.</param>
/// <param name="Command">The command that starts it; empty when its file says none.</param>
/// <param name="IsRedGradient">Whether <see cref="KernelInstaller"/> installed it.</param>
public sealed record InstalledKernel(string Name, string Folder, string DisplayName, string Language, string Command, bool IsRedGradient)
{
    internal const string FileName = "kernel.json";
    internal const string Mark = "redgradient";
    private const long LargestFile = 1 << 20;

    /// <summary>Reads a kernel's folder.</summary>
    /// <returns>The kernel, or null when the folder holds none. A file that cannot be read is a kernel of someone else's.</returns>
    internal static InstalledKernel? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        var name = Path.GetFileName(folder);
        try
        {
            var file = JsonNode.Parse(Untrusted.ReadAll(path, LargestFile, "a kernel's file"), documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
            var command = file?["argv"] is JsonArray words ? string.Join(' ', words.Select(Text)) : "";
            return new InstalledKernel(name, folder, Text(file?["display_name"]), Text(file?["language"]), command, file?["metadata"] is JsonObject metadata && metadata.ContainsKey(Mark));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            return new InstalledKernel(name, folder, "", "", "", false);
        }
    }

    // As it may be printed: a name of someone else's commands no terminal.
    private static string Text(JsonNode? node) => Untrusted.Shown(node?.ToString() ?? "", 200);
}
