using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The largest value of each channel over all positions; its gradient goes to the first position that reaches it.</summary>
public sealed class GlobalMaxPool1D : GlobalPool1D
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        Check(input);
        int batch = input.Shape[0], positions = input.Shape[1], channels = input.Shape[2];
        var values = input.AsSpan();
        var places = new int[batch * channels];
        for (var example = 0; example < batch; example++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var first = (example * positions * channels) + channel;
                var best = first;
                for (var position = 1; position < positions; position++)
                {
                    var place = first + (position * channels);
                    best = values[place] > values[best] ? place : best;
                }

                places[(example * channels) + channel] = best;
            }
        }

        return Pick.Apply(input, places, new Shape(batch, channels));
    }
}
