namespace RedGradient.Notebooks.Sessions;

/// <summary>Leads the process's console to the session while it lives, and back afterwards.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _input = Console.In;

    public ConsoleCapture(OutputBuffer buffer, Func<InputRequest, string?> ask)
    {
        Console.SetOut(new CellWriter("stdout", buffer.Write));
        Console.SetError(new CellWriter("stderr", buffer.Write));
        Console.SetIn(new CellReader(ask));
    }

    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
        Console.SetIn(_input);
    }
}
