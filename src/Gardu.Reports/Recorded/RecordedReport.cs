using System.Text;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Recorded;

/// <summary>Sums up recorded traffic.</summary>
public static class RecordedReport
{
    /// <summary>Reads everything on record; every request counts as a line that was understood, and there are no files.</summary>
    public static TrafficSummary Read(IRecordedTraffic traffic, ReportSettings settings)
    {
        var index = new AgentIndex(settings.Identifier.Catalogue);
        var tally = new TrafficTally(index, null);
        var sites = new SiteIndex(settings.Sites, settings.SiteWithoutHost);
        var verdicts = new PathVerdicts(settings.Robots, sites);
        foreach (var request in traffic.Requests())
        {
            tally.CountParsed(1, hasUserAgent: true);
            var path = Encoding.UTF8.GetBytes(request.Path);
            var site = sites.Find(Encoding.UTF8.GetBytes(request.Site));
            if (site < 0 && !sites.IsEmpty)
                tally.ToOtherHosts++;
            tally.AddMachine(
                tally.MachineOf(request.Identity),
                request.Time.ToUnixTimeMilliseconds(), request.Identity, request.Status, request.Bytes, path,
                verdicts.Of(request.Identity, Encoding.ASCII.GetBytes(request.Method), path, site));
        }
        foreach (var minute in traffic.People())
        {
            tally.CountParsed(minute.Requests, hasUserAgent: true);
            tally.AddPeople(minute.Minute.ToUnixTimeMilliseconds(), minute.Requests, minute.Bytes);
            tally.Suspected += minute.Suspected;
            foreach (var (name, visitors) in minute.Referrals)
                if (index.Operator(name) is var sender and >= 0)
                    tally.AddVisitors(sender, visitors);
        }
        return Summariser.Summarise(tally, index, settings, files: 0, problems: []);
    }
}
