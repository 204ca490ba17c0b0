using System.Text;
using static System.FormattableString;

namespace ScanBench;

/// <summary>The page of all parts that were ever run.</summary>
static class Page
{
    public static string Of(string folder, IReadOnlyList<string> names)
    {
        var parts = names.Select(name => (name, part: Part.Kept(folder, name))).Where(one => one.part is not null).Select(one => (one.name, part: one.part!)).ToArray();
        var page = new StringBuilder("# What a scan finds, and how fast\n\n");
        foreach (var machine in parts.GroupBy(one => one.part.Machine))
            page.Append(Invariant($"{string.Join(", ", machine.Select(one => one.name))}: {machine.Key}\n\n"));
        page.Append("Rates are of raw text: 1 MB is 10^6 octets. Intervals are of 95%: of times a bootstrap's of the rounds, of counts the exact one.\n\n## Goals\n\n| | figure | goal | measured | |\n|---|---|---:|---:|---|\n");
        foreach (var goal in parts.SelectMany(one => one.part.Goals).OrderBy(goal => int.Parse(goal.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)))
            page.Append(Invariant($"| {goal.Id} | {goal.Figure} | {goal.Asked} | {goal.Measured} | {(goal.IsReached switch { true => "reached", false => "*missed*", null => "not measured" })} |\n"));
        page.Append('\n');
        foreach (var (_, part) in parts)
            page.Append(part.Text);
        return page.Replace(" %", "%").ToString().TrimEnd('\n') + "\n"; // .NET puts a blank before it
    }
}
