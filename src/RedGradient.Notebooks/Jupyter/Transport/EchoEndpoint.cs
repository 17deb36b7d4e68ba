using System.Net;

namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>REP that says back what it hears, envelope and all: the heartbeat. No other thread is asked, so it beats while cells run.</summary>
internal sealed class EchoEndpoint(string name, IPAddress address, int port) : Endpoint(name, address, port, "REP", "REQ", "DEALER")
{
    public override void OnMessage(Connection connection, byte[][] frames) => connection.Send(FrameWriter.Message(frames));
}
