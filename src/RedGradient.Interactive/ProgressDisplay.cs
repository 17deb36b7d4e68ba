using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace RedGradient.Interactive;

/// <summary>One line under a running cell that says how far it is, and vanishes when it is done.</summary>
internal sealed class ProgressDisplay(KernelInvocationContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private readonly string identifier = Guid.NewGuid().ToString("N");
    private readonly Stopwatch since = Stopwatch.StartNew();
    private bool shown;

    /// <summary>Shows a text and a share, at most five times a second.</summary>
    public void Report(string text, double share)
    {
        lock (gate)
        {
            if (since.Elapsed < Interval)
            {
                return;
            }

            since.Restart();
            var bar = double.IsNaN(share) ? "<progress></progress>" : $"<progress value=\"{share.ToString("F3", CultureInfo.InvariantCulture)}\"></progress>";
            Publish($"{bar} {WebUtility.HtmlEncode(text)}", text);
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (shown)
            {
                Publish("", "");
            }
        }
    }

    private void Publish(string html, string text)
    {
        FormattedValue[] values = [new(HtmlFormatter.MimeType, html), new(PlainTextFormatter.MimeType, text)];
        context.Publish(shown
            ? new DisplayedValueUpdated(new HtmlString(html), identifier, context.Command, values)
            : new DisplayedValueProduced(new HtmlString(html), context.Command, values, identifier));
        shown = true;
    }
}
