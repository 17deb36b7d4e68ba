namespace RedGradient.Networks;

/// <summary>A model of another framework whose code was looked through, so that a verdict on it can say what stands in the code and what does not.</summary>
/// <remarks>Plain layers weigh, rectify, pool, normalise or carry a value round them. Everything else, a comparison or a condition above all, is code that an exact input can wake, whatever the weights are.</remarks>
public interface IExaminedModel : IClassifier
{
    /// <summary>The layers or operations that are not plain, by their names; empty where every one is.</summary>
    IReadOnlyList<string> UnreadCode { get; }
}
