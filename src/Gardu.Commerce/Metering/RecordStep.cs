namespace Gardu.Commerce.Metering;

/// <summary>What one step of a path picks.</summary>
enum RecordStepKind : byte
{
    /// <summary>The members of an object that have a name.</summary>
    Name,

    /// <summary>The element of an array at a place.</summary>
    Index,

    /// <summary>Every element of an array, every member of an object.</summary>
    Every,
}

/// <summary>One step of a path, from a value to its children.</summary>
/// <param name="Kind">What it picks.</param>
/// <param name="Name">The name in UTF-8; empty for the other kinds.</param>
/// <param name="Index">The place, from 0; 0 for the other kinds.</param>
readonly record struct RecordStep(RecordStepKind Kind, byte[] Name, long Index);
