namespace RedGradient.Data;

/// <summary>How one image is laid over another.</summary>
public enum OverlayBlend
{
    /// <summary>x + o without clipping, as STRIP's paper adds its images: pixels reach 2, brighter than any image that training has seen.</summary>
    Sum,

    /// <summary>min(1, x + o): what a sensor or an 8-bit file would hold, so that the blend is an image again.</summary>
    ClippedSum,
}
