using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Evasion;
using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Defenses.Runtime;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Auditing;

/// <summary>The tests of an audit, each with what it measured and what that means.</summary>
internal sealed class AuditTests(IClassifier classifier, DataSet data, AuditOptions options, CancellationToken token)
{
    private const double FalseRejectionRate = 0.01;

    // Of the Square attack, for a model without gradients.
    private const int Queries = 300;

    // By how much PGD may leave more than FGSM by chance.
    private const double Tolerance = 0.03;

    // Null for a model that gives scores alone.
    private readonly IDifferentiableClassifier? differentiable = classifier as IDifferentiableClassifier;

    private readonly DataSet probes = data.Take(Math.Min(options.Probes, data.Count));

    public string TriggerTried => differentiable is not null ? "the smallest reversed trigger" : "the strongest patch";

    public (CleanseReport? Report, AuditFinding Finding) Cleanse()
    {
        const string Blind = "Triggers as large as the masks of honest classes, here a tenth of the image, that differ from image to image, or that work on one class only; backdoors that lead every class to another one; code outside the weights that waits for an exact input.";
        if (differentiable is null)
        {
            return (null, new AuditFinding(NetworkAudit.Tests[0], Decides: true, AuditVerdict.CannotTell, "The model gives scores alone, and a trigger is reversed along the gradient.", [], Blind));
        }

        var report = options.Cleanse.Examine(differentiable, data, token);
        var unreached = report.Triggers.Count(trigger => !trigger.Reached);
        var verdict = report.Flagged.Count > 0 ? AuditVerdict.Suspicious
            : 2 * unreached >= report.Triggers.Count ? AuditVerdict.CannotTell
            : AuditVerdict.NoSign;
        var share = report.Smallest.MaskNorm / report.Median;
        var index = report.AnomalyIndices[report.Smallest.Target];
        var reason = FormattableString.Invariant($"The smallest trigger found leads to class {report.Smallest.Target}: it covers about {report.Smallest.MaskNorm:F1} pixels, where the median over the classes is {report.Median:F1}.")
            + verdict switch
            {
                AuditVerdict.Suspicious => FormattableString.Invariant($" A class so easy to reach is what a backdoor makes (class {string.Join(", ", report.Flagged)})."),
                AuditVerdict.CannotTell => FormattableString.Invariant($" For {unreached} of {report.Triggers.Count} classes no trigger was found at all, so there is little to compare."),
                _ when report.SmallOutliers.Count > 0 => " Its index is high because the other classes lie close together; it is not small enough for a backdoor.",
                _ => " No class is much easier to reach than the others.",
            };
        return (report, new AuditFinding(
            NetworkAudit.Tests[0],
            Decides: true,
            verdict,
            reason,
            [
                new AuditMeasure($"Anomaly index of class {report.Smallest.Target}, which has the smallest mask", index, CleanseReport.Threshold, data.Count),
                new AuditMeasure("Its mask as a share of the median mask (suspicious below)", share, options.Cleanse.LargestShare, data.Count),
                new AuditMeasure(FormattableString.Invariant($"Share of all images that its trigger leads to the class (the search asks for {options.Cleanse.Success} on up to 200)"), report.Smallest.Success, null, data.Labels.Count(label => label != report.Smallest.Target)),
            ],
            Blind));
    }

    public (PatchReport Report, PatchSearchReport? Search, Tensor? Gradients, AuditFinding Finding) Saliency()
    {
        var report = options.Patches.Examine(classifier, probes, token);
        var color = report.Brightness == 1 ? "white" : "black";
        var search = differentiable is null ? options.Search.Examine(classifier, probes, token) : null;
        var suspicious = search?.IsSuspicious ?? report.IsSuspicious;
        var reason = FormattableString.Invariant($"The {color} patch of {report.Side}×{report.Side} pixels at row {report.Row}, column {report.Column} (counted from 0) sends {100 * report.Share:F0}% of the images of other classes to class {report.Class}.")
            + (search is null ? "" : Describe(search))
            + (suspicious ? " A patch that decides more than the rest of the image is a trigger." : " No patch decides for most images.");
        List<AuditMeasure> measures = [new($"Share of images that the strongest patch sends to class {report.Class}", report.Share, search is null ? PatchReport.Threshold : null, Others(report.Class))];
        if (search is not null) measures.Add(new($"Share of images that the strongest square of the search sends to class {search.Class}", search.Share, PatchSearchReport.Threshold, Others(search.Class)));

        // What the gradient shows stands beside it: on clean images the path of a trigger often sleeps.
        var gradients = differentiable is not null ? Evaluation.Saliency.Of(differentiable, probes.Inputs, [.. Enumerable.Repeat(report.Class, probes.Count)]).Mean(0) : null;
        return (report, search, gradients, new AuditFinding(
            NetworkAudit.Tests[1],
            Decides: true,
            suspicious ? AuditVerdict.Suspicious : AuditVerdict.NoSign,
            reason,
            measures,
            "Triggers that no small white or black patch resembles: patterns of both, shapes spread over the image, faint or moving ones; backdoors that lead classes to different ones."));

        int Others(int target) => probes.Labels.Count(label => label != target);
    }

