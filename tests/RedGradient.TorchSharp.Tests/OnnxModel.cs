using System.Text;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Guests.Tests;

/// <summary>Writes a network of dense layers and ReLUs as an ONNX model: the few fields of its protocol buffers that one needs.</summary>
internal static class OnnxModel
{
    public static byte[] Of(Network network, int batch)
    {
        var graph = new MemoryStream();
        var from = "images";
        for (var i = 0; i < network.Layers.Count; i++)
        {
            var to = i == network.Layers.Count - 1 ? "scores" : $"h{i}";
            switch (network.Layers[i])
            {
                case Dense dense:
                    Bytes(graph, 1, Node("Gemm", [from, $"w{i}", $"b{i}"], to));
                    Bytes(graph, 5, Values($"w{i}", dense.Weight.Value));
                    Bytes(graph, 5, Values($"b{i}", dense.Bias.Value));
                    break;
                case Relu: Bytes(graph, 1, Node("Relu", [from], to)); break;
                case Flatten: Bytes(graph, 1, Node("Flatten", [from], to)); break;
                default: throw new NotSupportedException();
            }

            from = to;
        }

        Text(graph, 2, "network");
        Bytes(graph, 11, Port("images", [batch, 1, 28, 28]));
        Bytes(graph, 12, Port("scores", [batch, 10]));
        var model = new MemoryStream();
        Number(model, 1, 8);
        Bytes(model, 7, graph.ToArray());
        var version = new MemoryStream();
        Number(version, 2, 13);
        Bytes(model, 8, version.ToArray());
        return model.ToArray();
    }

    private static byte[] Node(string operation, string[] inputs, string output)
    {
        var node = new MemoryStream();
        foreach (var input in inputs) Text(node, 1, input);
        Text(node, 2, output);
        Text(node, 4, operation);
        return node.ToArray();
    }

    private static byte[] Values(string name, Tensor tensor)
    {
        var values = new MemoryStream();
        foreach (var length in tensor.Shape) Number(values, 1, length);
        Number(values, 2, 1);
        Text(values, 8, name);
        Bytes(values, 9, [.. tensor.ToArray().SelectMany(BitConverter.GetBytes)]);
        return values.ToArray();
    }

    // A dimension of 0 is one that the caller chooses.
    private static byte[] Port(string name, int[] lengths)
    {
        var shape = new MemoryStream();
        foreach (var length in lengths)
        {
            var dimension = new MemoryStream();
            if (length > 0) Number(dimension, 1, length);
            else Text(dimension, 2, "n");
            Bytes(shape, 1, dimension.ToArray());
        }

        MemoryStream tensor = new(), type = new(), port = new();
        Number(tensor, 1, 1);
        Bytes(tensor, 2, shape.ToArray());
        Bytes(type, 1, tensor.ToArray());
        Text(port, 1, name);
        Bytes(port, 2, type.ToArray());
        return port.ToArray();
    }

    private static void Number(MemoryStream stream, int field, long value)
    {
        Variable(stream, field << 3);
        Variable(stream, value);
    }

    private static void Text(MemoryStream stream, int field, string text) => Bytes(stream, field, Encoding.UTF8.GetBytes(text));

    private static void Bytes(MemoryStream stream, int field, byte[] bytes)
    {
        Variable(stream, (field << 3) | 2);
        Variable(stream, bytes.Length);
        stream.Write(bytes);
    }

    private static void Variable(MemoryStream stream, long value)
    {
        for (; value > 127; value >>= 7) stream.WriteByte((byte)(value | 128));
        stream.WriteByte((byte)value);
    }
}
