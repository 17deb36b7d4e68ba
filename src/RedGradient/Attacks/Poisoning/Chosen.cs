using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Which clean examples an attacker takes for poison.</summary>
internal static class Chosen
{
    /// <summary>Random rows out of those that qualify: as many as the rate means.</summary>
    /// <param name="clean">The clean data set.</param>
    /// <param name="qualifies">Whether the example of a row may be taken.</param>
    /// <param name="rate">ρ.</param>
    /// <param name="design">Where poison is added, an example is taken again only when all have been.</param>
    /// <param name="random">Decides the choice.</param>
    /// <param name="who">What the examples belong to, for the refusal, such as <c>class 3</c>.</param>
    public static int[] Rows(DataSet clean, Func<int, bool> qualifies, double rate, PoisoningDesign design, SeededRandom random, string who)
    {
        var count = PoisoningRate.CountOf(rate, clean.Count, design);
        var eligible = Enumerable.Range(0, clean.Count).Where(qualifies).ToArray();
        CheckCount(count, eligible.Length, rate, clean, design, who);
        var order = random.Permutation(eligible.Length);
        return [.. Enumerable.Range(0, count).Select(i => eligible[order[i % order.Length]])];
    }

    /// <summary>Refuses more poisons than there are examples to make them from.</summary>
    public static void CheckCount(int count, int eligible, double rate, DataSet clean, PoisoningDesign design, string who)
    {
        if (eligible == 0) throw new ArgumentException($"None of {who} can be taken; choose another class, or more data.", nameof(clean));
        if (design == PoisoningDesign.Replace && count > eligible)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A poisoning rate of {rate} of {clean.Count} examples is {count}, but only {eligible} of {who} can be taken; choose a rate of at most {Advice.AtMost((double)eligible / clean.Count)}, or more data."),
                nameof(clean));
        }
    }

    /// <summary>Refuses a class that the data set does not have.</summary>
    public static int CheckClass(int label, DataSet data, string what) => label >= 0 && label < data.ClassCount
        ? label
        : throw new ArgumentOutOfRangeException(nameof(label), label, $"{what} is {label}; with {data.ClassCount} classes allowed are 0 to {data.ClassCount - 1}.");

    /// <summary>Refuses a target that belongs to the class it shall be taken for.</summary>
    public static void CheckTarget(DataSet clean, Tensor target, int targetLabel, int wantedClass)
    {
        CheckClass(targetLabel, clean, "The target's class");
        CheckClass(wantedClass, clean, "The class wanted");
        if (targetLabel == wantedClass)
        {
            throw new ArgumentException($"The target belongs to class {targetLabel} and shall be taken for class {wantedClass}: it lies in the poison class already. Want another class.", nameof(wantedClass));
        }

        if (clean.Count == 0 || target.Size != clean.Inputs.Size / clean.Count)
        {
            throw new ArgumentException($"The target is one input of the data set's kind; it has the shape {target.Shape}, the inputs are {clean.Inputs.Shape}.", nameof(target));
        }
    }

    /// <summary>Rows replaced by poison, or poison added after them.</summary>
    public static PoisonedDataSet Put(DataSet clean, int[] rows, DataSet poison, PoisoningDesign design) =>
        design == PoisoningDesign.Replace ? Mix.Replace(clean, rows, poison) : Mix.Add(clean, poison);
}
