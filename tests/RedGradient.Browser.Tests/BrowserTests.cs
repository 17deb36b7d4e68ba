namespace RedGradient.Browser.Tests;

/// <summary>One browser and one set of books for all tests.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<ChromiumFixture>, ICollectionFixture<BookFixture>
{
    public const string Name = "browser";
}
