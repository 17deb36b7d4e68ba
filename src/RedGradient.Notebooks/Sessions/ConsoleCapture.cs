namespace RedGradient.Notebooks.Sessions;

/// <summary>Leads the process's console to the session while it lives, and back afterwards.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _input = Console.In;

    private readonly Action<string, string> _write;
    private readonly CellReader _reader;

    public ConsoleCapture(Action<string, string> write, Func<InputRequest, string?> ask)
    {
        _write = write;
        _reader = new CellReader(ask);
        Renew();
    }

    /// <summary>
    /// Gives the console new writers: what a cell set in their place ends with that cell, and an abort that hits a cell inside the console
    /// leaves the old ones locked by a thread that is gone.
    /// </summary>
    public void Renew()
    {
        Console.SetOut(new CellWriter("stdout", _write));
        Console.SetError(new CellWriter("stderr", _write));
        Console.SetIn(_reader);
    }

    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
        Console.SetIn(_input);
    }
}
