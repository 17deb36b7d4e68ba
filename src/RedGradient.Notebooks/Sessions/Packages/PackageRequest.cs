using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>A package that a cell asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version as it was written; null for the newest that is no preview.</param>
internal sealed partial record PackageRequest(string Name, string? Version)
{
    /// <summary>Reads what stands behind <c>nuget:</c>.</summary>
    /// <exception cref="FormatException">It names no package; the message is a sentence for the reader.</exception>
    public static PackageRequest Parse(string text)
    {
        var fields = text.Split(',', 2);
        var name = fields[0].Trim();
        var version = fields.Length > 1 ? fields[1].Trim() : "";
        if (!IsName().IsMatch(name)) throw new FormatException($"The package's name was \"{name}\"; write #r \"nuget: NAME, VERSION\", the name in letters, digits, \".\", \"-\" and \"_\".");
        if (version.Length > 0 && !IsVersion().IsMatch(version)) throw new FormatException($"The version of {name} was \"{version}\"; allowed are versions such as 5.0.0, 5.0.0-beta1, 5.* or [5.0,6.0).");
        return new PackageRequest(name, version is "" or "*" or "*-*" ? version is "*-*" ? version : null : version);
    }

    public override string ToString() => Version is null ? Name : $"{Name} {Version}";

    [GeneratedRegex(@"^[A-Za-z0-9_]+([.\-_][A-Za-z0-9_]+)*$")]
    private static partial Regex IsName();

    [GeneratedRegex(@"^([0-9][0-9A-Za-z.\-+*]*|[\[(][0-9A-Za-z.\-+*, ]*[\])])$")]
    private static partial Regex IsVersion();
}
