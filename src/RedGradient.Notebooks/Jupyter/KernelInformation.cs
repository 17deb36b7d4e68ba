using System.Text.Json.Nodes;
using RedGradient.Notebooks.Jupyter.Messages;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>What the kernel says about itself.</summary>
internal static class KernelInformation
{
    private static readonly string Version = typeof(KernelInformation).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static JsonObject Reply() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = MessageCodec.ProtocolVersion,
        ["implementation"] = "redgradient",
        ["implementation_version"] = Version,
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"RedGradient {Version}: C# cells on .NET {Environment.Version}.",
        ["debugger"] = false,
        ["help_links"] = new JsonArray(),
    };
}
