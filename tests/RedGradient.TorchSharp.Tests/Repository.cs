namespace RedGradient.Guests.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RedGradient.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
