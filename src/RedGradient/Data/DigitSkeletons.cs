namespace RedGradient.Data;

/// <summary>The ways in which each digit is written: strokes through control points (x, y) in the unit square, y downwards.</summary>
/// <remarks>A smooth curve runs through the points of a stroke; a point that is written twice is a corner.</remarks>
internal static class DigitSkeletons
{
    private static readonly float[][][][] Variants =
    [
        [
            // 0: closed, open at the top with overlapping ends, narrow and pointed.
            [[.55f, 0, .18f, .13f, .02f, .5f, .15f, .88f, .5f, 1, .85f, .86f, .98f, .5f, .84f, .12f, .5f, 0]],
            [[.72f, .1f, .4f, .02f, .08f, .3f, .06f, .7f, .4f, 1, .8f, .85f, .96f, .45f, .75f, .06f, .45f, .06f]],
            [[.5f, 0, .24f, .3f, .16f, .65f, .4f, 1, .7f, .8f, .84f, .35f, .62f, .02f, .48f, .02f]],
        ],
        [
            // 1: a bare line, with a flag, with flag and foot, slightly bent.
            [[.5f, 0, .5f, .5f, .5f, 1]],
            [[.34f, .2f, .56f, 0, .56f, 0, .55f, .5f, .54f, 1]],
            [[.33f, .18f, .54f, 0, .54f, 0, .53f, .5f, .53f, 1], [.3f, 1, .78f, 1]],
            [[.55f, 0, .48f, .5f, .5f, 1]],
        ],
        [
            // 2: with a corner at the foot, with a loop, with a flat base drawn from a deep neck.
            [[.08f, .24f, .3f, .02f, .66f, .02f, .88f, .26f, .66f, .58f, .05f, 1, .05f, 1, .5f, .97f, .96f, 1]],
            [[.1f, .2f, .4f, 0, .8f, .14f, .74f, .5f, .36f, .88f, .1f, .98f, .06f, .82f, .28f, .78f, .6f, .93f, .98f, .92f]],
            [[.15f, .12f, .5f, 0, .85f, .2f, .72f, .5f, .2f, .96f, .2f, .96f, .55f, .9f, .92f, 1]],
        ],
        [
            // 3: round with a notch, with a flat top, with a small loop at the waist.
            [[.08f, .13f, .45f, 0, .82f, .15f, .72f, .4f, .36f, .48f, .36f, .48f, .76f, .55f, .94f, .75f, .7f, .97f, .35f, 1, .04f, .86f]],
            [[.1f, .02f, .86f, .02f, .86f, .02f, .44f, .4f, .44f, .4f, .82f, .5f, .94f, .74f, .66f, .98f, .3f, 1, .05f, .88f]],
            [[.12f, .1f, .5f, 0, .8f, .18f, .62f, .42f, .38f, .5f, .42f, .42f, .7f, .5f, .92f, .76f, .66f, 1, .1f, .9f]],
        ],
        [
            // 4: open, closed, with a round bowl.
            [[.22f, 0, .1f, .35f, .05f, .58f, .05f, .58f, .5f, .58f, .96f, .54f], [.76f, .06f, .73f, .5f, .68f, 1]],
            [[.68f, 0, .36f, .34f, .04f, .66f, .04f, .66f, .5f, .66f, 1, .64f], [.68f, 0, .68f, .5f, .68f, 1]],
            [[.1f, 0, .06f, .34f, .26f, .53f, .62f, .48f, .84f, .24f], [.88f, 0, .82f, .5f, .76f, 1]],
        ],
        [
            // 5: in one stroke with corners, with the bar apart, flowing.
            [[.9f, .02f, .26f, .02f, .26f, .02f, .2f, .42f, .2f, .42f, .58f, .36f, .9f, .62f, .7f, .95f, .35f, 1, .05f, .88f]],
            [[.28f, .08f, .2f, .44f, .2f, .44f, .62f, .4f, .86f, .66f, .66f, .96f, .1f, .96f], [.28f, .06f, .6f, .06f, .95f, 0]],
            [[.88f, 0, .5f, .02f, .26f, .16f, .26f, .4f, .6f, .46f, .86f, .68f, .62f, .98f, .1f, .94f]],
        ],
        [
            // 6: with a bent stem, with a straight stem, with a large bowl.
            [[.74f, 0, .35f, .2f, .1f, .6f, .24f, .95f, .6f, 1, .88f, .8f, .68f, .56f, .34f, .6f, .13f, .78f]],
            [[.52f, 0, .26f, .4f, .16f, .72f, .34f, .98f, .68f, .96f, .84f, .74f, .6f, .57f, .22f, .74f]],
            [[.62f, .02f, .2f, .3f, .08f, .68f, .36f, 1, .8f, .92f, .92f, .62f, .6f, .42f, .2f, .6f]],
        ],
        [
            // 7: plain, with a hook, with a bar, bent.
            [[.05f, .05f, .5f, .05f, .94f, .02f, .94f, .02f, .62f, .45f, .38f, 1]],
            [[.06f, .24f, .08f, .04f, .08f, .04f, .5f, .06f, .9f, .02f, .9f, .02f, .66f, .5f, .5f, 1]],
            [[.05f, .04f, .5f, .05f, .92f, .03f, .92f, .03f, .62f, .5f, .42f, 1], [.28f, .53f, .58f, .5f, .86f, .48f]],
            [[.06f, .12f, .4f, .02f, .84f, .06f, .84f, .24f, .6f, .55f, .48f, 1]],
        ],
        [
            // 8: one stroke crossing itself, two rings, with an open top.
            [[.74f, .12f, .44f, 0, .16f, .2f, .46f, .46f, .84f, .74f, .54f, 1, .14f, .8f, .42f, .5f, .8f, .24f, .7f, .06f]],
            [[.5f, 0, .22f, .2f, .46f, .45f, .76f, .22f, .5f, 0], [.48f, .46f, .14f, .74f, .48f, 1, .86f, .74f, .52f, .46f]],
            [[.86f, .06f, .4f, .02f, .2f, .22f, .5f, .48f, .8f, .78f, .46f, 1, .2f, .78f, .46f, .5f, .82f, .1f]],
        ],
        [
            // 9: with a straight tail, with a curved tail, in one flowing stroke.
            [[.84f, .2f, .5f, 0, .14f, .24f, .36f, .5f, .76f, .36f, .86f, .12f, .86f, .12f, .82f, .55f, .74f, 1]],
            [[.84f, .16f, .46f, 0, .12f, .26f, .4f, .5f, .8f, .34f, .86f, .12f, .88f, .6f, .62f, .96f, .22f, .94f]],
            [[.74f, .1f, .4f, .02f, .18f, .28f, .44f, .46f, .76f, .24f, .78f, .1f, .68f, .5f, .46f, 1]],
        ],
    ];

    /// <summary>The ways to write a digit: for each its strokes, for each stroke x and y of its control points in turn.</summary>
    internal static float[][][] Of(int digit) => Variants[digit];
}
