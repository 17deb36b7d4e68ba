using System.Runtime.InteropServices;

namespace RedGradient.Tensors.Kernels;

/// <summary>Working memory of a thread, aligned to 64 bytes and kept between calls; each kernel uses slots of its own.</summary>
internal sealed unsafe class Scratch
{
    public const int PackedLeft = 0;
    public const int PackedRight = 1;
    public const int Border = 2;
    public const int Columns = 3;
    public const int Planes = 4;

    [ThreadStatic]
    private static Scratch? own;

    private readonly nint[] blocks = new nint[5];
    private readonly int[] sizes = new int[5];

    ~Scratch()
    {
        foreach (var block in blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }
    }

    /// <summary>At least <paramref name="size"/> floats with unspecified values, valid until the next call for the same slot on this thread.</summary>
    public static float* Get(int slot, int size)
    {
        var scratch = own ??= new Scratch();
        if (scratch.sizes[slot] < size)
        {
            NativeMemory.AlignedFree((void*)scratch.blocks[slot]);
            scratch.sizes[slot] = 0;
            scratch.blocks[slot] = 0;
            scratch.blocks[slot] = (nint)NativeMemory.AlignedAlloc((nuint)size * sizeof(float), 64);
            scratch.sizes[slot] = size;
        }

        return (float*)scratch.blocks[slot];
    }
}
