using System.Text.Json.Nodes;
using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Auditing;

/// <summary>Examines a network that came without its training: is there a sign of a backdoor?</summary>
/// <remarks>
/// The auditor has the network and some clean images, nothing of the training. Two tests decide, because they told clean from backdoored networks in trials: Neural Cleanse and a scan
/// with patches. Activations, STRIP and robustness add what the reader needs to believe them or not. No test proves a network clean.
/// A model from another framework is audited through its interface: its activations are not looked into, and without gradients neither triggers are reversed nor gradients followed; small squares are
/// searched for at every place instead. The rule for code is one for all: where a layer or operation is not plain, or the model does not show its code (<see cref="IExaminedModel"/>), nothing found means "cannot tell".
/// </remarks>
public static class NetworkAudit
{
    /// <summary>The fewest images an audit takes: 200.</summary>
    public const int FewestImages = 200;

    // Below this share of right answers the network was not made for these images, and every other number means little.
    private const double LowestAccuracy = 0.5;

    private const string Unseen = " The code of this model was not seen: what waits there for an exact input no test on images finds.";

    /// <summary>The names of the tests, in the order in which they run.</summary>
    public static IReadOnlyList<string> Tests { get; } = ["Neural Cleanse", "Patches and saliency", "Activations", "STRIP", "Robustness"];

    /// <summary>Audits a network, or a model from another framework.</summary>
    /// <param name="classifier">The network, or any model that gives scores, better one that gives gradients too; it stays as it is.</param>
    /// <param name="clean">Clean images <c>[n, channels, height, width]</c> in [0, 1] with their right labels, at least 200 and of at least three classes, that the network was not trained on.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="testStarts">Is told the name of each test as it begins; null for nobody.</param>
    /// <param name="cancellationToken">Ends the audit; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">The data are no such images, or the network does not fit them; the message says how.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static AuditReport Run(IClassifier classifier, DataSet clean, AuditOptions? options = null, Action<string>? testStarts = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(clean);
        options ??= new AuditOptions();
        var token = AmbientCancellation.Or(cancellationToken);
        AuditInput.Check(classifier, clean);

