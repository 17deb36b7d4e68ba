using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RedGradient.Notebooks.Documents;

/// <summary>Cell ids: what is allowed, and how missing ones are derived so that the same notebook always gets the same ids.</summary>
internal static class CellIdentifiers
{
    internal const string Allowed = "1 to 64 characters of a-z, A-Z, 0-9, - and _";

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    internal static bool IsValid(string id) => id.Length is >= 1 and <= 64 && !id.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>Gives an id to each cell without one, and a new id to each cell whose id an earlier cell has.</summary>
    internal static void Assign(IReadOnlyList<Cell> cells)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var without = new List<int>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Id.Length == 0 || !kept.Add(cells[i].Id))
                without.Add(i);
        }

        foreach (var position in without)
        {
            var derived = Derive(cells[position], position, 0);
            for (var attempt = 1; !kept.Add(derived); attempt++)
                derived = Derive(cells[position], position, attempt);
            cells[position].DeriveId(derived);
        }
    }

    private static string Derive(Cell cell, int position, int attempt)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{position}\n{attempt}\n{cell.Kind}\n{cell.Source}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 4));
    }
}
