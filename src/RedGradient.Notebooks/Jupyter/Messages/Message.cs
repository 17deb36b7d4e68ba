using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Jupyter.Messages;

/// <summary>A message that was received, its signature checked.</summary>
/// <param name="Identities">The routing frames before the delimiter that the sender put there itself.</param>
/// <param name="Type">The kind of message.</param>
/// <param name="Header">The header as it came, which answers carry as their parent.</param>
/// <param name="Metadata">What the sender says beside the content; of some clients the cell's own metadata.</param>
/// <param name="Content">What the message says.</param>
internal sealed record Message(byte[][] Identities, string Type, byte[] Header, JsonObject Metadata, JsonObject Content);
