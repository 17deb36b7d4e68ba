using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Repair;

/// <summary>Neural attention distillation (NAD): the network is trained to look where a fine-tuned copy of it looks.</summary>
/// <remarks>
/// Li et al. 2021 (ICLR, arXiv 2101.05930). The attention of a convolution is A = Σ_c F_c², the sum of its squared channels at each place of the picture. The loss is the
/// cross-entropy plus β·Σ over convolutions of the mean over images of ‖A_student/‖A_student‖ − A_teacher/‖A_teacher‖‖². The teacher is the network after plain
/// fine-tuning on the same data. The paper's β was set for residual networks on CIFAR-10 and the learning rate likewise; both are options here. Immutable.
/// </remarks>
public sealed record AttentionDistillation
{
    private readonly float beta = 10f;

    /// <summary>β, the weight of the attention, at least 0; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float Beta
    {
        get => beta;
        init => beta = Require.NotNegative(value, "The weight β of the attention");
    }

    /// <summary>How the teacher is made; plain fine-tuning at 0.02 by default.</summary>
    public FineTuning Teacher { get; init; } = new() { LearningRate = 0.02f };

    /// <summary>How the student is trained: all but <see cref="FineTuning.TeacherShare"/> counts. 20 epochs at 0.05 with gradients clipped to 1 by default.</summary>
    public FineTuning Student { get; init; } = new() { LearningRate = 0.05f, ClipNorm = 1f };

    /// <summary>Repairs a copy of a network.</summary>
    /// <param name="network">With at least one convolution; stays as it is.</param>
    /// <param name="clean">Clean examples, at least one.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>The student.</returns>
    /// <exception cref="ArgumentException">No examples, or no convolution among the network's own layers.</exception>
    public Network Repair(Network network, DataSet clean, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clean);
        int[] layers = [.. Enumerable.Range(0, network.Layers.Count).Where(place => network.Layers[place] is Conv2D)];
        if (layers.Length == 0)
        {
            throw new ArgumentException("Attention is a picture of where convolutions answer; the network has none among its own layers.", nameof(network));
        }

        var teacher = Teacher.Repair(network, clean, cancellationToken: cancellationToken);
        return Student.Train(network, clean, Objective(teacher, layers), cancellationToken);
    }

    /// <summary>The attention of one layer: squared channels summed, each picture at length 1.</summary>
    /// <param name="features"><c>[batch, channels, height, width]</c>.</param>
    /// <returns><c>[batch, height·width]</c>.</returns>
    internal static Tensor Attention(Tensor features)
    {
        var map = features.Square().Sum(1);
        var rows = map.Reshape(features.Shape[0], features.Shape[2] * features.Shape[3]);

        // A picture where nothing answers stays 0.
        return rows / (rows.Square().Sum(1).Reshape(features.Shape[0], 1) + 1e-12f).Sqrt();
    }

    private TrainingObjective Objective(Network teacher, int[] layers) => (network, batch, pass) =>
    {
        var (seenByTeacher, seen) = Student.Views(batch);
        var answers = network.Activations(seen, pass);
        var wanted = teacher.Activations(seenByTeacher, ForwardPass.Inference);
        var loss = Losses.CrossEntropy(answers[^1], batch.Labels);
        foreach (var layer in layers)
        {
            // What follows a convolution is its activation function; the attention is taken after it.
            var place = layer + 2 < answers.Length && answers[layer + 2].Shape.Equals(answers[layer + 1].Shape) ? layer + 2 : layer + 1;
            loss += Beta * (Attention(answers[place]) - Attention(wanted[place])).Square().Sum(1).Mean();
        }

        return loss;
    };
}
