namespace Gardu.Reports.Recorded;

/// <summary>What a gate has written down of single machines. Each answer is as of one moment, and small whatever the record's size.</summary>
public interface IRecordedMachines
{
    /// <summary>
    /// The machines that no catalogue named when they came: unknown ones by name, and signed agents by their URL. Requests
    /// descending, then name; without those that have no name at all.
    /// </summary>
    /// <param name="most">How many at the most.</param>
    IReadOnlyList<RecordedMachine> Outside(int most);

    /// <summary>Everything that is on record under any of several names; null where nothing is.</summary>
    /// <param name="names">Names as records have them: product tokens, URLs of signers, names of unknown machines. With case.</param>
    /// <param name="licensee">A licensee (<c>lic_…</c>) whose keys count too, whatever the name; null for none.</param>
    MachineHistory? Find(IReadOnlyCollection<string> names, string? licensee);
}
