using System.Globalization;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Documents;

/// <summary>Random valid notebooks as JSON trees, hard on escaping, line splitting, number formats and unknown metadata.</summary>
internal sealed class RandomNotebook(int seed)
{
    private static readonly string[] Pieces =
    [
        "a", "Å", "π", "漢", "😀", "\n", "\r\n", "\r", "\v", "\f", "\u001c", "\u001d", "\u001e", "\u0085", "\u2028", "\u2029", "\"", "\\", "/", "<b>", "&",
        "'", "\t", "\b", "\0", "\u001f", "\u007f", "\ufeff", "\u200b", " ", "x = 1;", "// ", "\ue000", "$\\sigma$", "é", "\ufffd", "\n\n",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "123456789012345678901234567890", "0.0", "-0.0", "1.0", "0.1", "1e5", "1E5", "1.50", "1e16", "1e15", "9999999999999998.0", "1e-4", "0.0001", "1e-5",
        "0.00012345", "1.7976931348623157e308", "5e-324", "123456.789", "1e22", "1.5e-7", "100.0", "12345678901234567.0", "1e-10", "2.5E+3", "3.141592653589793",
    ];

    private readonly Random random = new(seed);

    public JsonObject Next(int minor = 5)
    {
        var cells = new JsonArray();
        var count = random.Next(5);
        for (var i = 0; i < count; i++)
            cells.Add((JsonNode?)Cell(i, minor));
        return new JsonObject { ["nbformat"] = 4, ["cells"] = cells, ["nbformat_minor"] = minor, ["metadata"] = Tree(3) };
    }

    public string Text()
    {
        var count = random.Next(8);
        return string.Concat(Enumerable.Range(0, count).Select(_ => Pieces[random.Next(Pieces.Length)]));
    }

    private JsonObject Cell(int position, int minor)
    {
        var kind = random.Next(3);
        var cell = new JsonObject
        {
            ["source"] = MultiLine(),
            ["cell_type"] = kind switch { 0 => "code", 1 => "markdown", _ => "raw" },
            ["metadata"] = Tree(2),
        };
        if (minor >= 5)
            cell["id"] = string.Create(CultureInfo.InvariantCulture, $"c-{position}_{random.Next(1000)}");
        if (kind == 0)
        {
            cell["execution_count"] = random.Next(2) == 0 ? null : random.Next(100);
            cell["outputs"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Output())]);
        }
        else if (random.Next(2) == 0)
        {
            cell["attachments"] = new JsonObject { ["a" + random.Next(9).ToString(CultureInfo.InvariantCulture) + ".png"] = Bundle() };
        }

        return cell;
    }

    private JsonObject Output() => random.Next(4) switch
    {
        0 => new JsonObject { ["output_type"] = "stream", ["text"] = MultiLine(), ["name"] = "stdout" },
        1 => new JsonObject { ["output_type"] = "display_data", ["metadata"] = Tree(2), ["data"] = Bundle() },
        2 => new JsonObject { ["output_type"] = "execute_result", ["metadata"] = Tree(1), ["data"] = Bundle(), ["execution_count"] = random.Next(9) },
        _ => new JsonObject { ["output_type"] = "error", ["ename"] = Text(), ["evalue"] = Text(), ["traceback"] = new JsonArray(Text(), Text()) },
    };

    private JsonObject Bundle()
    {
        var bundle = new JsonObject();
        foreach (var type in (string[])["text/plain", "image/svg+xml", "image/png", "text/html", "application/javascript", "application/pdf"])
        {
            if (random.Next(2) == 0)
                bundle[type] = MultiLine();
        }

        foreach (var type in (string[])["application/json", "application/vnd.plotly.v1+json"])
        {
            if (random.Next(3) == 0)
                bundle[type] = Value(3);
        }

        return bundle;
    }

    private JsonNode MultiLine() => random.Next(2) == 0
        ? JsonValue.Create(Text())
        : new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode?)JsonValue.Create(Text()))]);

    private JsonObject Tree(int depth)
    {
        var tree = new JsonObject();
        var count = random.Next(4);
        for (var i = 0; i < count; i++)
            tree["k" + Text()] = Value(depth - 1);
        return tree;
    }

    private JsonNode? Value(int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(Text()),
        3 => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]),
        4 => JsonValue.Create((random.NextDouble() - 0.5) * (random.Next(2) == 0 ? 1e-6 : 1e9)),
        5 => Tree(depth - 1),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))]),
    };
}
