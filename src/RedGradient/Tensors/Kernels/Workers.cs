using System.Globalization;
using System.Runtime.ExceptionServices;

namespace RedGradient.Tensors.Kernels;

/// <summary>One piece of work of a parallel section; pieces write to places of their own.</summary>
internal interface IParallelWork
{
    void Run(int chunk);
}

/// <summary>Runs the chunks of a section on all cores. How the work is cut depends on its size alone, never on the number of threads.</summary>
/// <remarks>
/// The threads wait for work by spinning for some microseconds, then sleep. A section started while another one runs (several trainings side
/// by side, or a section within a section) is done by its caller alone. The environment variable <c>REDGRADIENT_THREADS</c> limits the threads.
/// </remarks>
internal static class Workers
{
    private const int SpinRounds = 2000;
    private static readonly int ThreadCount = ReadThreadCount();
    private static readonly object Gate = new();
    private static readonly SemaphoreSlim Wake = new(0);
    private static bool started;
    private static int busy;
    private static volatile Section? current;
    private static int sleepers;

    /// <summary>Runs every chunk from 0 to <paramref name="chunks"/> − 1, in any order, and returns when all are done.</summary>
    public static void Run<TWork>(int chunks, TWork work)
        where TWork : struct, IParallelWork
    {
        if (chunks <= 1 || ThreadCount == 1 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (var chunk = 0; chunk < chunks; chunk++)
            {
                work.Run(chunk);
            }

            return;
        }

        try
        {
            EnsureStarted();
            var section = new Section<TWork>(work, chunks);
            current = section;

            // The section must be seen before the sleepers are counted.
            Interlocked.MemoryBarrier();
            var sleeping = Volatile.Read(ref sleepers);
            if (sleeping > 0)
            {
                Wake.Release(Math.Min(sleeping, chunks - 1));
            }

            section.Work();
            var spin = default(SpinWait);
            while (!section.IsDone)
            {
                spin.SpinOnce(-1);
            }

            current = null;
            section.ThrowIfFailed();
        }
        finally
        {
            current = null;
            Volatile.Write(ref busy, 0);
        }
    }

    private static int ReadThreadCount()
    {
        var limit = Environment.GetEnvironmentVariable("REDGRADIENT_THREADS");
        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0
            ? Math.Min(threads, 64)
            : Math.Min(Environment.ProcessorCount, 64);
    }

    private static void EnsureStarted()
    {
        if (started)
        {
            return;
        }

        lock (Gate)
        {
            if (started)
            {
                return;
            }

            for (var i = 1; i < ThreadCount; i++)
            {
                new Thread(Loop) { IsBackground = true, Name = "RedGradient worker" }.Start();
            }

            started = true;
        }
    }

    private static void Loop()
    {
        Section? last = null;
        while (true)
        {
            var section = current;
            for (var round = 0; (section is null || ReferenceEquals(section, last)) && round < SpinRounds; round++)
            {
                Thread.SpinWait(8);
                section = current;
            }

            if (section is null || ReferenceEquals(section, last))
            {
                last = null;
                Interlocked.Increment(ref sleepers);

                // A section published before the counter rose would not wake this thread: look once more, then sleep.
                if (current is null)
                {
                    Wake.Wait();
                }

                Interlocked.Decrement(ref sleepers);
                continue;
            }

            section.Work();
            last = section;
        }
    }

    private abstract class Section
    {
        public abstract void Work();
    }

    private sealed class Section<TWork>(TWork work, int chunks) : Section
        where TWork : struct, IParallelWork
    {
        private readonly TWork work = work;
        private Exception? failure;
        private int next;
        private int finished;

        public bool IsDone => Volatile.Read(ref finished) == chunks;

        public override void Work()
        {
            int chunk;
            while ((chunk = Interlocked.Increment(ref next) - 1) < chunks)
            {
                try
                {
                    work.Run(chunk);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }

                Interlocked.Increment(ref finished);
            }
        }

        public void ThrowIfFailed()
        {
            if (failure is not null)
            {
                // The same exception as on one thread.
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }
}
