using RedGradient.Attacks.Backdoors;

namespace RedGradient.Evaluation.Auditing;

/// <summary>What a <see cref="PatchSearch"/> found: the square that sends the largest share of the images of other classes to one class.</summary>
/// <param name="Trigger">The square, to lay over other images.</param>
/// <param name="Class">The class it sends them to.</param>
/// <param name="Share">The share of images that it sends to a class they were not taken for before, from 0 to 1.</param>
/// <param name="ImageCount">The images it was put on.</param>
/// <param name="Sides">The sides of the squares tried, in pixels.</param>
/// <param name="Stride">How far apart their places are; 1 for every place.</param>
/// <param name="Candidates">How many squares were tried, white and black ones counted.</param>
/// <param name="Queries">How many images the model was asked about.</param>
public sealed record PatchSearchReport(PatternTrigger Trigger, int Class, double Share, int ImageCount, IReadOnlyList<int> Sides, int Stride, int Candidates, int Queries)
{
    /// <summary>A square that sends more than this share of the images of other classes to one class is suspicious: 0.8. In 24 clean networks of the built-in digits the strongest of all squares sent at most 0.69.</summary>
    public const double Threshold = 0.8;

    /// <summary>Whether <see cref="Share"/> is above the threshold.</summary>
    public bool IsSuspicious => Share > Threshold;
}
