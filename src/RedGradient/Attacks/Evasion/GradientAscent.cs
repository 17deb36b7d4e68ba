using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>The loop of the attacks that take many steps: gradients for all images at a time, the attack's own step for each, and which images are done.</summary>
internal static class GradientAscent
{
    public static void Run(AttackBatch batch, AscentPlan plan)
    {
        var rows = batch.AllRows();
        if (plan.StopAtSuccess && plan.Start is not null)
        {
            // What is wrong already needs no attack; a random start could lose it.
            batch.Visit(rows, batch.OriginalsOf(rows));
            rows = Open(batch, rows, batch.Scores(batch.OriginalsOf(rows), rows));
        }

        var best = new (bool Succeeded, float Loss)[batch.Count];
        Array.Fill(best, (false, float.NegativeInfinity));
        for (var restart = 0; restart < plan.Restarts && rows.Length > 0; restart++)
        {
            rows = Climb(batch, plan, restart, rows, best);
        }
    }

    // One climb; returns the images worth another one.
    private static int[] Climb(AttackBatch batch, AscentPlan plan, int restart, int[] rows, (bool Succeeded, float Loss)[] best)
    {
        var points = Start(batch, plan, restart, rows);
        var memory = plan.HasMemory ? new float[points.Length] : [];
        batch.ForgetPaths(rows);
        batch.Visit(rows, points);
        for (var step = 0; step < plan.Steps && rows.Length > 0; step++)
        {
            var (scores, gradient) = batch.LossGradient(points, rows, plan.Loss);
            var slopes = gradient.AsSpan();
            if (plan.StopAtSuccess)
            {
                var kept = KeepOpen(batch, rows, points, scores);
                if (kept.Length < rows.Length)
                {
                    rows = Array.ConvertAll(kept, i => rows[i]);
                    points = AttackBatch.Compact(points, kept, batch.Length);
                    slopes = AttackBatch.Compact(slopes, kept, batch.Length);
                    memory = plan.HasMemory ? AttackBatch.Compact(memory, kept, batch.Length) : memory;
                }
            }

            points = StepAll(batch, plan, rows, points, slopes, memory);
            batch.Visit(rows, points);
        }

        return Finish(batch, plan, rows, points, best);
    }

    private static float[] Start(AttackBatch batch, AscentPlan plan, int restart, int[] rows)
    {
        var points = batch.OriginalsOf(rows);
        for (var i = 0; i < rows.Length && plan.Start is not null; i++)
        {
            plan.Start(batch.Original(rows[i]), points.AsSpan(i * batch.Length, batch.Length), batch.Random(rows[i], restart));
        }

        return points;
    }

    private static float[] StepAll(AttackBatch batch, AscentPlan plan, int[] rows, float[] points, ReadOnlySpan<float> slopes, float[] memory)
    {
        var next = (float[])points.Clone();
        for (var i = 0; i < rows.Length; i++)
        {
            var place = i * batch.Length;
            plan.Step(batch.Original(rows[i]), next.AsSpan(place, batch.Length), slopes.Slice(place, batch.Length), plan.HasMemory ? memory.AsSpan(place, batch.Length) : []);
        }

        return next;
    }

    // With one climb its last point is the result; of several the best is chosen, which takes a query.
    private static int[] Finish(AttackBatch batch, AscentPlan plan, int[] rows, float[] points, (bool Succeeded, float Loss)[] best)
    {
        if (rows.Length == 0)
        {
            return rows;
        }

        if (plan.Restarts == 1)
        {
            batch.AcceptAll(rows, points);
            return [];
        }

        var scores = batch.Scores(points, rows);
        var losses = plan.Loss.Values(scores, batch.LabelsOf(rows));
        var classes = scores.Shape[1];
        for (var i = 0; i < rows.Length; i++)
        {
            var found = (batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]), batch.Targeted ? -losses[i] : losses[i]);
            if (found.CompareTo(best[rows[i]]) > 0)
            {
                best[rows[i]] = found;
                batch.Accept(rows[i], points.AsSpan(i * batch.Length, batch.Length));
            }
        }

        return plan.StopAtSuccess ? [.. rows.Where(row => !best[row].Succeeded)] : rows;
    }

    private static int[] Open(AttackBatch batch, int[] rows, Tensor scores)
    {
        var classes = scores.Shape[1];
        return [.. rows.Where((row, i) => !batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), row))];
    }

    // Takes the points that fool the classifier as results; returns the places of the others.
    private static int[] KeepOpen(AttackBatch batch, int[] rows, float[] points, Tensor scores)
    {
        var classes = scores.Shape[1];
        var kept = new List<int>(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            if (batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]))
            {
                batch.Accept(rows[i], points.AsSpan(i * batch.Length, batch.Length));
            }
            else
            {
                kept.Add(i);
            }
        }

        return [.. kept];
    }
}
