namespace Gardu.Reports.Recorded;

/// <summary>What a gate has written down of its traffic, for the same report as from a log.</summary>
public interface IRecordedTraffic
{
    /// <summary>Every machine request on record, in any order; read once.</summary>
    IEnumerable<RecordedRequest> Requests();

    /// <summary>Every minute of people on record, in any order; read once.</summary>
    IEnumerable<RecordedPeople> People();
}
