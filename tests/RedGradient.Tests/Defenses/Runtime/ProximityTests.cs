using RedGradient.Data;
using RedGradient.Defenses.Runtime;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Runtime;

public class ProximityTests
{
    // Three points of class 0 around the origin, two of class 1 around (4, 0).
    private static readonly DataSet Points = new("points", Tensor.From([0f, 0f, 1f, 0f, 0f, 1f, 4f, 0f, 5f, 0f], 5, 2), [0, 0, 0, 1, 1], 2);

    [Fact]
    public void The_neighbours_within_the_radius_vote()
    {
        var around = new Proximity(Points, radius: 3.5, neighbors: int.MaxValue).Around(Tensor.From([0f, 0f, 3f, 0f, 9f, 0f, 20f, 0f], 4, 2));
        Assert.Equal(new Neighborhood(0.0, 3, 0, 1.0), around[0]);

        // (0,0), (1,0), (0,1) at 3, 2, √10 against (4,0), (5,0) at 1, 2.
        Assert.Equal(new Neighborhood(1.0, 5, 0, 0.6), around[1]);
        Assert.Equal(new Neighborhood(4.0, 0, null, 0.0), around[2]);
        Assert.Equal(15.0, around[3].Nearest, 1e-6);
    }

    [Fact]
    public void Only_the_nearest_vote_and_of_equals_the_class_with_the_nearest_wins()
    {
        var point = Tensor.From([3f, 0f], 1, 2);
        Assert.Equal(new Neighborhood(1.0, 1, 1, 1.0), new Proximity(Points, neighbors: 1).Around(point)[0]);
        Assert.Equal(new Neighborhood(1.0, 4, 1, 0.5), new Proximity(Points, neighbors: 4).Around(point)[0]);
    }

    [Fact]
    public void It_rejects_what_the_neighbours_contradict_and_what_has_none()
    {
        var proximity = new Proximity(Points, radius: 3.5, neighbors: 3);
        var reasons = proximity.Examine(Tensor.From([0f, 0f, 0f, 0f, 9f, 0f], 3, 2), [0, 1, 1]);
        Assert.Null(reasons[0]);
        Assert.Equal("The classifier says 1, but 100% of the 3 nearest clean examples are of class 0.", reasons[1]);
        Assert.Equal("No clean example lies within 3.5; the nearest is 4 away.", reasons[2]);
    }

    [Fact]
    public void Distances_agree_with_a_plain_loop_and_do_not_depend_on_the_batch()
    {
        var proximity = new Proximity(Backdoored.Clean.Take(300), neighbors: 1);
        var images = Backdoored.Judged.Inputs.Rows(0, 70);
        var around = proximity.Around(images);
        for (var i = 0; i < 70; i += 23)
        {
            var image = images.Rows(i, 1).ToArray();
            var nearest = Enumerable.Range(0, 300).Min(j => Math.Sqrt(image.Zip(Backdoored.Clean.Inputs.Rows(j, 1).ToArray(), (a, b) => ((double)a - b) * ((double)a - b)).Sum()));
            Assert.Equal(nearest, around[i].Nearest, 1e-4);
        }

        Assert.Equal(around[69].Class, proximity.Around(images.Rows(69, 1))[0].Class);
    }

    [Fact]
    public void It_sees_a_trigger_that_leaves_the_picture_as_it_is()
    {
        var proximity = new Proximity(Backdoored.Clean);
        double Rejected(DataSet data) => proximity.Examine(data.Inputs, Backdoored.Network.Predict(data.Inputs)).Count(reason => reason is not null) / (double)data.Count;
        Assert.InRange(Rejected(Backdoored.Judged), 0.0, 0.2);
        Assert.InRange(Rejected(Backdoored.Attacked), 0.8, 1.0);
    }

    [Fact]
    public void Wrong_input_gets_a_sentence()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => new Proximity(Points.Take(0))).Message, StringComparison.Ordinal);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Proximity(Points, radius: 0.0)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new Proximity(Points, radius: double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("neighbours", Assert.Throws<ArgumentOutOfRangeException>(() => new Proximity(Points, neighbors: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("[1, 3]", Assert.Throws<ArgumentException>(() => new Proximity(Points).Around(Tensor.Zeros(1, 3))).Message, StringComparison.Ordinal);
    }
}
