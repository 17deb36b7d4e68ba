using System.Text;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>A Jupyter notebook (nbformat 4): read, changed, and written byte for byte as Python's nbformat writes it.</summary>
/// <remarks>
/// Fields this model does not know are kept at every level. What nbformat calls transient is dropped as nbformat drops it: <c>signature</c>,
/// <c>orig_nbformat</c> and <c>orig_nbformat_minor</c> of the notebook's metadata and <c>trusted</c> of a cell's. Not safe for use by several threads at once.
/// </remarks>
public sealed class Notebook
{
    /// <summary>The newest minor version of nbformat 4 that this model reads, and the one it writes for new notebooks.</summary>
    public const int NewestFormatMinor = 5;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const long LargestFile = 1 << 30;

    private int formatMinor = NewestFormatMinor;

    /// <summary>Creates a notebook without cells and without metadata.</summary>
    public Notebook()
    {
    }

    /// <summary>The notebook's metadata: kernel, language and whatever tools keep there.</summary>
    public JsonObject Metadata { get; internal init; } = [];

    /// <summary>The minor version of nbformat 4 the file is written in, 0 to 5 (the default). Cell ids exist from 5 on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number.</exception>
    public int FormatMinor
    {
        get => formatMinor;
        set
        {
            if (value is < 0 or > NewestFormatMinor)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The notebook format was 4.{value}; allowed: 4.0 to 4.{NewestFormatMinor}.");
            }

            formatMinor = value;
        }
    }

    /// <summary>The cells in their order.</summary>
    public List<Cell> Cells { get; } = [];

    /// <summary>Fields this model does not know, kept as they were read and written back.</summary>
    public JsonObject Extra { get; internal init; } = [];

    /// <summary>A notebook without cells whose metadata every C# notebook host understands: kernel <c>.net-csharp</c>, nbformat 4.5.</summary>
    public static Notebook Create() => new()
    {
        Metadata = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
            ["language_info"] = new JsonObject { ["file_extension"] = ".cs", ["name"] = "polyglot-notebook" },
            ["polyglot_notebook"] = new JsonObject
            {
                ["kernelInfo"] = new JsonObject
                {
                    ["defaultKernelName"] = "csharp",
                    ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["name"] = "csharp" }),
                },
            },
        },
    };

    /// <summary>Reads a notebook from the text of its file.</summary>
    /// <param name="json">The text; nbformat 4.0 to 4.5.</param>
    /// <param name="name">How errors name the notebook; <c>notebook</c> by default.</param>
    /// <exception cref="FormatException">The text is no JSON, no notebook, or of another version; the message says where and what is allowed.</exception>
    public static Notebook Parse(string json, string name = "notebook")
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return new NotebookReader(name).Read(Utf8.GetBytes(json));
        }
        catch (EncoderFallbackException exception)
        {
            throw new FormatException($"{name} holds text that is not Unicode: half a character stands alone.", exception);
        }
    }

    /// <summary>Reads a notebook file.</summary>
    /// <param name="path">The file, in UTF-8; nbformat 4.0 to 4.5.</param>
    /// <exception cref="FormatException">The file is no UTF-8, no JSON, no notebook, or of another version; the message says where and what is allowed.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static Notebook Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReadOnlyMemory<byte> json;
        try
        {
            json = Untrusted.ReadAll(path, LargestFile, "a notebook");
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException(exception.Message, exception);
        }

        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) throw new FormatException($"{path} is empty; a notebook is a JSON object.");
        return System.Text.Unicode.Utf8.IsValid(json.Span)
            ? new NotebookReader(path).Read(json)
            : throw new FormatException($"{path} is not UTF-8 text; a notebook is UTF-8 text in JSON.");
    }

    /// <summary>The notebook as nbformat writes it: sorted keys, one space of indent a level, text as lists of lines, <c>\n</c> at the end.</summary>
    public string ToJson()
    {
        AssignIds();
        return CanonicalJson.Write(NotebookWriter.ToNode(this)) + "\n";
    }

    /// <summary>Writes the notebook file whole or not at all: a file that was there survives any failure.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, ToJson());
    }

    /// <summary>Gives an id to every cell that has none, derived from its position and content; a repeated id is replaced in the later cell.</summary>
    public void AssignIds() => CellIdentifiers.Assign(Cells);

    /// <summary>A copy that shares nothing with this notebook.</summary>
    public Notebook Clone()
    {
        var copy = new Notebook
        {
            Metadata = (JsonObject)Metadata.DeepClone(),
            FormatMinor = FormatMinor,
            Extra = (JsonObject)Extra.DeepClone(),
        };
        copy.Cells.AddRange(Cells.Select(cell => cell.Clone()));
        return copy;
    }
}
