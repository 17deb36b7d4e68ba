namespace RedGradient.Evaluation;

/// <summary>A classifier under one attack at one radius.</summary>
/// <param name="Epsilon">The radius ε of the ball; 0 for no attack.</param>
/// <param name="Accuracy">The share of images still answered rightly, from 0 to 1.</param>
/// <param name="ConfidenceOnErrors">The softmax probability of the wrong answers, averaged over the errors; NaN without errors.</param>
/// <param name="MeanLength">The mean Euclidean length of the perturbations.</param>
/// <param name="MeanQueries">Queries an image, on average.</param>
public sealed record AccuracyPoint(float Epsilon, double Accuracy, double ConfidenceOnErrors, double MeanLength, double MeanQueries)
{
    /// <summary>1 − <see cref="Accuracy"/>.</summary>
    public double Error => 1.0 - Accuracy;
}
