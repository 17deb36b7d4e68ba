using RedGradient.Attacks.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation;

/// <summary>Whether a classifier resists attacks or only hides its gradient from them: four tests, and the attacks that get past.</summary>
/// <remarks>
/// The tests are those of Athalye, Carlini and Wagner 2018 (arXiv 1802.00420), section 3.1. Each symptom alone proves masking; none proves
/// robustness, which only the strongest attack known can speak for.
/// </remarks>
public sealed class MaskingReport
{
    private MaskingReport(double clean, IReadOnlyList<MaskingSymptom> symptoms, IReadOnlyList<(string Attack, double Accuracy)> gradientAttacks, IReadOnlyList<(string Attack, double Accuracy)> bypasses)
    {
        CleanAccuracy = clean;
        Symptoms = symptoms;
        GradientAttacks = gradientAttacks;
        Bypasses = bypasses;
    }

    /// <summary>The accuracy without an attack, from 0 to 1.</summary>
    public double CleanAccuracy { get; }

    /// <summary>The four tests, in the order of the paper's list.</summary>
    public IReadOnlyList<MaskingSymptom> Symptoms { get; }

    /// <summary>The accuracy under the attacks that follow the gradient: FGSM, PGD, and PGD with unbounded ε.</summary>
    public IReadOnlyList<(string Attack, double Accuracy)> GradientAttacks { get; }

    /// <summary>The accuracy under the attacks that do not trust it: Square, random search, transfer if a surrogate was given, and those made for the defence.</summary>
    public IReadOnlyList<(string Attack, double Accuracy)> Bypasses { get; }

    /// <summary>Whether any symptom fires.</summary>
    public bool IsMasked => Symptoms.Any(symptom => symptom.Fires);

    /// <summary>The bypass that leaves the least accuracy.</summary>
    public (string Attack, double Accuracy) StrongestBypass => Bypasses.MinBy(item => item.Accuracy);

    /// <summary>What the tests say, in a sentence.</summary>
    public string Verdict
    {
        get
        {
            var fired = Symptoms.Where(symptom => symptom.Fires).Select(symptom => symptom.Name).ToArray();
            var (attack, accuracy) = StrongestBypass;
            var (gradientAttack, gradientAccuracy) = GradientAttacks[1];
            return fired.Length == 0
                ? FormattableString.Invariant($"No sign of masking: {gradientAttack} leaves {100 * gradientAccuracy:F1}%, the best attack without its gradient, {attack}, {100 * accuracy:F1}%.")
                : FormattableString.Invariant($"The gradient is masked ({string.Join("; ", fired)}): {gradientAttack} leaves {100 * gradientAccuracy:F1}%, but {attack} leaves {100 * accuracy:F1}%.");
        }
    }

