using System.Text;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>One cell of a notebook: its source, and for a code cell what it gave when it ran.</summary>
public sealed class Cell
{
    private string id = "";
    private string source = "";

    /// <summary>Creates a cell.</summary>
    /// <param name="kind">Markdown, code or raw.</param>
    /// <param name="source">The text, its lines separated by <c>\n</c>.</param>
    /// <param name="id">1–64 characters of <c>a–z A–Z 0–9 - _</c>; empty (the default) to have the notebook derive one.</param>
    /// <exception cref="ArgumentException">The id has other characters or is too long.</exception>
    public Cell(CellKind kind, string source, string id = "")
    {
        Kind = kind;
        Source = source;
        Id = id;
    }

    /// <summary>The cell's identifier, unique in its notebook; empty until <see cref="Notebook.AssignIds"/> derives one, which writing the notebook does.</summary>
    /// <exception cref="ArgumentException">Set to text with other characters than <c>a–z A–Z 0–9 - _</c>, or more than 64 of them.</exception>
    public string Id
    {
        get => id;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Length > 0 && !CellIdentifiers.IsValid(value))
            {
                throw new ArgumentException($"A cell id was \"{value}\"; allowed: {CellIdentifiers.Allowed}.", nameof(value));
            }

            id = value;
            IdIsDerived = false;
        }
    }

    /// <summary>Markdown, code or raw.</summary>
    public CellKind Kind { get; }

    /// <summary>The text, its lines separated by <c>\n</c>.</summary>
    public string Source
    {
        get => source;
        set => source = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The cell's metadata: tags and whatever tools keep there.</summary>
    public JsonObject Metadata { get; internal set; } = [];

    /// <summary>The number of the run; null when the cell has not run, and for cells that are no code.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>What the cell gave; empty for cells that are no code.</summary>
    public List<Output> Outputs { get; } = [];

    /// <summary>Files inside the cell, from file name to a bundle by MIME type; null (the default) when there are none.</summary>
    public JsonObject? Attachments { get; set; }

    /// <summary>Fields this model does not know, kept as they were read and written back.</summary>
    public JsonObject Extra { get; internal set; } = [];

    internal bool IdIsDerived { get; private set; }

    /// <summary>Forgets outputs and execution count, as if the cell had never run.</summary>
    public void ClearOutputs()
    {
        Outputs.Clear();
        ExecutionCount = null;
    }

    /// <summary>Joins neighbouring stream outputs of the same name into one, as a notebook that ran in one go has them.</summary>
    public void JoinStreams()
    {
        var joined = new List<Output>(Outputs.Count);
        for (var i = 0; i < Outputs.Count;)
        {
            if (Outputs[i] is not StreamOutput first)
            {
                joined.Add(Outputs[i++]);
                continue;
            }

            var text = new StringBuilder(first.Text);
            for (i++; i < Outputs.Count && Outputs[i] is StreamOutput next && next.Name == first.Name; i++)
            {
                text.Append(next.Text);
            }

            joined.Add(new StreamOutput(first.Name, text.ToString()) { Extra = (JsonObject)first.Extra.DeepClone() });
        }

        Outputs.Clear();
        Outputs.AddRange(joined);
    }

    /// <summary>A copy that shares nothing with this cell.</summary>
    public Cell Clone()
    {
        var copy = new Cell(Kind, Source, Id)
        {
            IdIsDerived = IdIsDerived,
            Metadata = (JsonObject)Metadata.DeepClone(),
            ExecutionCount = ExecutionCount,
            Attachments = (JsonObject?)Attachments?.DeepClone(),
            Extra = (JsonObject)Extra.DeepClone(),
        };
        copy.Outputs.AddRange(Outputs.Select(output => output.Clone()));
        return copy;
    }

    internal void DeriveId(string derived)
    {
        Id = derived;
        IdIsDerived = true;
    }
}