    private static string Describe(PatchSearchReport search) => FormattableString.Invariant(
        $" Of {search.Candidates:N0} white and black squares of {string.Join(", ", search.Sides.Order())} pixels at {(search.Stride == 1 ? "every place" : $"places {search.Stride} pixels apart")}, tried with {search.Queries:N0} queries, the strongest, a {(search.Trigger.Value == 1f ? "white" : "black")} one of {search.Trigger.Pattern.Count}×{search.Trigger.Pattern.Count} at row {search.Trigger.Row.Value}, column {search.Trigger.Column.Value}, sends {100 * search.Share:F0}% to class {search.Class}.");

    public (UnitActivations? Clean, UnitActivations? Triggered, AuditFinding Finding) Activations(Trigger trigger, int target)
    {
        const string Blind = "Any backdoor: its units may also work on clean images, and clean networks have sleeping units too. This only says where there is room.";
        if (classifier is not Network network)
        {
            return (null, null, new AuditFinding(NetworkAudit.Tests[2], Decides: false, AuditVerdict.CannotTell, "The layers of a model from another framework are not looked into.", [], Blind));
        }

        if (!network.Layers.Any(layer => layer is Conv2D) && network.Layers.Count(layer => layer is Dense) < 2)
        {
            return (null, null, new AuditFinding(NetworkAudit.Tests[2], Decides: false, AuditVerdict.CannotTell, "The network has no hidden layer of units to look at.", [], Blind));
        }

        var layer = HiddenLayer(network);
        var victims = Victims(target);
        var clean = UnitActivations.Measure(network, data.Inputs, layer);
        var triggered = UnitActivations.Measure(network, trigger.Apply(victims.Inputs), layer);
        var asleep = clean.ActiveShare.Count(share => share == 0.0);
        var woken = Enumerable.Range(0, clean.Mean.Count).Count(unit => clean.ActiveShare[unit] == 0.0 && triggered.ActiveShare[unit] > 0.0);
        return (clean, triggered, new AuditFinding(
            NetworkAudit.Tests[2],
            Decides: false,
            AuditVerdict.CannotTell,
            $"In layer {layer}, {asleep} of {clean.Mean.Count} units are never active on the clean images; the smallest reversed trigger wakes {woken} of them. Sleeping units are room for a backdoor, which pruning of this layer would take away, and no proof of one.",
            [
                new AuditMeasure("Units never active on clean images", asleep, null, clean.Mean.Count),
                new AuditMeasure("Of these, units that the smallest reversed trigger wakes", woken, null, asleep),
            ],
            Blind));
    }

    public (double[] Clean, double[] Triggered, double? Threshold, AuditFinding Finding) Strip(Trigger trigger, int target)
    {
        // Overlays come from one end of the data, judged images from the other.
        var judged = Math.Min(options.Probes, data.Count / 2);
        var (overlays, others) = data.Split(data.Count - judged);
        var strip = new Strip(classifier, overlays.Inputs, new StripOptions { Seed = options.Seed });
        var clean = strip.Entropies(others.Inputs, token);
        var stamped = strip.Entropies(trigger.Apply(Victims(target).Inputs), token);
        double? threshold;
        string reason;
        var rejected = 0;
        try
        {
            var fitted = EntropyThreshold.Fit(clean, FalseRejectionRate);
            threshold = fitted.Value;
            rejected = stamped.Count(fitted.Rejects);
            reason = FormattableString.Invariant($"Put in front of this network, STRIP would reject answers below {fitted.Value:F3} bits, and with that {rejected} of {stamped.Length} images that carry {TriggerTried}.");
        }
        catch (ArgumentException exception)
        {
            threshold = null;
            reason = "STRIP cannot guard this network: " + exception.Message.Split(" (Parameter", 2)[0];
        }

        return (clean, stamped, threshold, new AuditFinding(
            NetworkAudit.Tests[3],
            Decides: false,
            AuditVerdict.CannotTell,
            reason + " STRIP judges inputs, not networks: a reversed trigger of a clean network holds its answer under overlays too.",
            [
                new AuditMeasure("Mean entropy of clean images, in bits", clean.Average(), null, clean.Length),
                new AuditMeasure($"Mean entropy with {TriggerTried}, in bits", stamped.Average(), null, stamped.Length),
            ],
            "Whether there is a backdoor: it has no triggered input of the attacker's. Triggers for one class only, and those trained to raise the entropy, pass it."));
    }

