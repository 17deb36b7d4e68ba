namespace RedGradient.Notebooks.Tests.Sessions;

/// <summary>A session takes over the console of its process: such tests run one after the other, and beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SessionsInTurn
{
    public const string Name = "one session at a time";
}
