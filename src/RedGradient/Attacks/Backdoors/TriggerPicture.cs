using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>The checks of pictures that triggers are made of.</summary>
internal static class TriggerPicture
{
    /// <summary>A copy of a picture, or null as it is.</summary>
    /// <param name="picture">Of the rank asked for, with values in [0, 1].</param>
    /// <param name="rank">The number of dimensions.</param>
    /// <param name="what">What it is called in the message, such as <c>The picture of a patch</c>.</param>
    /// <param name="shape">The shape asked for, as the message shows it.</param>
    /// <exception cref="ArgumentException">Another rank, no pixel, or a value outside [0, 1].</exception>
    public static Tensor? Check(Tensor? picture, int rank, string what, string shape)
    {
        if (picture is null)
        {
            return null;
        }

        if (picture.Shape.Rank != rank || picture.Size == 0)
        {
            throw new ArgumentException($"{what} is {shape} with at least one pixel; the shape {picture.Shape} was given.", nameof(picture));
        }

        foreach (var value in picture.AsSpan())
        {
            if (value is not (>= 0f and <= 1f))
            {
                throw new ArgumentException(FormattableString.Invariant($"{what} has values from 0 to 1; it holds {value}."), nameof(picture));
            }
        }

        return picture.Keep();
    }

    /// <summary>Refuses a picture with another number of channels than the images.</summary>
    public static void CheckChannels(Tensor picture, ImageSize size)
    {
        if (picture.Shape[0] != size.Channels)
        {
            throw new ArgumentException($"The picture of the trigger has {picture.Shape[0]} channels, the images have {size.Channels}; both must have the same number.");
        }
    }
}
