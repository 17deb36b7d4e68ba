using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

// NOTEBOOK RESULT: runs the code cells in their order and writes what each said: {"error", "printed", "shown": [text of each figure]}.
if (args is not [var notebook, var result])
{
    Console.Error.WriteLine("Two arguments are needed: a notebook and the file for the result.");
    return 2;
}

var cells = JsonNode.Parse(File.ReadAllText(notebook))!["cells"]!.AsArray();
Directory.SetCurrentDirectory(Path.GetDirectoryName(Path.GetFullPath(notebook))!);
using var kernel = new CSharpKernel().UseKernelHelpers();
var said = new JsonArray();
foreach (var cell in cells.Where(cell => (string?)cell!["cell_type"] == "code"))
{
    var source = cell!["source"]!;
    var code = source is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)source;
    var events = (await kernel.SendAsync(new SubmitCode(code!), CancellationToken.None).ConfigureAwait(false)).Events;
    said.Add(new JsonObject
    {
        ["error"] = events.OfType<CommandFailed>().FirstOrDefault()?.Message,
        ["printed"] = string.Concat(events.OfType<StandardOutputValueProduced>().SelectMany(one => one.FormattedValues).Select(value => value.Value)),
        ["shown"] = new JsonArray([.. events.OfType<DisplayEvent>()
            .Where(one => one.FormattedValues.Any(value => value.MimeType == "image/svg+xml"))
            .Select(one => (JsonNode?)one.FormattedValues.First(value => value.MimeType == "text/plain").Value)]),
    });
}

File.WriteAllText(result, said.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
return 0;
