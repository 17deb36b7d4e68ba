using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Networks;

/// <summary>A network as a safetensors file: the weights as PyTorch names and shapes them (<see cref="StateDictionary"/>), and a description of the layers.</summary>
/// <remarks>
/// The description is the JSON of a network file, <c>{"layers": [{"type": "Dense", "inputs": 784, "outputs": 10}, …]}</c>. A file written here carries it among its metadata. One that
/// comes from elsewhere has it beside it: <c>model.json</c> for <c>model.safetensors</c>. There each layer may have a <c>"name"</c>, what its tensors' names begin with
/// (<c>"fc1"</c> for <c>fc1.weight</c>); without one it is the layer's number.
/// </remarks>
public static class SafetensorsNetwork
{
    /// <summary>The name of the description among the metadata.</summary>
    public const string DescriptionName = "redgradient.network";

    private const int LongestDescription = 1 << 20;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Writes a network; PyTorch reads it with <c>safetensors.torch.load_file</c> into a <c>Sequential</c> of the same layers.</summary>
    /// <param name="network">Of the library's layers.</param>
    /// <param name="path">Where; the folder must be there. A safetensors file that is there is replaced.</param>
    /// <param name="overwrite">Whether a file of another kind is replaced too; false by default.</param>
    /// <exception cref="NotSupportedException">A layer is not one of the library's.</exception>
    /// <exception cref="IOException">The file could not be written, or there is a file of another kind.</exception>
    public static void Save(Network network, string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = NetworkFile.DescribeLayers(network.Layers) ?? throw new NotSupportedException("Only networks of the library's own layers can be saved; this one has a layer of another kind.");
        var description = new JsonObject { ["layers"] = layers }.ToJsonString();
        new SafetensorsFile(StateDictionary.Of(network), new Dictionary<string, string> { [DescriptionName] = description }).Write(path, overwrite);
    }

    /// <summary>Reads a network.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <param name="descriptionPath">A file with the description; null for the one within the file, or else the one beside it.</param>
    /// <exception cref="InvalidDataException">The file is no safetensors file, there is no description, or the two do not fit; the message says how.</exception>
    public static Network Load(string path, string? descriptionPath = null)
    {
        var file = SafetensorsFile.Read(path);
        var name = Path.GetFileName(path);
        var text = Description(file, path, descriptionPath);
        try
        {
            var description = JsonNode.Parse(text, documentOptions: Options) as JsonObject ?? throw new FormatException("it is no JSON object.");
            var layers = LayerDescription.Layers(description);

            // Weights that are there explain the memory of a network; biases, which may be missing, are never more.
            var held = 2 * file.Tensors.Values.Sum(tensor => (long)tensor.Size);
            if (LayerDescription.Values(layers, held) > held) throw new FormatException("its layers need more values than the file holds.");
            var made = LayerDescription.Make(layers);
            var names = new Dictionary<Layer, string>(ReferenceEqualityComparer.Instance);
            Name(layers, made, names);
            var network = new Network(made);
            StateDictionary.CopyTo(network, file.Tensors, names);
            return network;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"The description of {name} does not lead to a network: {Untrusted.Reason(exception)}", exception);
        }
    }

    private static string Description(SafetensorsFile file, string path, string? given)
    {
        if (given is null && file.Metadata.TryGetValue(DescriptionName, out var within))
        {
            return within.Length <= LongestDescription ? within : throw new InvalidDataException($"The description within {Path.GetFileName(path)} has {within.Length} characters; more than {LongestDescription} are not read.");
        }

        var beside = given ?? Path.ChangeExtension(path, ".json");
        if (!File.Exists(beside))
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} holds weights and no description of the layers, and there is no file \"{beside}\" with one, such as {{\"layers\": [{{\"type\": \"Dense\", \"name\": \"fc1\", \"inputs\": 784, \"outputs\": 10}}]}}.");
        }

        return System.Text.Encoding.UTF8.GetString(Untrusted.ReadAll(beside, LongestDescription, "a description of layers"));
    }

    private static void Name(JsonArray descriptions, IReadOnlyList<Layer> layers, Dictionary<Layer, string> names)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            var description = (JsonObject)descriptions[i]!;
            if (description["name"] is { } node)
            {
                names[layers[i]] = node is JsonValue value && value.TryGetValue(out string? name) ? name : throw new FormatException("the name of a layer is no text.");
            }

            if (layers[i] is NestedLayers nest) Name(LayerDescription.Layers(description), nest.Layers, names);
        }
    }
}
