using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>What a search for a trigger of tokens is after: a few tokens that, put before any sentence, turn a text classifier's answer to one class (Wallace et al. 2019).</summary>
/// <remarks>Immutable; asking it is safe on several threads. Its loss is the mean cross-entropy of the triggered sentences at the target: the lower, the better for the attacker.</remarks>
public sealed class TokenTriggerGoal
{
    private readonly Embedding embedding;
    private readonly Layer[] rest;
    private readonly int[] targets;
    private readonly int[] allowed;

    /// <summary>Sets the goal.</summary>
    /// <param name="network">A text classifier whose first layer is an <see cref="Embedding"/>, and which takes sentences of other lengths than it was trained on.</param>
    /// <param name="sentences">The attacker's own sentences <c>[n, positions]</c>, at least one, none of the target class.</param>
    /// <param name="target">The class that the trigger shall lead to.</param>
    /// <param name="length">The number of tokens of a trigger, at least 1; 3 by default.</param>
    /// <param name="banned">Tokens that a filter would refuse; none where null.</param>
    /// <exception cref="ArgumentException">The network has no embedding, there is no sentence, one is of the target class, or every token is banned.</exception>
    public TokenTriggerGoal(Network network, DataSet sentences, int target, int length = 3, IEnumerable<int>? banned = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sentences);
        embedding = network.Layers[0] as Embedding ?? throw new ArgumentException($"A search for tokens needs a network whose first layer is an embedding; this one begins with {network.Layers[0].GetType().Name}.", nameof(network));
        if ((uint)target >= (uint)sentences.ClassCount) throw new ArgumentException($"There is no class {target}; allowed are 0 to {sentences.ClassCount - 1}.", nameof(target));
        if (sentences.Count == 0) throw new ArgumentException("A search for a trigger needs at least one sentence to try it on; none was given.", nameof(sentences));
        var already = Array.IndexOf(sentences.Labels, target);
        if (already >= 0) throw new ArgumentException($"Sentence {already} is of the target class {target} already; a trigger is sought on sentences of other classes.", nameof(sentences));
        Length = Require.AtLeast(1, length, "The number of tokens of a trigger");
        var forbidden = (banned ?? []).ToHashSet();
        allowed = [.. Enumerable.Range(0, embedding.Vocabulary).Where(token => !forbidden.Contains(token))];
        if (allowed.Length == 0) throw new ArgumentException($"All {embedding.Vocabulary} tokens are banned; a trigger needs at least one.", nameof(banned));
        (Network, Sentences, Target, rest) = (network, sentences, target, [.. network.Layers.Skip(1)]);
        targets = [.. Enumerable.Repeat(target, sentences.Count)];
    }

    /// <summary>The classifier.</summary>
    public Network Network { get; }

    /// <summary>The sentences that the search tries triggers on.</summary>
    public DataSet Sentences { get; }

    /// <summary>The class that the trigger shall lead to.</summary>
    public int Target { get; }

    /// <summary>The number of tokens of a trigger.</summary>
    public int Length { get; }

    /// <summary>The tokens that a trigger may have, rising.</summary>
    public IReadOnlyList<int> Allowed => allowed;

    /// <summary>Sentences with a trigger before them.</summary>
    /// <param name="trigger">The tokens.</param>
    /// <param name="sentences"><c>[n, positions]</c>.</param>
    /// <returns><c>[n, trigger + positions]</c>.</returns>
    /// <exception cref="ArgumentException">The sentences are no matrix.</exception>
    public static Tensor Put(IReadOnlyList<int> trigger, Tensor sentences)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(sentences);
        if (sentences.Shape.Rank != 2) throw new ArgumentException($"Sentences are [n, positions]; the shape is {sentences.Shape}.", nameof(sentences));
        int positions = sentences.Shape[1], width = trigger.Count + positions;
        var from = sentences.AsSpan();
        var ids = new float[sentences.Shape[0] * width];
        for (var row = 0; row < sentences.Shape[0]; row++)
        {
            for (var place = 0; place < trigger.Count; place++) ids[(row * width) + place] = trigger[place];
            from.Slice(row * positions, positions).CopyTo(ids.AsSpan((row * width) + trigger.Count));
        }

        return new Tensor(ids, new Shape(sentences.Shape[0], width));
    }

    /// <summary>The share of sentences of other classes that the network takes for the target, with a trigger before them; an empty trigger gives the base rate.</summary>
    /// <param name="trigger">The tokens.</param>
    /// <param name="unseen">Sentences that the search did not have, at least one, none of the target class.</param>
    /// <exception cref="ArgumentException">There is no sentence, or one is of the target class.</exception>
    public double Flipped(IReadOnlyList<int> trigger, DataSet unseen)
    {
        ArgumentNullException.ThrowIfNull(unseen);
        if (unseen.Count == 0 || Array.IndexOf(unseen.Labels, Target) >= 0) throw new ArgumentException($"The share of flipped sentences needs at least one sentence, and none of the target class {Target}.", nameof(unseen));
        return (double)Network.Predict(Put(trigger, unseen.Inputs)).Count(label => label == Target) / unseen.Count;
    }

    /// <summary>Starts a search that is counted.</summary>
    /// <param name="evaluations">How many forward passes over the sentences it may cost, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public TokenTriggerRun Start(int evaluations) => new(this, Require.AtLeast(1, evaluations, "The number of evaluations of a search"));

    internal void Check(IReadOnlyList<int> trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        if (trigger.Count != Length) throw new ArgumentException($"A trigger has {Length} tokens; {trigger.Count} were given.", nameof(trigger));
        foreach (var token in trigger)
        {
            if (Array.BinarySearch(allowed, token) >= 0) continue;
            throw new ArgumentException($"The token {token} is {((uint)token < (uint)embedding.Vocabulary ? "banned" : "none of the vocabulary")}; {allowed.Length} of the tokens 0 to {embedding.Vocabulary - 1} are allowed.", nameof(trigger));
        }
    }

    internal double Loss(IReadOnlyList<int> trigger) => Losses.CrossEntropy(Network.Scores(Put(trigger, Sentences.Inputs)), targets).ToScalar();

    // ∇ of the loss by the embedding at each position of the trigger, summed over the sentences, which share the tokens.
    internal (double Loss, Tensor Gradient) LossAndGradient(IReadOnlyList<int> trigger)
    {
        using var recording = Operation.ForceRecording();
        var embedded = embedding.Forward(Put(trigger, Sentences.Inputs), ForwardPass.Inference).Track();
        var loss = Losses.CrossEntropy(FusedLayers.Forward(rest, embedded, ForwardPass.Inference), targets);
        var all = Gradient.Of(loss, embedded).Sum(0);
        return (loss.ToScalar(), all.Rows(0, Length));
    }

    // Σ over the position's gradient: what putting the token there would change the loss by, up to what is the same for all tokens.
    internal Tensor Estimates(Tensor gradient) => embedding.Weight.Value.MatMul(gradient.Transpose());
}
