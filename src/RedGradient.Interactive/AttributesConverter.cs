using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace RedGradient.Interactive;

/// <summary>Writes an XPlot object: the figure's attributes, and over them what a reader has set since.</summary>
internal sealed class AttributesConverter : JsonConverter
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanConvert(Type objectType) => typeof(IAttributes).IsAssignableFrom(objectType);

    /// <inheritdoc/>
    public override object ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => throw new NotSupportedException("Figures are written, not read.");

    /// <inheritdoc/>
    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        var merged = (JObject)((IAttributes)value!).Attributes.DeepClone();
        foreach (var property in value.GetType().BaseType!.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // XPlot tells by a method of its own whether a property was set; the getter of one that was not throws.
            if (value.GetType().GetMethod("ShouldSerialize" + property.Name) is { } isSet && isSet.Invoke(value, null) is true)
            {
                Set(merged, property.Name, JToken.FromObject(property.GetValue(value)!, serializer));
            }
        }

        merged.WriteTo(writer);
    }

    private static void Set(JObject merged, string name, JToken token)
    {
        switch (merged[name], token)
        {
            // In XPlot's days a title was a text.
            case (JObject title, JValue) when name == "title":
                title["text"] = token;
                break;
            case (JObject known, JObject changed):
                foreach (var (inner, value) in changed) Set(known, inner, value!);
                break;
            default:
                merged[name] = token;
                break;
        }
    }
}
