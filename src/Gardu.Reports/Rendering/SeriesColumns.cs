using Gardu.Reports.Traffic;

namespace Gardu.Reports.Rendering;

/// <summary>Fits requests over time to a number of equal columns, empty ones included.</summary>
static class SeriesColumns
{
    /// <summary>At most <paramref name="most"/> columns, each some whole stretches long; none where there are no requests.</summary>
    public static IReadOnlyList<SeriesPoint> Fit(SeriesFigures series, int most)
    {
        if (series.Points.Count == 0)
            return [];
        var first = series.Points[0].Start;
        var stretches = (series.Points[^1].Start - first) / series.Length + 1;
        var perColumn = (long)Math.Ceiling(stretches / most);
        var length = series.Length * perColumn;
        var columns = new SeriesPoint[(int)Math.Ceiling(stretches / perColumn)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new SeriesPoint(first + length * i, 0, 0);
        foreach (var point in series.Points)
        {
            ref var column = ref columns[(int)((point.Start - first) / length)];
            column = column with { People = column.People + point.People, Machines = column.Machines + point.Machines };
        }
        return columns;
    }
}
