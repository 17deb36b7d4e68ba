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

    /// <summary>Reads a kernel's folder.</summary>
    /// <returns>The kernel, or null when the folder holds none. A file that cannot be read is a kernel of someone else's.</returns>
    internal static InstalledKernel? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        JsonObject? file = null;
        try { file = JsonNode.Parse(File.ReadAllText(path)) as JsonObject; }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException) { }
        var command = file?["argv"] is JsonArray words ? string.Join(' ', words.Select(word => word?.ToString())) : "";
        return new InstalledKernel(
            Path.GetFileName(folder),
            folder,
            file?["display_name"]?.ToString() ?? "",
            file?["language"]?.ToString() ?? "",
            command,
            file?["metadata"] is JsonObject metadata && metadata.ContainsKey(Mark));
    }
}
