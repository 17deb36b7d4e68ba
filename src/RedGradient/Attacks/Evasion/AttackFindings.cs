using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>What an attack has found so far, for the whole batch: at first the images themselves.</summary>
internal sealed class AttackFindings(Tensor images, bool recordPath)
{
    private readonly float[] values = images.ToArray();

    /// <summary>One count for each image.</summary>
    public int[] Queries { get; } = new int[images.Shape[0]];

    /// <summary>One count for each image.</summary>
    public int[] Gradients { get; } = new int[images.Shape[0]];

    /// <summary>The points visited for each image; null where no path was asked for.</summary>
    public List<float[]>[]? Paths { get; } = recordPath ? [.. Enumerable.Range(0, images.Shape[0]).Select(_ => new List<float[]>())] : null;

    public Tensor Perturbed => new(values, images.Shape);

    public Span<float> Row(int image)
    {
        var length = values.Length / Queries.Length;
        return values.AsSpan(image * length, length);
    }

    /// <summary>Overwrites another attack's findings, made for the same images.</summary>
    public void MoveTo(AttackFindings other)
    {
        values.CopyTo(other.values.AsSpan());
        Queries.CopyTo(other.Queries.AsSpan());
        Gradients.CopyTo(other.Gradients.AsSpan());
        for (var i = 0; Paths is not null && i < Paths.Length; i++)
        {
            other.Paths![i].AddRange(Paths[i]);
        }
    }

    /// <summary>The path of each image as a tensor [points, …].</summary>
    public Tensor[]? PathTensors()
    {
        if (Paths is null)
        {
            return null;
        }

        var lengths = images.Shape.ToArray();
        return Array.ConvertAll(Paths, points =>
        {
            lengths[0] = points.Count;
            return new Tensor([.. points.SelectMany(point => point)], new Shape(lengths));
        });
    }
}
