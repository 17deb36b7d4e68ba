namespace RedGradient.Notebooks.Sessions;

/// <summary>The console's input while cells run: every line is asked of the host.</summary>
internal sealed class CellReader(Func<InputRequest, string?> ask) : TextReader
{
    private string _rest = "";

    public override string? ReadLine()
    {
        if (_rest.Length == 0) return ask(new InputRequest("", IsPassword: false));
        var line = _rest.TrimEnd('\n');
        _rest = "";
        return line;
    }

    public override int Peek() => _rest.Length > 0 ? _rest[0] : -1;

    public override int Read()
    {
        if (_rest.Length == 0)
        {
            var line = ask(new InputRequest("", IsPassword: false));
            if (line is null) return -1;
            _rest = line + "\n";
        }

        var result = _rest[0];
        _rest = _rest[1..];
        return result;
    }
}
