using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Defenses.Runtime;

/// <summary>STRIP: lays clean images over an input and measures how much the prediction moves. A prediction that stays has been decided by something the overlays do not cover: a trigger.</summary>
/// <remarks>
/// Gao et al. 2019 (arXiv 1902.06531): H(x) = (1/N) Σₙ Hₙ with Hₙ = −Σ_c p_c log₂ p_c of the n-th blend, entropy over classes, mean over overlays.
/// The trigger of an attacker who does not know the method shows as low entropy. The N overlays are drawn once, so that an input has one entropy, whatever stands beside it in its batch.
/// Safe for use by several threads if the classifier is.
/// </remarks>
public sealed class Strip
{
    /// <summary>Draws the overlays.</summary>
    /// <param name="classifier">The model to watch.</param>
    /// <param name="heldOut">Clean images <c>[n, …]</c> that the defender trusts, at least as many as overlays.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <exception cref="ArgumentException">There are fewer images than overlays.</exception>
    public Strip(IClassifier classifier, Tensor heldOut, StripOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(heldOut);
        Options = options ?? new StripOptions();
        var available = heldOut.Shape.Rank == 0 ? 0 : heldOut.Shape[0];
        if (available < Options.Overlays)
        {
            throw new ArgumentException($"STRIP draws {Options.Overlays} overlays from clean images; only {available} were given. Give more images or ask for fewer overlays, at least 2.", nameof(heldOut));
        }

        Classifier = classifier;
        Overlays = heldOut.Rows(new SeededRandom(Options.Seed).Permutation(available)[..Options.Overlays]).Keep();
    }

    /// <summary>The model that is watched.</summary>
    public IClassifier Classifier { get; }

    /// <summary>How it is watched.</summary>
    public StripOptions Options { get; }

    /// <summary>The images laid over each input, <c>[N, …]</c>.</summary>
    public Tensor Overlays { get; }

    /// <summary>One input under each of the overlays.</summary>
    /// <param name="image">One image, with or without a batch dimension of 1.</param>
    /// <returns><c>[N, …]</c>.</returns>
    /// <exception cref="ArgumentException">It is no single image of the overlays' shape.</exception>
    public Tensor Blend(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Size * Options.Overlays != Overlays.Size || (image.Shape.Rank == Overlays.Shape.Rank && image.Shape[0] != 1))
        {
            throw new ArgumentException($"STRIP blends one image with overlays {Overlays.Shape}; the shape {image.Shape} was given.", nameof(image));
        }

        var lengths = Overlays.Shape.ToArray();
        lengths[0] = 1;
        return Overlay.Blend(image.Reshape(lengths), Overlays, Options.Blend);
    }

    /// <summary>The mean entropy of the predictions of one input under the overlays.</summary>
    /// <param name="image">One image, with or without a batch dimension of 1.</param>
    /// <returns>In bits, from 0 to log₂ of the number of classes; the same as in a batch.</returns>
    /// <exception cref="ArgumentException">It is no single image of the overlays' shape.</exception>
    public double Entropy(Tensor image)
    {
        using var step = TensorArena.OfThread.Begin();
        return PredictionEntropy.OfScores(Classifier.Scores(Blend(image))).Average();
    }

    /// <summary>The mean entropy of each input of a batch; of a <see cref="Network"/> several inputs at once, one on each core.</summary>
    /// <param name="images"><c>[n, …]</c> of the overlays' shape.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>n numbers in bits.</returns>
    /// <exception cref="ArgumentException">The images have another shape than the overlays.</exception>
    public double[] Entropies(Tensor images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Shape.Rank != Overlays.Shape.Rank || !images.Shape.ToArray().Skip(1).SequenceEqual(Overlays.Shape.ToArray().Skip(1)))
        {
            throw new ArgumentException($"STRIP takes a batch of images like its overlays {Overlays.Shape}; the shape {images.Shape} was given.", nameof(images));
        }

        const int Block = 100;
        var token = AmbientCancellation.Or(cancellationToken);
        var result = new double[images.Shape[0]];
        for (var start = 0; start < result.Length; start += Block)
        {
            token.ThrowIfCancellationRequested();
            var work = new EntropyWork(this, images, result, start);
            var count = Math.Min(Block, result.Length - start);
            if (Classifier is Network)
            {
                // Whole inputs on each core: nobody waits for the others between two layers.
                Workers.Run(count, work);
            }
            else
            {
                // Of another classifier it is not known whether several threads may ask it.
                for (var i = 0; i < count; i++)
                {
                    work.Run(i);
                }
            }

            AmbientProgress.Report(FormattableString.Invariant($"STRIP: {start + count} of {result.Length} inputs"), (start + count) / (double)result.Length);
        }

        return result;
    }

    private readonly struct EntropyWork(Strip strip, Tensor images, double[] result, int start) : IParallelWork
    {
        public void Run(int chunk) => result[start + chunk] = strip.Entropy(images.Rows(start + chunk, 1));
    }
}
