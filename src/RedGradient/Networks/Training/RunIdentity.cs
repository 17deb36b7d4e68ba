using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Checksums of what decides a training run, by which a checkpoint is known to belong to it.</summary>
/// <param name="Layers">The parameters' and running values' names and shapes, and the masks.</param>
/// <param name="Start">The values at the beginning.</param>
/// <param name="Data">The training examples.</param>
/// <param name="Validation">The validation examples; all 0 where there are none.</param>
/// <param name="Options">The options that can be written down.</param>
internal sealed record RunIdentity(byte[] Layers, byte[] Start, byte[] Data, byte[] Validation, byte[] Options)
{
    internal const int Length = 5 * SHA256.HashSizeInBytes;

    internal static RunIdentity Of(IReadOnlyList<Parameter> state, DataSet data, TrainingOptions options) => new(
        OfLayers(state),
        OfValues(state.Select(parameter => parameter.Value)),
        OfData(data),
        options.Validation is { } validation ? OfData(validation) : new byte[SHA256.HashSizeInBytes],
        OfOptions(options));

    internal static byte[] OfValues(IEnumerable<Tensor> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in values) hash.AppendData(MemoryMarshal.AsBytes(tensor.AsSpan()));
        return hash.GetHashAndReset();
    }

    internal IEnumerable<(string What, byte[] Checksum)> Parts() =>
        [("layers", Layers), ("first weights", Start), ("training data", Data), ("validation data", Validation), ("options", Options)];

    private static byte[] OfLayers(IReadOnlyList<Parameter> state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in state)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(parameter + (parameter.Mask is null ? "\n" : " masked\n")));
            if (parameter.Mask is { } mask) hash.AppendData(MemoryMarshal.AsBytes(mask.AsSpan()));
        }

        return hash.GetHashAndReset();
    }

    private static byte[] OfData(DataSet data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{data.Inputs.Shape} {data.ClassCount}\n")));
        hash.AppendData(MemoryMarshal.AsBytes(data.Inputs.AsSpan()));
        foreach (var label in data.Labels) hash.AppendData(BitConverter.GetBytes(label));
        return hash.GetHashAndReset();
    }

    private static byte[] OfOptions(TrainingOptions options)
    {
        // The records write their numbers in the culture of the thread.
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var text = $"{options.Epochs}|{options.BatchSize}|{options.Seed}|{options.ClipNorm}|{options.Optimizer}|{options.Schedule}|{options.EarlyStopping}";
            return SHA256.HashData(Encoding.UTF8.GetBytes(text));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
