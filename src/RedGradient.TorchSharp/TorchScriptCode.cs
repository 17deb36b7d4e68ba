using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace RedGradient.TorchSharp;

/// <summary>What the code in a TorchScript file does beside plain layers: the file is an archive that holds it as text, one line an operation.</summary>
internal static partial class TorchScriptCode
{
    private const int LargestCode = 4 << 20;

    // Weigh, rectify, pool, normalise, reshape; and the words in which TorchScript says that.
    private static readonly HashSet<string> Plain =
    [
        "linear", "addmm", "matmul", "mm", "t", "_convolution", "conv1d", "conv2d", "batch_norm", "relu", "relu_", "leaky_relu", "leaky_relu_", "gelu", "sigmoid", "sigmoid_", "tanh", "tanh_", "hardtanh", "hardtanh_",
        "max_pool2d", "avg_pool2d", "adaptive_avg_pool2d", "adaptive_max_pool2d", "dropout", "dropout_", "feature_dropout", "flatten", "reshape", "view", "size", "add", "add_", "softmax", "log_softmax",
    ];

    private static readonly HashSet<string> Words = ["return", "annotate", "getattr", "int", "ops.prim.NumToTensor"];

    /// <summary>The operations, conditions and loops of its code that are not plain, in their order, each once.</summary>
    public static IReadOnlyList<string> Unread(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var texts = archive.Entries.Where(entry => entry.FullName.EndsWith(".py", StringComparison.OrdinalIgnoreCase)).ToArray();

            // Of two files of one name libtorch may take the other.
            if (texts.Length == 0) return ["no code that can be read"];
            if (texts.DistinctBy(entry => entry.FullName, StringComparer.OrdinalIgnoreCase).Count() < texts.Length) return ["two files of one name"];
            if (texts.Sum(entry => entry.Length) > LargestCode) return ["more code than 4 MB"];
            return [.. texts.SelectMany(entry => Unplain(Text(entry))).Distinct()];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return ["code that cannot be read"];
        }
    }

    /// <summary>The same of one text.</summary>
    internal static IEnumerable<string> Unplain(string code)
    {
        foreach (Match match in Token().Matches(Heads().Replace(code, ";")))
        {
            var (word, call) = (match.Groups["word"].Value, match.Groups["call"].Value);
            if (word.Length > 0) yield return $"the word {word}";
            if (match.Groups["sign"].Value is { Length: > 0 } sign) yield return $"the sign {sign}";
            if (call.Length > 0 && !IsPlain(call)) yield return $"the operation {call}";
        }
    }

    // A call of a function or method of the file's own leads to text that is read too.
    private static bool IsPlain(string call) =>
        Words.Contains(call) || call[0] == '.' || call.StartsWith("__torch__.", StringComparison.Ordinal)
        || (call.StartsWith("torch.", StringComparison.Ordinal) && Plain.Contains(call["torch.".Length..]));

    private static string Text(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[LargestCode + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length > LargestCode ? throw new InvalidDataException("The code is longer than it says.") : Encoding.UTF8.GetString(bytes, 0, length);
    }

    // The heads of classes and functions call nothing.
    [GeneratedRegex(@"^\s*class .*$|^\s*def \w+|->", RegexOptions.Multiline)]
    private static partial Regex Heads();

    [GeneratedRegex(@"\b(?<word>if|while|for|lambda|assert|raise|not|and|or)\b|(?<sign>[<>]|[=!]=|[*/%~&|^@])|(?<call>(?<!\w)\.?[A-Za-z_][\w.]*)\s*\(")]
    private static partial Regex Token();
}