    public (IReadOnlyList<(string Attack, double Accuracy)> Accuracies, bool Masked, AuditFinding Finding) Robustness()
    {
        const string Blind = "Any backdoor. It tells whether the gradient can be followed, and what an attacker without a backdoor could do.";
        var right = classifier.Scores(probes.Inputs).ArgMax().Where((prediction, i) => prediction == probes.Labels[i]).Count();
        if (differentiable is null)
        {
            var square = new SquareAttack { Epsilon = options.Epsilon, MaximumQueries = Queries, Seed = options.Seed }.Perturb(classifier, probes.Inputs, probes.Labels, token);
            return (
                [("none", (double)right / probes.Count), (square.Attack, square.Accuracy)],
                false,
                new AuditFinding(
                    NetworkAudit.Tests[4],
                    Decides: false,
                    AuditVerdict.CannotTell,
                    FormattableString.Invariant($"Of {probes.Count} images Square with {Queries} queries at ε = {options.Epsilon} leaves {100 * square.Accuracy:F0}% right. How robust a network is does not say whether it has a backdoor."),
                    [new AuditMeasure(FormattableString.Invariant($"Accuracy under Square, {Queries} queries, ε = {options.Epsilon}"), square.Accuracy, null, probes.Count)],
                    Blind));
        }

        var oneStep = new FastGradientSign { Epsilon = options.Epsilon }.Perturb(classifier, probes.Inputs, probes.Labels, token);
        var iterative = new ProjectedGradientDescent { Epsilon = options.Epsilon, Steps = 20, Seed = options.Seed }.Perturb(classifier, probes.Inputs, probes.Labels, token);
        var masked = iterative.Accuracy > oneStep.Accuracy + Tolerance;
        var reason = FormattableString.Invariant($"Of {probes.Count} images FGSM at ε = {options.Epsilon} leaves {100 * oneStep.Accuracy:F0}% right and PGD {100 * iterative.Accuracy:F0}%.") + (masked
            ? " Many steps find less than one: the gradient is masked, and what follows it, Neural Cleanse above all, may have looked in the wrong place."
            : " Many steps find at least as much as one, so the gradient that Neural Cleanse follows leads somewhere. How robust a network is does not say whether it has a backdoor.");
        return (
            [("none", (double)right / probes.Count), (oneStep.Attack, oneStep.Accuracy), (iterative.Attack, iterative.Accuracy)],
            masked,
            new AuditFinding(
                NetworkAudit.Tests[4],
                Decides: false,
                AuditVerdict.CannotTell,
                reason,
                [
                    new AuditMeasure(FormattableString.Invariant($"Accuracy under FGSM, ε = {options.Epsilon}"), oneStep.Accuracy, null, probes.Count),
                    new AuditMeasure(FormattableString.Invariant($"Accuracy under PGD, 20 steps, ε = {options.Epsilon} (masked if more than {Tolerance} above FGSM)"), iterative.Accuracy, oneStep.Accuracy + Tolerance, probes.Count),
                ],
                Blind));
    }

    // The last hidden layer: there a backdoor has become a decision, wherever it began.
    private static int HiddenLayer(Network network)
    {
        int[] places = [.. Enumerable.Range(0, network.Layers.Count).Where(place => network.Layers[place] is Dense or Conv2D)];
        return places.Length > 1 && network.Layers[places[^1]] is Dense ? places[^2] : Units.DefaultLayer(network);
    }

    // Images of other classes than the trigger's, from the end of the data.
    private DataSet Victims(int target)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count).Reverse().Where(row => data.Labels[row] != target).Take(options.Probes)];
        return data.Select(rows);
    }
}
