using TorchSharp;
using TorchSharp.Modules;

namespace RedGradient.TorchSharp;

/// <summary>Which modules of a model in memory are more than plain layers.</summary>
internal static class ModuleCode
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(Sequential), typeof(Linear), typeof(Conv1d), typeof(Conv2d), typeof(BatchNorm1d), typeof(BatchNorm2d), typeof(Dropout), typeof(Dropout2d), typeof(Flatten), typeof(global::TorchSharp.Modules.Identity),
        typeof(ReLU), typeof(ReLU6), typeof(LeakyReLU), typeof(GELU), typeof(Sigmoid), typeof(Tanh), typeof(MaxPool2d), typeof(AvgPool2d), typeof(AdaptiveAvgPool2d), typeof(AdaptiveMaxPool2d),
    ];

    /// <summary>The names of the others; a subclass of a plain module is no plain module.</summary>
    public static IReadOnlyList<string> Unread(torch.nn.Module module) => [.. Names(module).Distinct()];

    private static IEnumerable<string> Names(torch.nn.Module module)
    {
        if (!Plain.Contains(module.GetType())) return [$"the module {module.GetType().Name}"];
        return module is Sequential ? module.named_children().SelectMany(child => Names(child.module)) : [];
    }
}
