namespace Gardu.Evidence.Scan.Reading;

/// <summary>Reads the texts of one file in their order. Not for two threads at once; disposing ends it at any place.</summary>
public interface ICorpusReader : IDisposable
{
    /// <summary>
    /// Reads records into an empty batch until it is full; false where there are no more. Where the file cannot be read on, what was read before it stays good, <see cref="Problem"/> says why, and the
    /// answer is false from then on. Never throws for what is in a file.
    /// </summary>
    bool Read(RecordBatch batch);

    /// <summary>Octets of the file that have been read, packed as they are, for progress.</summary>
    long BytesRead { get; }

    /// <summary>Octets of text that have been unpacked.</summary>
    long BytesUnpacked { get; }

    /// <summary>Records that were there and could not be read, or not to their end, such as a line that is no JSON.</summary>
    long RecordsSkipped { get; }

    /// <summary>Why the rest of the file was not read, in plain words; null where all of it was.</summary>
    string? Problem { get; }

    /// <summary>What the file was when it was read; null until <see cref="Read"/> has said that there is no more, and where the file could not be read to its end or changed meanwhile.</summary>
    FileStamp? Stamp { get; }

    /// <summary>What the first record that was skipped was skipped for, in plain words; null where none was.</summary>
    string? FirstSkipped { get; }
}
