using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RedGradient.Notebooks.Book;

/// <summary>Everything the book says, as a script: pages opened from a folder may load a script, but no data.</summary>
internal static class SearchIndex
{
    internal const string File = "search-index.js";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An entry for each section: page, anchor, title of the page, title of the section, words, code.</summary>
    internal static string Write(IEnumerable<(string Page, string Title, IReadOnlyList<PageSection> Sections)> pages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var (page, title, sections) in pages)
            {
                foreach (var section in sections)
                {
                    json.WriteStartArray();
                    foreach (var text in (string[])[page, section.Id, title, section.Title, section.Text, section.Code]) json.WriteStringValue(text);
                    json.WriteEndArray();
                }
            }

            json.WriteEndArray();
        }

        return "window.redgradientIndex = " + Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("],[", "],\n[", StringComparison.Ordinal) + ";\n";
    }
}
