using System.Text.Json.Nodes;
using RedGradient.Notebooks.Tests.Running;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>The commands that install, list and remove the kernel, as processes.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly TemporaryCourse _course = new();

    private Dictionary<string, string> Surroundings => new() { ["JUPYTER_DATA_DIR"] = Path.Combine(_course.Root, "user"), ["JUPYTER_PATH"] = Path.Combine(_course.Root, "elsewhere") };

    public void Dispose() => _course.Dispose();

    [Fact]
    public async Task The_kernel_is_installed_listed_installed_again_and_removed()
    {
        foreach (var (where, folder) in new[] { ("", "user/kernels"), ("--user", "user/kernels"), ("--prefix env", "env/share/jupyter/kernels") })
        {
            var path = Path.Combine(_course.Root, folder, ".net-csharp", "kernel.json");
            for (var i = 0; i < 2; i++)
            {
                var (exitCode, output, error) = await RunAsync($"kernel install {where}");
                Assert.Equal((0, ""), (exitCode, error));
                Assert.Contains(Path.GetDirectoryName(path)!, output, StringComparison.Ordinal);
            }

            var specification = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
            Assert.Equal((".NET (C#)", "C#", "message"), ((string?)specification["display_name"], (string?)specification["language"], (string?)specification["interrupt_mode"]));
            var command = specification["argv"]!.AsArray().Select(word => word!.ToString()).ToList();
            Assert.True(File.Exists(command[0]));
            Assert.Equal("PNG"u8.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(path)!, "logo-64x64.png")))[1..4]);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "logo-32x32.png")));
            Assert.StartsWith("<svg ", await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(path)!, "logo-svg.svg")), StringComparison.Ordinal);
            Assert.Equal(["exec", KernelHost.Program, "kernel", "{connection_file}"], command[1..]);
            Assert.Contains(".net-csharp: \".NET (C#)\", C#, RedGradient's; ", (await RunAsync($"kernel list {where.Replace("--user", "", StringComparison.Ordinal)}")).Output, StringComparison.Ordinal);
            Assert.Equal(0, (await RunAsync($"kernel uninstall {where}")).ExitCode);
            Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        }

        var (missing, _, sentence) = await RunAsync("kernel uninstall");
        Assert.Equal(1, missing);
        Assert.Contains("There is no kernel \".net-csharp\"", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user/kernels", "{\"argv\": [\"dotnet\", \"interactive\"], \"display_name\": \".NET (C#)\", \"language\": \"C#\"}")]
    [InlineData("elsewhere/kernels", "{\"argv\": [\"dotnet\", \"interactive\"], \"display_name\": \".NET (C#)\", \"language\": \"C#\"}")]
    [InlineData("user/kernels", "no JSON")]
    public async Task A_kernel_of_someone_else_is_left_alone_and_another_name_is_offered(string place, string theirs)
    {
        var path = Path.Combine(_course.Root, place, ".net-csharp", "kernel.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, theirs);
        var (exitCode, _, error) = await RunAsync("kernel install");
        Assert.Equal(1, exitCode);
        Assert.Contains($"not RedGradient's", error, StringComparison.Ordinal);
        Assert.Contains(Path.GetDirectoryName(path)!, error, StringComparison.Ordinal);
        Assert.Contains("--name redgradient-csharp", error, StringComparison.Ordinal);
        if (theirs.StartsWith('{')) Assert.Contains("dotnet interactive", error, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("kernel uninstall")).ExitCode);
        Assert.Equal(theirs, await File.ReadAllTextAsync(path));

        Assert.Equal(0, (await RunAsync("kernel install --name redgradient-csharp")).ExitCode);
        Assert.True(File.Exists(Path.Combine(_course.Root, "user/kernels/redgradient-csharp/kernel.json")));
        Assert.Equal(theirs, await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("kernel install --name ../up", "The name of the kernel was \"../up\"")]
    [InlineData("kernel install --user --prefix x", "choose one of them")]
    public async Task Bad_arguments_get_a_sentence(string arguments, string sentence)
    {
        var (exitCode, _, error) = await RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string arguments) => _course.RunAsync(arguments, Surroundings);
}
