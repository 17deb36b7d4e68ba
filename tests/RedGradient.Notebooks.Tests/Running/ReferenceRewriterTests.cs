using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Tests.Running;

public sealed class ReferenceRewriterTests
{
    [Theory]
    [InlineData("#r \"../artifacts/lab/A.dll\"", "#r \"../lab/A.dll\"")]
    [InlineData("  #  load \"parts/x.csx\"\nvar a = 1;", "  #  load \"../../notebooks/parts/x.csx\"\nvar a = 1;")]
    [InlineData("#load \"x.csx\"", "#load \"../../notebooks/x.csx\"")]
    [InlineData("#r \"nuget: A, 1.0\"", "#r \"nuget: A, 1.0\"")]
    [InlineData("#r \"System.Text.Json\"", "#r \"System.Text.Json\"")]
    [InlineData("#r \"/opt/A.dll\"", "#r \"/opt/A.dll\"")]
    [InlineData("var s = \"#r \\\"../x.dll\\\"\";", "var s = \"#r \\\"../x.dll\\\"\";")]
    public void Paths_mean_the_same_files_from_the_new_folder(string code, string expected) =>
        Assert.Equal(expected, ReferenceRewriter.Rewrite(code, "/course/notebooks", "/course/artifacts/run"));
}
