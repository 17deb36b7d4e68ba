using RedGradient.Notebooks.Jupyter.Messages;
using RedGradient.Notebooks.Jupyter.Transport;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>A message that waits for its answer.</summary>
/// <param name="Order">Counts the messages of the shell channel in the order in which they arrived.</param>
/// <param name="Peer">Who asks.</param>
/// <param name="Message">What is asked.</param>
internal sealed record Request(long Order, Connection Peer, Message Message);