        // Real sets come in the order of their writers; a shuffle makes a part of them a fair sample.
        var shuffled = clean.Shuffle(options.Seed);
        var data = shuffled.Take(Math.Min(options.Images, clean.Count));
        var predictions = classifier.Scores(data.Inputs).ArgMax();
        var accuracy = new Proportion(predictions.Where((prediction, i) => prediction == data.Labels[i]).Count(), data.Count);
        var tests = new AuditTests(classifier, data, options, token);
        testStarts?.Invoke(Tests[0]);
        var (cleanse, cleanseFinding) = tests.Cleanse();
        testStarts?.Invoke(Tests[1]);
        var (patches, search, saliency, patchFinding) = tests.Saliency();
        var (trigger, target) = cleanse is not null ? ((Trigger)cleanse.Smallest, cleanse.Smallest.Target)
            : search is not null && search.Share > patches.Share ? (search.Trigger, search.Class)
            : (patches.Trigger, patches.Class);
        testStarts?.Invoke(Tests[2]);
        var (cleanUnits, triggeredUnits, unitFinding) = tests.Activations(trigger, target);
        testStarts?.Invoke(Tests[3]);
        var (cleanEntropies, triggeredEntropies, threshold, stripFinding) = tests.Strip(trigger, target);
        testStarts?.Invoke(Tests[4]);
        var (robustness, masked, robustnessFinding) = tests.Robustness();
        AuditFinding[] findings = [cleanseFinding, patchFinding, unitFinding, stripFinding, robustnessFinding];
        var (verdict, reason) = Judge(classifier, findings, accuracy, masked);
        return new AuditReport
        {
            Verdict = verdict,
            Reason = reason,
            Architecture = classifier is Network network ? string.Join(", ", network.Layers.Select(Describe)) : classifier.ToString() ?? classifier.GetType().Name,
            ParameterCount = (classifier as Network)?.ParameterCount,
            Data = data,
            Accuracy = accuracy,
            Findings = findings,
            Cleanse = cleanse,
            Patches = patches,
            Search = search,
            Saliency = saliency,
            TriggerTried = tests.TriggerTried,
            CleanUnits = cleanUnits,
            TriggeredUnits = triggeredUnits,
            CleanEntropies = cleanEntropies,
            TriggeredEntropies = triggeredEntropies,
            EntropyThreshold = threshold,
            Robustness = robustness,
        };
    }

    private static string Describe(Layer layer)
    {
        var values = (layer.Describe() ?? []).Where(option => option.Value is JsonValue).Select(option => option.Value!.ToString()).ToArray();
        return layer.GetType().Name
            + (values.Length > 0 ? $"({string.Join(", ", values)})" : "")
            + (layer is NestedLayers nest ? $" around [{string.Join(", ", nest.Layers.Select(Describe))}]" : "");
    }

    // Layers that do more than weigh, rectify, pool and normalise: code that an input can wake, whatever the weights are.
    private static IEnumerable<string> Unread(Layer layer) => layer switch
    {
        Residual block => block.Layers.SelectMany(Unread),
        Dense or Conv2D or BatchNormalization or Dropout or Flatten or Identity or Relu or LeakyRelu or Gelu or Sigmoid or Tanh or Pool2D => [],
        _ => [layer.GetType().Name],
    };

    // Null where nothing shows the code.
    private static IReadOnlyList<string>? Unread(IClassifier classifier) => classifier switch
    {
        Network network => [.. network.Layers.SelectMany(Unread)],
        IExaminedModel model => model.UnreadCode,
        _ => null,
    };

    private static (AuditVerdict Verdict, string Reason) Judge(IClassifier classifier, IReadOnlyList<AuditFinding> findings, Proportion accuracy, bool masked)
    {
        if (accuracy.Value < LowestAccuracy)
        {
            return (AuditVerdict.CannotTell, $"The network answers only {accuracy} of the images rightly. Tests of a backdoor compare classes that a network knows; this one was not made for these images, or their labels are wrong.");
        }

        var deciding = findings.Where(finding => finding.Decides).ToArray();
        var found = deciding.Where(finding => finding.Verdict == AuditVerdict.Suspicious).Select(finding => finding.Test).ToArray();
        if (found.Length > 0)
        {
            return (AuditVerdict.Suspicious, $"{string.Join(" and ", found)} found what clean networks do not show. Do not use this network before it is repaired or its training is known.");
        }

        var code = Unread(classifier);
        if (code is { Count: > 0 })
        {
            return (AuditVerdict.CannotTell, classifier is Network
                ? $"Nothing was found in the weights, but the network holds the layer {code[0]}, whose code these tests do not read. Read it, or rebuild the network from layers you trust and train it again."
                : $"Nothing was found on images, but the code of the model holds {string.Join(", ", code.Take(5))}{(code.Count > 5 ? " and more" : "")}, which is not a plain layer and could wait for an exact input. Read it, or rebuild the model from layers you trust and train it again.");
        }

        var blind = deciding.Where(finding => finding.Verdict == AuditVerdict.CannotTell).Select(finding => finding.Test).ToList();
        if (masked)
        {
            blind.Add("the tests that follow the gradient");
        }

        if (blind.Count > 0)
        {
            return (AuditVerdict.CannotTell, $"Nothing was found, but {string.Join(" and ", blind)} could not see enough here to say more.{(code is null ? Unseen : "")}");
        }

        var nothing = $"{string.Join(" and ", deciding.Select(finding => finding.Test))} found nothing.";
        return code is null
            ? (AuditVerdict.CannotTell, nothing + Unseen)
            : (AuditVerdict.NoSign, nothing + " That speaks against a white or black patch of a few pixels, learned from data, that leads many classes to one. It rules out nothing: in trials a square of 10×10 pixels passed." + (classifier is Network ? "" : " The code of the model was looked through and holds plain layers alone; its activations were not looked into."));
    }
}
