using System.Text;
using Harness;
using static System.FormattableString;

namespace ScanBench;

/// <summary>Real texts held against unrelated real texts, as they are: whatever is named is false, or both have it from somewhere.</summary>
static class ControlsPart
{
    public static Part Run(Sizes sizes, Gardu gardu, string folder, string shared, DebianTexts owner, DebianTexts other, DebianTexts indonesianOwner, DebianTexts indonesianOther)
    {
        var page = new StringBuilder("## Where nothing is to be found\n\n");
        var goals = new List<Goal>();
        void Hold(string title, string name, DebianTexts own, DebianTexts control, params string[] more)
        {
            var index = Path.Combine(folder, $"control-{name}.gidx");
            gardu.IndexOnce(index, Pages(own, sizes));
            gardu.Scan(index, "control-" + name, Environment.ProcessorCount, isFast: false, [.. Pages(control, sizes), .. more]);
            var (report, head) = (gardu.Report("control-" + name), Gardu.Head(index));
            page.Append(Invariant($"### {title}\n\nIndexed, whole, {head.Documents:N0} documents ({head.TextOctets / 1e6:N0} MB): {own.Sources}. Named as background: `/usr/share/common-licenses`. Scanned, files as they are: {string.Join(", ", [control.Sources, .. more.Select(Path.GetFileName)])}. "));
            Finds.Write(page, report);
            var (named, gigabytes) = (Finds.Named(report), Finds.Gigabytes(report));
            goals.Add(new("S12", $"false hits, substantive or strong, {title}", "0", Finds.Told(named, gigabytes), named == 0));
        }
        Hold("English", "en", owner, other, [.. new[] { Path.Combine(shared, "conversations") }.Where(Directory.Exists)]);
        Hold("Indonesian", "id", indonesianOwner, indonesianOther);
        return new Part(Machine.Describe(), page.ToString(), goals);
    }

    /// <summary>Pages of a side, or one in so many of them, and the folders of plain files.</summary>
    static string[] Pages(DebianTexts side, Sizes sizes) =>
        sizes.ControlFiles == 1 ? [Path.Combine(side.Folders[0], "**", "*.html"), .. side.Folders.Skip(1)]
        : [.. Directory.EnumerateFiles(side.Folders[0], "*.html", SearchOption.AllDirectories).Where(path => new FileInfo(path).LinkTarget is null).Order(StringComparer.Ordinal).Where((_, i) => i % sizes.ControlFiles == 0)];
}
