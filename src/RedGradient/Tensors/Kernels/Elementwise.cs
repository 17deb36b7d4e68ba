using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>A function of one number, eight lanes at a time.</summary>
internal interface IUnaryFunction
{
    Vector256<float> Apply(Vector256<float> x);
}

/// <summary>A function of two numbers, eight lanes at a time.</summary>
internal interface IBinaryFunction
{
    Vector256<float> Apply(Vector256<float> x, Vector256<float> y);
}

/// <summary>Loops that apply a function to every element; the last few elements go through the same vector code, padded.</summary>
internal static class Elementwise
{
    // Elements a chunk of a parallel section handles, and how many are worth a second thread.
    private const int ChunkSize = 1 << 15;
    private const int ParallelThreshold = 1 << 17;

    public static void Map<TFunction>(TFunction function, Tensor x, Tensor result)
        where TFunction : struct, IUnaryFunction
    {
        if (result.Size < ParallelThreshold)
        {
            Map(function, x.AsSpan(), result.MutableSpan);
            return;
        }

        Workers.Run((result.Size + ChunkSize - 1) / ChunkSize, new MapWork<TFunction>(function, x, result));
    }

    public static void Map<TFunction>(TFunction function, ReadOnlySpan<float> x, Span<float> result)
        where TFunction : struct, IUnaryFunction
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result);
        var whole = result.Length & ~7;
        nint i = 0;
        for (; i < whole; i += 8)
        {
            function.Apply(Vector256.LoadUnsafe(ref Unsafe.Add(ref from, i))).StoreUnsafe(ref Unsafe.Add(ref to, i));
        }

        if (i < result.Length)
        {
            var last = function.Apply(LoadPart(x[(int)i..]));
            StorePart(last, result[(int)i..]);
        }
    }

    /// <summary>All three of one size.</summary>
    public static void Zip<TFunction>(TFunction function, Tensor x, Tensor y, Tensor result)
        where TFunction : struct, IBinaryFunction
    {
        if (result.Size < ParallelThreshold)
        {
            Zip(function, x.AsSpan(), y.AsSpan(), result.MutableSpan);
            return;
        }

        Workers.Run((result.Size + ChunkSize - 1) / ChunkSize, new ZipWork<TFunction>(function, x, y, result));
    }

    public static void Zip<TFunction>(TFunction function, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result)
        where TFunction : struct, IBinaryFunction
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        ref var to = ref MemoryMarshal.GetReference(result);
        var whole = result.Length & ~7;
        nint i = 0;
        for (; i < whole; i += 8)
        {
            function.Apply(Vector256.LoadUnsafe(ref Unsafe.Add(ref left, i)), Vector256.LoadUnsafe(ref Unsafe.Add(ref right, i))).StoreUnsafe(ref Unsafe.Add(ref to, i));
        }

        if (i < result.Length)
        {
            var last = function.Apply(LoadPart(x[(int)i..]), LoadPart(y[(int)i..]));
            StorePart(last, result[(int)i..]);
        }
    }

    public static Vector256<float> LoadPart(ReadOnlySpan<float> values)
    {
        Span<float> padded = stackalloc float[8];
        padded.Clear();
        values.CopyTo(padded);
        return Vector256.Create<float>(padded);
    }

    public static void StorePart(Vector256<float> values, Span<float> target)
    {
        Span<float> padded = stackalloc float[8];
        values.CopyTo(padded);
        padded[..target.Length].CopyTo(target);
    }

    private readonly struct MapWork<TFunction>(TFunction function, Tensor x, Tensor result) : IParallelWork
        where TFunction : struct, IUnaryFunction
    {
        private readonly TFunction function = function;

        public void Run(int chunk)
        {
            var start = chunk * ChunkSize;
            var length = Math.Min(ChunkSize, result.Size - start);
            Map(function, x.AsSpan().Slice(start, length), result.MutableSpan.Slice(start, length));
        }
    }

    private readonly struct ZipWork<TFunction>(TFunction function, Tensor x, Tensor y, Tensor result) : IParallelWork
        where TFunction : struct, IBinaryFunction
    {
        private readonly TFunction function = function;

        public void Run(int chunk)
        {
            var start = chunk * ChunkSize;
            var length = Math.Min(ChunkSize, result.Size - start);
            Zip(function, x.AsSpan().Slice(start, length), y.AsSpan().Slice(start, length), result.MutableSpan.Slice(start, length));
        }
    }
}
