using System.Text.Json.Nodes;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Tests.Documents;

public class NotebookTests
{
    [Fact]
    public void Keeps_unknown_fields_at_every_level()
    {
        const string Json = """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"mine": [1, {"deep": null}]}, "future": {"a": 1.0},
             "cells": [{"cell_type": "code", "id": "a", "metadata": {"tags": ["x"]}, "source": "", "execution_count": 3, "cell_future": true,
              "outputs": [{"output_type": "stream", "name": "stdout", "text": "t", "output_future": "é"}]}]}
            """;
        var written = JsonNode.Parse(Notebook.Parse(Json).ToJson())!;
        var expected = JsonNode.Parse(Json)!;
        expected["cells"]![0]!["source"] = new JsonArray();
        expected["cells"]![0]!["outputs"]![0]!["text"] = new JsonArray("t");
        Assert.True(JsonNode.DeepEquals(expected, written), written.ToJsonString());
    }

    [Fact]
    public void Drops_what_nbformat_calls_transient()
    {
        var notebook = Notebook.Parse("""
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"signature": "s", "orig_nbformat": 3, "orig_nbformat_minor": 0, "kept": 1},
             "cells": [{"cell_type": "raw", "id": "a", "metadata": {"trusted": true, "kept": 1}, "source": []}]}
            """);
        Assert.Equal(["kept"], notebook.Metadata.Select(property => property.Key));
        Assert.Equal(["kept"], notebook.Cells[0].Metadata.Select(property => property.Key));
    }

    [Fact]
    public void Derives_missing_ids_the_same_way_each_time_and_replaces_repeated_ones()
    {
        const string Json = """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
             {"cell_type": "raw", "metadata": {}, "source": "same"},
             {"cell_type": "raw", "metadata": {}, "source": "same"},
             {"cell_type": "raw", "id": "kept", "metadata": {}, "source": ""},
             {"cell_type": "raw", "id": "kept", "metadata": {}, "source": ""}]}
            """;
        var ids = Notebook.Parse(Json).Cells.ConvertAll(cell => cell.Id);
        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[a-zA-Z0-9-_]{1,64}$", id));
        Assert.Equal("kept", ids[2]);
        Assert.Equal(ids, Notebook.Parse(Json).Cells.ConvertAll(cell => cell.Id));
    }

