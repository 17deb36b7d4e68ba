using System.Numerics;
using RedGradient.Charts.Rendering;
using RedGradient.Charts.Traces;

namespace RedGradient.Charts;

/// <summary>Bars at named places, grouped when there are several series, each with a hatching of its own; made by <see cref="Chart.Bar"/>.</summary>
public sealed class BarChart : AxisChart<BarChart>
{
    private readonly string[] categories;
    private readonly BarGroup group = new();

    internal BarChart(string title, string xLabel, string yLabel, IEnumerable<string> categories)
        : base("Bar chart", title, xLabel, yLabel)
    {
        ArgumentNullException.ThrowIfNull(categories);
        this.categories = [.. categories];
        if (this.categories.Length == 0)
        {
            throw new ArgumentException("A bar chart needs at least one category; none was given.", nameof(categories));
        }

        Panel.Horizontal.Categories = this.categories;
    }

    /// <summary>Adds a bar for each category.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="values">One for each category; where it is not finite there is no bar.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than categories, or none is finite.</exception>
    public BarChart Add<T>(string name, IEnumerable<T> values)
        where T : INumber<T> => Add(name, Inputs.Numbers(name, values), null);

    /// <summary>Adds a bar with an error bar for each category.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="values">One for each category.</param>
    /// <param name="errors">One for each category, as far as the error bar reaches up and down; no negative ones.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than categories, none is finite, or an error is negative.</exception>
    public BarChart Add<TValue, TError>(string name, IEnumerable<TValue> values, IEnumerable<TError> errors)
        where TValue : INumber<TValue>
        where TError : INumber<TError> => Add(name, Inputs.Numbers(name, values), Inputs.Numbers(name, errors));

    /// <summary>Makes the vertical axis logarithmic; bars at or below 0 are left out and the axis does not start at 0.</summary>
    /// <exception cref="ArgumentException">The range set before reaches 0 or below.</exception>
    public BarChart LogY() => Logarithmic(Panel.Vertical);

    private BarChart Add(string name, double[] values, double[]? errors)
    {
        Inputs.SameLength(name, "values", values.Length, "categories to stand over", categories.Length);
        Inputs.SomethingToDraw(name, values);
        if (errors is not null)
        {
            Inputs.SameLength(name, "values", values.Length, "errors", errors.Length);
            if (errors.Any(error => error < 0))
            {
                throw new ArgumentException($"Errors are 0 or more; the series '{name}' has one of {Numbers.Short(errors.Min())}.", nameof(errors));
            }
        }

        return Include(new BarTrace(categories, values, errors, group) { Name = Named(name), Style = Panel.NextStyle });
    }
}
