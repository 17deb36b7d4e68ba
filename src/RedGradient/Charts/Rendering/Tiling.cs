namespace RedGradient.Charts.Rendering;

/// <summary>Lays images out in rows as the samples of one picture.</summary>
internal sealed record Tiling(int Count, int Channels, int ImageHeight, int ImageWidth, int Scale, int Columns)
{
    private int Gap => Count > 1 ? Math.Max(2, Scale) : 0;

    private int Rows => (Count + Columns - 1) / Columns;

    public int TotalWidth => (Columns * ((ImageWidth * Scale) + Gap)) - Gap;

    public int TotalHeight => (Rows * ((ImageHeight * Scale) + Gap)) - Gap;

    /// <summary>The samples, row by row; white where there is no image.</summary>
    public byte[] Samples(ReadOnlySpan<float> values)
    {
        var samples = new byte[TotalWidth * TotalHeight * Channels];
        samples.AsSpan().Fill(255);
        for (var image = 0; image < Count; image++)
        {
            var left = image % Columns * ((ImageWidth * Scale) + Gap);
            var top = image / Columns * ((ImageHeight * Scale) + Gap);
            for (var y = 0; y < ImageHeight * Scale; y++)
            {
                for (var x = 0; x < ImageWidth * Scale; x++)
                {
                    for (var channel = 0; channel < Channels; channel++)
                    {
                        var value = values[(((((image * Channels) + channel) * ImageHeight) + (y / Scale)) * ImageWidth) + (x / Scale)];
                        samples[((((top + y) * TotalWidth) + left + x) * Channels) + channel] = Sample(value);
                    }
                }
            }
        }

        return samples;
    }

    // A value that is not a number shows as black.
    private static byte Sample(float value) => float.IsNaN(value) ? (byte)0 : (byte)Math.Round(Math.Clamp((double)value, 0, 1) * 255);
}
