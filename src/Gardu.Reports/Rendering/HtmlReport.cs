using Gardu.Reports.Traffic;

namespace Gardu.Reports.Rendering;

/// <summary>TODO</summary>
public static class HtmlReport
{
    /// <summary>TODO</summary>
    public static string Render(TrafficSummary summary) => summary.ToString();
}
