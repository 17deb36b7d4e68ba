using System.CommandLine;
using RedGradient.Notebooks.Jupyter.Installation;

namespace RedGradient.Cli.Commands;

/// <summary><c>kernel</c>: the Jupyter kernel, installed, listed and removed.</summary>
internal static class KernelCommand
{
    public static Command Create() => new("kernel", "Installs the Jupyter kernel for C#, lists kernels, removes it.")
    {
        CreateInstall(), CreateList(), CreateUninstall(),
    };

    private static Command CreateInstall()
    {
        var (user, prefix, name) = Options();
        var force = OutputOptions.Force();
        var command = new Command("install", "Installs the kernel, so that VS Code, JupyterLab and the classic notebook find it.") { user, prefix, name, force };
        command.SetAction(parsed =>
        {
            var folder = Folder(parsed.GetValue(user), parsed.GetValue(prefix));
            // A kernel below a prefix is found by that environment alone; one of the reader's hides the system's.
            var others = parsed.GetValue(prefix) is null ? KernelFolders.All : [];
            var kernel = KernelInstaller.Install(folder, parsed.GetValue(name)!, others, parsed.GetValue(force));
            Console.WriteLine($"Installed \"{kernel.DisplayName}\" as {kernel.Name} in {kernel.Folder}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateList()
    {
        var (_, prefix, _) = Options();
        var command = new Command("list", "Lists the kernels that Jupyter finds, and says which of them is RedGradient's.") { prefix };
        command.SetAction(parsed =>
        {
            IEnumerable<string> folders = parsed.GetValue(prefix) is { } chosen ? [KernelFolders.Below(chosen)] : KernelFolders.All;
            var kernels = folders.Distinct(StringComparer.Ordinal).SelectMany(KernelFolders.Read).ToList();
            if (kernels.Count == 0) Console.WriteLine("There is no kernel. `redgradient kernel install` installs one for C#.");
            foreach (var kernel in kernels)
            {
                Console.WriteLine($"{kernel.Name}: \"{kernel.DisplayName}\", {kernel.Language}{(kernel.IsRedGradient ? ", RedGradient's" : "")}; {kernel.Folder}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateUninstall()
    {
        var (user, prefix, name) = Options();
        var command = new Command("uninstall", "Removes the kernel; kernels of others stay.") { user, prefix, name };
        command.SetAction(parsed =>
        {
            var kernel = KernelInstaller.Uninstall(Folder(parsed.GetValue(user), parsed.GetValue(prefix)), parsed.GetValue(name)!);
            Console.WriteLine($"Removed {kernel.Name} from {Path.GetDirectoryName(kernel.Folder)}");
            return ExitCode.Success;
        });
        return command;
    }

    private static (Option<bool> User, Option<string?> Prefix, Option<string> Name) Options() => (
        new Option<bool>("--user") { Description = "For you alone; the default." },
        new Option<string?>("--prefix") { Description = "For the environment in this folder: into its share/jupyter/kernels." },
        new Option<string>("--name") { Description = "The kernel's name.", DefaultValueFactory = _ => KernelInstaller.DefaultName });

    private static string Folder(bool user, string? prefix)
    {
        if (user && prefix is not null) throw new ArgumentException("--user and --prefix name two places; choose one of them.");
        return prefix is null ? KernelFolders.User : KernelFolders.Below(prefix);
    }
}
