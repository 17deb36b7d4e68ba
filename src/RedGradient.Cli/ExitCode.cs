namespace RedGradient.Cli;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A lesson, a comparison or a download failed.</summary>
    public const int Failed = 1;

    public const int BadArguments = 2;

    /// <summary>What a shell expects after Ctrl-C.</summary>
    public const int Stopped = 130;
}
