namespace RedGradient.Tests.Data;

/// <summary>A real file on a disk that runs full after some bytes.</summary>
internal sealed class FullDisk(string path, int room) : FileStream(path, FileMode.CreateNew)
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Position + count > room)
        {
            throw new IOException("No space left on device");
        }

        base.Write(buffer, offset, count);
    }
}
