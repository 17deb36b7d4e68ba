using System.Text.Json.Nodes;

namespace RedGradient.Networks;

/// <summary>The layers that a network file describes: how many values they have, and the layers themselves.</summary>
internal static class LayerDescription
{
    // By how many pixels convolutions together may make an image wider than it is.
    private const long LargestGrowth = 1024;

    internal static JsonArray Layers(JsonObject holder) => holder["layers"] as JsonArray ?? throw new FormatException("it has no list of layers.");

    /// <summary>How many values the layers have, in numbers that cannot overflow; counting stops above a bound. Nothing is allocated.</summary>
    internal static Int128 Values(JsonArray layers, long bound)
    {
        long growth = 0;
        return Count(layers, bound, ref growth);
    }

    internal static Layer[] Make(JsonArray layers) => [.. layers.Select(layer => Make(Known(layer)))];

    private static Int128 Count(JsonArray layers, long bound, ref long growth)
    {
        Int128 sum = 0;
        foreach (var node in layers)
        {
            var layer = Known(node);
            switch (Kind(layer))
            {
                case nameof(Dense):
                    sum += (Int128)Whole(layer, "inputs") * Whole(layer, "outputs") + Whole(layer, "outputs");
                    break;
                case nameof(Conv2D):
                    Int128 outputs = Whole(layer, "outputChannels");
                    long kernel = Whole(layer, "kernel"), padding = Whole(layer, "padding", 0);
                    sum += (outputs * Whole(layer, "inputChannels") * kernel * kernel) + outputs;
                    growth += Math.Max(0, (2 * padding) - kernel + 1);
                    break;
                case nameof(Conv1D):
                    sum += ((Int128)Whole(layer, "outputChannels") * Whole(layer, "inputChannels") * Whole(layer, "kernel")) + Whole(layer, "outputChannels");
                    break;
                case nameof(Embedding):
                    sum += (Int128)Whole(layer, "vocabulary") * Whole(layer, "width");
                    break;
                case nameof(BatchNormalization):
                    sum += 4 * (Int128)Whole(layer, "channels");
                    break;
                case nameof(Residual) or nameof(TriggerSkip):
                    sum += Count(Layers(layer), bound, ref growth);
                    break;
            }

            if (growth > LargestGrowth) throw new FormatException($"its convolutions' padding makes an image more than {LargestGrowth} pixels wider.");
            if (sum > bound) return sum;
        }

        return sum;
    }

    private static Layer Make(JsonObject layer) => Kind(layer) switch
    {
        nameof(Dense) => new Dense(Whole(layer, "inputs"), Whole(layer, "outputs")),
        nameof(Conv2D) => new Conv2D(Whole(layer, "inputChannels"), Whole(layer, "outputChannels"), Whole(layer, "kernel"), Whole(layer, "stride"), Whole(layer, "padding", 0)),
        nameof(Conv1D) => new Conv1D(Whole(layer, "inputChannels"), Whole(layer, "outputChannels"), Whole(layer, "kernel")),
        nameof(Embedding) => new Embedding(Whole(layer, "vocabulary"), Whole(layer, "width")),
        nameof(MaxPool2D) => new MaxPool2D(Whole(layer, "size"), Whole(layer, "stride")),
        nameof(AveragePool2D) => new AveragePool2D(Whole(layer, "size"), Whole(layer, "stride")),
        nameof(GlobalMaxPool1D) => new GlobalMaxPool1D(),
        nameof(GlobalAveragePool1D) => new GlobalAveragePool1D(),
        nameof(BatchNormalization) => new BatchNormalization(Whole(layer, "channels"), Number(layer, "momentum"), Number(layer, "epsilon")),
        nameof(Residual) => new Residual(Make(Layers(layer))),
        nameof(TriggerSkip) => new TriggerSkip(Whole(layer, "target", 0), Number(layer, "strength"), Number(layer, "threshold"), Make(Layers(layer))),
        nameof(Dropout) => new Dropout(Number(layer, "rate")),
        nameof(LeakyRelu) => new LeakyRelu(Number(layer, "slope")),
        nameof(Flatten) => new Flatten(),
        nameof(Relu) => new Relu(),
        nameof(Sigmoid) => new Sigmoid(),
        nameof(Tanh) => new Tanh(),
        nameof(Gelu) => new Gelu(),
        nameof(Identity) => new Identity(),
        var other => throw new FormatException($"the layer type {Untrusted.Shown(other)} is unknown."),
    };

    private static JsonObject Known(JsonNode? layer) => layer as JsonObject ?? throw new FormatException("its list of layers holds something that is no layer.");

    private static string Kind(JsonObject layer) => layer["type"] is JsonValue value && value.TryGetValue(out string? type) ? type : throw new FormatException("a layer has no type.");

    private static int Whole(JsonObject layer, string option, int minimum = 1) =>
        layer[option] is JsonValue value && value.TryGetValue(out int number) && number >= minimum
            ? number
            : throw new FormatException($"the option {option} of the layer {Kind(layer)} is {Shown(layer[option])}; allowed are whole numbers from {minimum}.");

    private static float Number(JsonObject layer, string option) =>
        layer[option] is JsonValue value && value.TryGetValue(out float number) && float.IsFinite(number)
            ? number
            : throw new FormatException($"the option {option} of the layer {Kind(layer)} is {Shown(layer[option])}; allowed are finite numbers.");

    private static string Shown(JsonNode? node) => node is null ? "missing" : Untrusted.Shown(node.ToJsonString());
}
