namespace RedGradient.Attacks.Poisoning;

/// <summary>One line of a data set that is handed out as a list of addresses.</summary>
/// <param name="Url">Where the image was when the list was made.</param>
/// <param name="Label">Its class then.</param>
/// <param name="Hash">SHA-256 of its values then, as lower-case hexadecimal digits; null in a list without hashes.</param>
public sealed record IndexEntry(string Url, int Label, string? Hash)
{
    /// <summary>Whose address it is: what stands between <c>https://</c> and the next slash.</summary>
    public string Domain => new Uri(Url).Host;
}
