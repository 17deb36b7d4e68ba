namespace RedGradient.Notebooks.Jupyter.Messages;

/// <summary>A message is not what Jupyter's protocol allows; the message is passed over or answered with an error, and nothing else happens.</summary>
internal sealed class MessageException(string message) : Exception(message);