    [Fact]
    public void An_older_notebook_stays_what_it_is_until_asked()
    {
        const string Json = """{"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [{"cell_type": "raw", "metadata": {}, "source": "a"}]}""";
        var notebook = Notebook.Parse(Json);
        Assert.DoesNotContain("\"id\"", notebook.ToJson(), StringComparison.Ordinal);
        notebook.FormatMinor = 5;
        Assert.Contains($"\"id\": \"{notebook.Cells[0].Id}\"", notebook.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_are_joined_on_request_where_they_are_neighbours_of_one_name()
    {
        var cell = new Cell(CellKind.Code, "")
        {
            Outputs =
            {
                new StreamOutput("stdout", "a"), new StreamOutput("stdout", "b\n"), new StreamOutput("stderr", "c"),
                new DisplayOutput([]), new StreamOutput("stderr", "d"), new StreamOutput("stdout", "e"),
            },
        };
        cell.JoinStreams();
        Assert.Equal(["ab\n", "c", "-", "d", "e"], cell.Outputs.Select(output => (output as StreamOutput)?.Text ?? "-"));
    }

    [Fact]
    public void A_copy_shares_nothing()
    {
        var notebook = Notebook.Create();
        notebook.Cells.Add(new Cell(CellKind.Code, "x", "a") { Outputs = { new DisplayOutput(new() { ["text/plain"] = "y" }) } });
        var before = notebook.ToJson();
        var copy = notebook.Clone();
        copy.Metadata["more"] = 1;
        copy.Cells[0].Source = "changed";
        copy.Cells[0].Metadata["more"] = 1;
        ((DisplayOutput)copy.Cells[0].Outputs[0]).Data["text/plain"] = "changed";
        Assert.Equal(before, notebook.ToJson());
    }

    [Theory]
    [InlineData("", "lesson.ipynb is not JSON: line 1")]
    [InlineData("{\"cells\": [", "is not JSON: line 1")]
    [InlineData("[]", "is not a notebook: it holds a list")]
    [InlineData("null", "is not a notebook: it holds null")]
    [InlineData("{}", "is not a notebook: a notebook has the fields")]
    [InlineData("{\"nbformat\": 3, \"nbformat_minor\": 0, \"worksheets\": []}", "format 3.0; allowed: 4.0 to 4.5")]
    [InlineData("{\"nbformat\": 5, \"nbformat_minor\": 1, \"cells\": []}", "format 5.1; allowed: 4.0 to 4.5")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 6, \"cells\": []}", "format 4.6; allowed: 4.0 to 4.5")]
    [InlineData("{\"nbformat\": \"4\", \"cells\": []}", "nbformat is a string; allowed: a whole number")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": {}}", "cells is an object; allowed: a list")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": 1, \"cells\": []}", "metadata is the number 1; allowed: an object")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [7]}", "cells[0] is the number 7; allowed: an object")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_type\": \"heading\"}]}", "cells[0].cell_type is \"heading\"; allowed: \"code\"")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_type\": \"raw\"}]}", "cells[0].source is missing")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_type\": \"raw\", \"source\": [\"a\", 1]}]}", "cells[0].source is a list with the number 1")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_type\": \"raw\", \"source\": \"\", \"id\": \"a b\"}]}", "cells[0].id is \"a b\"; allowed: 1 to 64")]
    [InlineData(
        "{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [{\"output_type\": \"pyout\"}]}]}",
        "cells[0].outputs[0].output_type is \"pyout\"")]
    [InlineData(
        "{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"execution_count\": 1.5}]}",
        "cells[0].execution_count is the number 1.5")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "is not JSON")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [], \"x\": \"\\ud800\"}", "text that is not Unicode")]
    public void What_is_no_notebook_is_refused_with_a_sentence(string json, string expected)
    {
        var exception = Assert.Throws<FormatException>(() => Notebook.Parse(json, "lesson.ipynb"));
        Assert.StartsWith("lesson.ipynb", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"cells\": [],\n\"nbformat\": x}", "line 2, byte 13: 'x' is an invalid start of a value. A notebook is a JSON object.")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "the field \"nbformat\" stands twice.")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"a\": 1, \"a\": 2}]}", "in cells[0]: ")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [{\"cell_type\": \"\\u001b[2J\"}]}", "cells[0].cell_type is \"\\u001b[2J\"; allowed: ")]
    [InlineData("{\"nbformat\": 4, \"cells\": []} {}", "line 1, byte 30: ")]
    public void What_is_broken_is_said_once_with_one_place(string json, string expected)
    {
        var exception = Assert.Throws<FormatException>(() => Notebook.Parse(json, "lesson.ipynb"));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line ,", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_far_more_values_than_text_is_not_read_and_a_long_one_with_text_is()
    {
        var empty = "{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [], \"x\": [" + string.Join(',', Enumerable.Repeat("0", 1_000_000)) + "]}";
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("JSON values; a notebook of", Assert.Throws<FormatException>(() => Notebook.Parse(empty)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2 * empty.Length);

        var text = new string('x', 5_000_000);
        var full = "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [{\"cell_type\": \"raw\", \"id\": \"a\", \"metadata\": {}, \"source\": \"" + text + "\"}]}";
        before = GC.GetAllocatedBytesForCurrentThread();
        var notebook = Notebook.Parse(full);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 5 * full.Length);
        Assert.Equal(text, notebook.Cells[0].Source);
    }

    [Fact]
    public void Bad_values_set_in_code_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Cell(CellKind.Raw, "", "not valid"));
        Assert.Throws<ArgumentException>(() => new Cell(CellKind.Raw, "", new string('a', 65)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Notebook { FormatMinor = 6 });
    }
}
