using System.Text.Json.Nodes;
using RedGradient.Autodiff;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Looks up a vector for each token: ids <c>[batch, positions]</c> to <c>[batch, positions, width]</c>, y[b, p] = E[id[b, p]].</summary>
/// <remarks>
/// Ids are whole numbers in a tensor of floats, from 0 to the vocabulary − 1; single precision holds each up to 2²⁴. A table look-up has no slope, so there is no
/// gradient by the ids: attacks on tokens take the gradient by the layer's output and ask which rows of E lie that way.
/// </remarks>
public sealed class Embedding : Layer
{
    // Beyond it a float skips whole numbers.
    private const int LargestVocabulary = 1 << 24;
    private readonly Initializer initializer;

    /// <summary>Creates the layer; its vectors are drawn when the network is made.</summary>
    /// <param name="vocabulary">The number of tokens, from 1 to 2²⁴.</param>
    /// <param name="width">The length of a token's vector, at least 1.</param>
    /// <param name="initializer">How the vectors are drawn; normal with standard deviation 0.1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public Embedding(int vocabulary, int width, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vocabulary, LargestVocabulary);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        this.initializer = initializer ?? Initializer.Normal(0.1f);
        Weight = new Parameter("weight", Tensor.Zeros(vocabulary, width));
    }

    /// <summary>E, <c>[vocabulary, width]</c>: the vector of each token.</summary>
    public Parameter Weight { get; }

    /// <summary>The number of tokens.</summary>
    public int Vocabulary => Weight.Shape[0];

    /// <summary>The length of a token's vector.</summary>
    public int Width => Weight.Shape[1];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weight];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        if (Operation.IsRecorded(input))
        {
            throw new ArgumentException("The ids of tokens are looked up and have no gradient; take it by the output of the embedding layer.", nameof(input));
        }

        var rows = SelectRows.Apply(pass.Use(Weight), Ids(input));
        return pass.Observe(this, input, rows.Reshape(new Shape(input.Shape[0], input.Shape[1], Width)));
    }

    /// <inheritdoc/>
    public override void Initialize(SeededRandom random) => Weight.Set(initializer.Draw(random, Vocabulary, Width, Vocabulary, Width));

    /// <summary>The ids of a batch as whole numbers, in row-major order.</summary>
    internal int[] Ids(Tensor input)
    {
        if (input.Shape.Rank != 2)
        {
            throw new ArgumentException($"An embedding takes the ids of tokens [batch, positions]; its input has the shape {input.Shape}.", nameof(input));
        }

        var values = input.AsSpan();
        var ids = new int[values.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = values[i] >= 0f && values[i] < Vocabulary && values[i] == MathF.Floor(values[i])
                ? (int)values[i]
                : throw new ArgumentException(FormattableString.Invariant($"The token at position {i % input.Shape[1]} of example {i / input.Shape[1]} is {values[i]}; allowed are whole numbers from 0 to {Vocabulary - 1}."), nameof(input));
        }

        return ids;
    }

    internal override JsonObject Describe() => new() { ["vocabulary"] = Vocabulary, ["width"] = Width };
}
