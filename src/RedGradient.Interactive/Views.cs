using System.Globalization;
using System.Net;
using RedGradient.Attacks.Evasion;
using RedGradient.Charts;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Interactive;

/// <summary>Values of the library as readers see them in a notebook: a sentence, a table, pictures.</summary>
internal static class Views
{
    private const int MostRows = 8;
    private const int MostPictures = 10;

    /// <summary>The shape, the range, and the values or the pictures.</summary>
    public static string Of(Tensor tensor)
    {
        var values = tensor.ToArray().Where(float.IsFinite).ToArray();
        var range = values.Length == 0 ? "no finite value" : $"from {Short(values.Min())} to {Short(values.Max())}, mean {Short(values.Average(value => (double)value))}";
        return $"<p>Tensor {Text(tensor.Shape)}: {range}</p>" + (Pictures(tensor, "A tensor of images") ?? Values(tensor));
    }

    /// <summary>The numbers of a data set, and its first images.</summary>
    public static string Of(DataSet data)
    {
        var first = data.Take(Math.Min(MostPictures, data.Count));
        return $"<p>{Text(data)}</p>{Counts(data)}{Pictures(first.Inputs, $"The first images of {data.Name}, labelled {string.Join(", ", first.Labels)}")}";
    }

    /// <summary>The layers with their parameters.</summary>
    public static string Of(Network network) => $"<p>Network of {network.Layers.Count} layers, {network.ParameterCount} parameters</p>" + Table(
        ["layer", "kind", "parameters", "count"],
        network.Layers.Select((layer, i) => new[]
        {
            (i + 1).ToString(CultureInfo.InvariantCulture),
            layer.GetType().Name,
            string.Join(", ", layer.Parameters.Select(parameter => parameter.ToString())),
            layer.Parameters.Sum(parameter => parameter.Shape.Size).ToString(CultureInfo.InvariantCulture),
        }));

    /// <summary>The result in a sentence, image by image, and the perturbed images.</summary>
    public static string Of(AttackResult result) => $"<p>{Text(result)}</p>" + Table(
        ["image", "label", "before", "after", "succeeded", "queries", "gradients"],
        Enumerable.Range(0, Math.Min(MostRows, result.Labels.Length)).Select(i => new[]
        {
            (i + 1).ToString(CultureInfo.InvariantCulture), result.Labels[i].ToString(CultureInfo.InvariantCulture), result.PredictionsBefore[i].ToString(CultureInfo.InvariantCulture),
            result.PredictionsAfter[i].ToString(CultureInfo.InvariantCulture), result.Succeeded[i] ? "yes" : "no", result.Queries[i].ToString(CultureInfo.InvariantCulture),
            result.Gradients[i].ToString(CultureInfo.InvariantCulture),
        })) + Pictures(result.Perturbed, "The perturbed images");

    private static string Counts(DataSet data) => Table(
        ["class", .. Enumerable.Range(0, data.ClassCount).Select(label => label.ToString(CultureInfo.InvariantCulture))],
        [["examples", .. Enumerable.Range(0, data.ClassCount).Select(label => data.Labels.Count(other => other == label).ToString(CultureInfo.InvariantCulture))]]);

    private static string? Pictures(Tensor tensor, string alt)
    {
        var shape = tensor.Shape;
        if (shape.Rank != 4 || shape[1] is not (1 or 3) || shape[2] < 2 || shape[3] < 2)
        {
            return null;
        }

        var count = Math.Min(MostPictures, shape[0]);
        var pixels = tensor.ToArray().AsSpan(0, count * shape[1] * shape[2] * shape[3]).ToArray();
        return Picture.From(Tensor.From(pixels, count, shape[1], shape[2], shape[3]), alt, scale: 2).ToHtml();
    }

    private static string Values(Tensor tensor)
    {
        var shape = tensor.Shape;
        var columns = shape.Rank == 0 ? 1 : Math.Max(1, shape[shape.Rank - 1]);
        var rows = tensor.ToArray().Chunk(columns).Take(MostRows).Select(row => row.Take(MostRows).Select(value => Short(value)).ToArray()).ToArray();
        return rows.Length == 0 ? "" : Table([.. Enumerable.Range(0, rows[0].Length).Select(column => column.ToString(CultureInfo.InvariantCulture))], rows);
    }

    private static string Table(IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows) =>
        $"<table><thead><tr>{string.Concat(heads.Select(head => $"<th scope=\"col\">{WebUtility.HtmlEncode(head)}</th>"))}</tr></thead><tbody>"
        + string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>"))}</tr>")) + "</tbody></table>";

    private static string Text(object value) => WebUtility.HtmlEncode(value.ToString() ?? "");

    private static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
