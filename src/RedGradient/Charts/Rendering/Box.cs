namespace RedGradient.Charts.Rendering;

/// <summary>A rectangle on the page, in user units from the top left corner.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;
}
