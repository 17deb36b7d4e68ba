namespace RedGradient.Tensors.Kernels;

/// <summary>Square windows over images [batch, channels, height, width], without padding; what does not fill a window at the edge is left out.</summary>
internal sealed class PoolingGeometry
{
    public PoolingGeometry(Shape input, int size, int stride)
    {
        if (input.Rank != 4 || input[2] < size || input[3] < size)
        {
            throw new ArgumentException($"Pooling over windows of {size}×{size} needs images [batch, channels, height, width] of at least that size; the input has the shape {input}.");
        }

        Input = input;
        Size = size;
        Stride = stride;
        Output = new Shape(input[0], input[1], ((input[2] - size) / stride) + 1, ((input[3] - size) / stride) + 1);
    }

    public Shape Input { get; }

    public Shape Output { get; }

    public int Size { get; }

    public int Stride { get; }

    public int Planes => Input[0] * Input[1];

    /// <summary>Whether windows of 2 × 2 lie side by side, so many in a row that <see cref="PairPooling"/> takes them.</summary>
    public bool IsPairs => Size == 2 && Stride == 2 && Output[3] >= PairPooling.Lanes;

    /// <summary>Whether placing values writes every element, the zeros too, so that nothing needs clearing before.</summary>
    public bool PlacesAll => IsPairs && Input[2] % 2 == 0 && Input[3] % 2 == 0;
}

/// <summary>The loops of max and average pooling.</summary>
internal static unsafe class Pooling
{
    // Planes a chunk of a parallel section handles, and how many elements are worth a second thread.
    private const int PlanesPerChunk = 64;
    private const int ParallelThreshold = 1 << 16;

    /// <summary>Takes from values, at the place of each window's largest key, the value there.</summary>
    public static void PickLargest(PoolingGeometry geometry, Tensor keys, Tensor values, Tensor result) =>
        Run(geometry, new LargestWork(geometry, keys, values, result, place: false));

    /// <summary>Adds each value at the place of its window's largest key; the result starts as zeros, unless all is written (<see cref="PoolingGeometry.PlacesAll"/>).</summary>
    public static void PlaceLargest(PoolingGeometry geometry, Tensor keys, Tensor values, Tensor result) =>
        Run(geometry, new LargestWork(geometry, keys, values, result, place: true));

    /// <summary>The mean of each window.</summary>
    public static void Average(PoolingGeometry geometry, Tensor input, Tensor result) =>
        Run(geometry, new AverageWork(geometry, input, result, spread: false));

    /// <summary>Adds each value divided by the window's size to all of its window; the result starts as zeros.</summary>
    public static void Spread(PoolingGeometry geometry, Tensor values, Tensor result) =>
        Run(geometry, new AverageWork(geometry, values, result, spread: true));

    private static void Run<TWork>(PoolingGeometry geometry, TWork work)
        where TWork : struct, IParallelWork
    {
        var chunks = (geometry.Planes + PlanesPerChunk - 1) / PlanesPerChunk;
        if (geometry.Input.Size >= ParallelThreshold)
        {
            Workers.Run(chunks, work);
            return;
        }

        for (var chunk = 0; chunk < chunks; chunk++)
        {
            work.Run(chunk);
        }
    }

    private readonly struct LargestWork(PoolingGeometry geometry, Tensor keys, Tensor values, Tensor result, bool place) : IParallelWork
    {
        public void Run(int chunk)
        {
            int height = geometry.Output[2], width = geometry.Output[3], inputWidth = geometry.Input[3];
            int inputPlane = geometry.Input[2] * inputWidth, outputPlane = height * width;
            var end = Math.Min((chunk + 1) * PlanesPerChunk, geometry.Planes);
            fixed (float* key = keys.AsSpan(), value = values.AsSpan(), target = result.MutableSpan)
            {
                if (geometry.IsPairs && (place || ReferenceEquals(keys, values)))
                {
                    for (var row = chunk * PlanesPerChunk * height; row < end * height; row++)
                    {
                        var corner = (row / height * inputPlane) + (row % height * 2 * inputWidth);
                        if (place)
                        {
                            PairPooling.PlaceRow(key + corner, inputWidth, width, value + (row * width), target + corner);
                        }
                        else
                        {
                            PairPooling.PickRow(key + corner, inputWidth, width, target + (row * width));
                        }
                    }

                    return;
                }

                for (var plane = chunk * PlanesPerChunk; plane < end; plane++)
                {
                    var large = plane * inputPlane;
                    var small = plane * outputPlane;
                    for (var y = 0; y < height; y++)
                    {
                        var corner = large + (y * geometry.Stride * inputWidth);
                        for (var x = 0; x < width; x++)
                        {
                            var at = Largest(key, corner, inputWidth);
                            if (place)
                            {
                                target[at] += value[small];
                            }
                            else
                            {
                                target[small] = value[at];
                            }

                            small++;
                            corner += geometry.Stride;
                        }
                    }
                }
            }
        }

        // The first of the largest, row by row; a NaN counts as larger than any number, so that it is seen.
        private int Largest(float* key, int corner, int inputWidth)
        {
            var size = geometry.Size;
            var best = corner;
            var largest = key[corner];
            for (var y = 0; y < size; y++)
            {
                for (var at = corner; at < corner + size; at++)
                {
                    if (!(key[at] <= largest) && !float.IsNaN(largest))
                    {
                        largest = key[at];
                        best = at;
                    }
                }

                corner += inputWidth;
            }

            return best;
        }
    }

    private readonly struct AverageWork(PoolingGeometry geometry, Tensor source, Tensor result, bool spread) : IParallelWork
    {
        public void Run(int chunk)
        {
            int height = geometry.Output[2], width = geometry.Output[3], inputWidth = geometry.Input[3];
            int inputPlane = geometry.Input[2] * inputWidth, outputPlane = height * width;
            var share = 1f / (geometry.Size * geometry.Size);
            var end = Math.Min((chunk + 1) * PlanesPerChunk, geometry.Planes);
            fixed (float* from = source.AsSpan(), to = result.MutableSpan)
            {
                for (var plane = chunk * PlanesPerChunk; plane < end; plane++)
                {
                    for (var i = 0; i < outputPlane; i++)
                    {
                        var corner = (plane * inputPlane) + (((i / width * inputWidth) + (i % width)) * geometry.Stride);
                        var small = (plane * outputPlane) + i;
                        var sum = 0f;
                        for (var y = 0; y < geometry.Size; y++)
                        {
                            for (var x = 0; x < geometry.Size; x++)
                            {
                                var at = corner + (y * inputWidth) + x;
                                if (spread)
                                {
                                    to[at] += from[small] * share;
                                }
                                else
                                {
                                    sum += from[at];
                                }
                            }
                        }

                        if (!spread)
                        {
                            to[small] = sum * share;
                        }
                    }
                }
            }
        }
    }
}