    /// <summary>Runs the attacks and compares them.</summary>
    /// <param name="classifier">The model, with its defence.</param>
    /// <param name="images">Inputs <c>[batch, …]</c>; a hundred or more, or chance decides.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="cancellationToken">Ends the attacks.</param>
    /// <exception cref="ArgumentException">An attack refuses the images, the labels, the classifier or an option.</exception>
    public static MaskingReport Examine(IDifferentiableClassifier classifier, Tensor images, int[] labels, MaskingOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MaskingOptions();
        Require.Share(options.Tolerance, "The tolerance");
        AttackResult Run(IEvasionAttack attack) => attack.Perturb(classifier, images, labels, cancellationToken);
        var descent = new ProjectedGradientDescent { Epsilon = options.Epsilon, Steps = options.Steps, Range = options.Range, Seed = options.Seed };
        var oneStep = Run(new FastGradientSign { Epsilon = options.Epsilon, Range = options.Range });
        var iterative = Run(descent);
        var unbounded = Run(descent with { Epsilon = options.Range.Width });
        var random = Run(new RandomSearch { Epsilon = options.Epsilon, Samples = options.Samples, Range = options.Range, Seed = options.Seed });
        var bypasses = new List<AttackResult> { Run(new SquareAttack { Epsilon = options.Epsilon, MaximumQueries = options.Queries, Range = options.Range, Seed = options.Seed }) };
        if (options.Surrogate is not null)
        {
            bypasses.Add(Run(new TransferAttack(options.Surrogate, descent with { StopAtSuccess = false })));
        }

        // Attacks that see answers alone; those made for the defence know its inside.
        var blackBox = bypasses.MinBy(result => result.Accuracy)!;
        bypasses.Add(random);
        bypasses.AddRange(options.Bypasses.Select(Run));
        MaskingSymptom[] symptoms =
        [
            OneStepBeatsMany(oneStep, iterative, options.Tolerance),
            BlackBoxBeatsWhiteBox(blackBox, iterative, options.Tolerance),
            UnboundedFails(unbounded, options),
            RandomFindsMore(random, iterative, options.Tolerance),
        ];
        var clean = (double)oneStep.PredictionsBefore.Where((prediction, i) => prediction == labels[i]).Count() / labels.Length;
        return new MaskingReport(
            clean,
            symptoms,
            [(oneStep.Attack, oneStep.Accuracy), (iterative.Attack, iterative.Accuracy), ("PGD, unbounded", unbounded.Accuracy)],
            [.. bypasses.Select(result => (result.Attack, result.Accuracy))]);
    }

    /// <summary>The verdict and the four reasons, one a line.</summary>
    public override string ToString() => string.Join('\n', Symptoms.Select(symptom => $"{(symptom.Fires ? "fires" : "quiet")}: {symptom.Name}. {symptom.Reason}").Prepend(Verdict));

    private static MaskingSymptom OneStepBeatsMany(AttackResult oneStep, AttackResult iterative, double tolerance)
    {
        var fires = oneStep.Accuracy < iterative.Accuracy - tolerance;
        return new MaskingSymptom("one step beats many", fires, Compare(oneStep, iterative) + (fires
            ? " More steps in the same ball can only find more; here the gradient loses its way."
            : " As it must be: every point one step reaches, many steps reach as well."));
    }

    private static MaskingSymptom BlackBoxBeatsWhiteBox(AttackResult blackBox, AttackResult iterative, double tolerance)
    {
        var fires = blackBox.Accuracy < iterative.Accuracy - tolerance;
        return new MaskingSymptom("black box beats white box", fires, Compare(blackBox, iterative) + (fires
            ? " An attack that knows less finds more: the gradient misleads the one that knows it."
            : " As it should be: who sees the gradient does at least as well."));
    }

    private static MaskingSymptom UnboundedFails(AttackResult unbounded, MaskingOptions options)
    {
        var fires = unbounded.Accuracy > options.Tolerance;
        return new MaskingSymptom("unbounded ε does not reach 100%", fires, FormattableString.Invariant(
            $"With ε = {options.Range.Width} any image can become any other, and PGD leaves {100 * unbounded.Accuracy:F1}%.") + (fires
            ? " The accuracy that stays is blindness of the attack, not strength of the model."
            : " The attack can see its way to everything."));
    }

    private static MaskingSymptom RandomFindsMore(AttackResult random, AttackResult iterative, double tolerance)
    {
        var missed = iterative.Succeeded.Where((succeeded, i) => !succeeded && random.Succeeded[i]).Count();
        var share = (double)missed / random.Succeeded.Length;
        var fires = share > tolerance;
        return new MaskingSymptom("random search finds what the gradient does not", fires, FormattableString.Invariant(
            $"Of {random.Succeeded.Length} images, random points fool the model on {missed} that PGD gave up.") + (fires
            ? " Where chance succeeds the gradient should have."
            : " Chance finds nothing new."));
    }

    private static string Compare(AttackResult first, AttackResult second) => FormattableString.Invariant(
        $"{first.Attack} leaves {100 * first.Accuracy:F1}%, {second.Attack} {100 * second.Accuracy:F1}%.");
}
