using System.Globalization;
using System.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The console's output or error while cells run.</summary>
internal sealed class CellWriter : TextWriter
{
    private readonly string _name;
    private readonly Action<string, string> _write;

    public CellWriter(string name, Action<string, string> write)
        : base(CultureInfo.InvariantCulture)
    {
        _name = name;
        _write = write;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => _write(_name, value.ToString());

    public override void Write(char[] buffer, int index, int count) => _write(_name, new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => _write(_name, new string(buffer));

    public override void Write(string? value) => _write(_name, value ?? "");

    // One write a line, so that lines of two threads never mix.
    public override void WriteLine(string? value) => _write(_name, value + "\n");

    public override void WriteLine() => _write(_name, "\n");
}
