namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>A peer broke the transport's rules; its connection is closed and nothing else happens.</summary>
internal sealed class TransportException(string message) : Exception(message);
