using System.Numerics;

namespace RedGradient.Tensors;

/// <summary>Reuses the memory of the tensors that one step of a loop makes, so that a steady loop allocates next to nothing.</summary>
/// <remarks>
/// Between <see cref="Begin"/> and the end of the returned scope every tensor made on this thread takes its memory from the arena. When the scope ends
/// the memory goes back and these tensors are spent: reading one says so. A tensor that must outlive the step is copied with <c>Keep()</c>.
/// One arena serves one thread at a time.
/// </remarks>
internal sealed class TensorArena
{
    // One stack of arrays for each power of two.
    private readonly Stack<float[]>[] free = new Stack<float[]>[31];
    private readonly List<Tensor> made = [];

    [ThreadStatic]
    private static TensorArena? current;

    [ThreadStatic]
    private static TensorArena? own;

    public static TensorArena? Current => current;

    /// <summary>The arena of the calling thread; made at first use, kept with its memory.</summary>
    public static TensorArena OfThread => own ??= new TensorArena();

    /// <summary>Starts a step; dispose the result at its end. Steps may lie within each other: each gives back what it made.</summary>
    public Scope Begin()
    {
        var scope = new Scope(this, current, made.Count);
        current = this;
        return scope;
    }

    /// <summary>Leaves the arena until the result is disposed: tensors made meanwhile are ordinary ones.</summary>
    public static Pause Suspend()
    {
        var pause = new Pause(current);
        current = null;
        return pause;
    }

    public float[] Rent(int size, Tensor owner)
    {
        made.Add(owner);
        var bucket = Bucket(size);
        var stack = free[bucket];
        return stack is { Count: > 0 } ? stack.Pop() : GC.AllocateUninitializedArray<float>(1 << bucket);
    }

    private static int Bucket(int size) => size <= 16 ? 4 : 32 - BitOperations.LeadingZeroCount((uint)(size - 1));

    private void End(int mark)
    {
        for (var i = mark; i < made.Count; i++)
        {
            if (made[i].Release() is { } storage)
            {
                var bucket = Bucket(storage.Length);
                (free[bucket] ??= new Stack<float[]>()).Push(storage);
            }
        }

        made.RemoveRange(mark, made.Count - mark);
    }

    internal readonly ref struct Scope(TensorArena arena, TensorArena? outer, int mark)
    {
        public void Dispose()
        {
            arena.End(mark);
            current = outer;
        }
    }

    internal readonly ref struct Pause(TensorArena? suspended)
    {
        private readonly TensorArena? suspended = suspended;

        public void Dispose() => current = suspended;
    }
}
