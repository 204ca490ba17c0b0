using Gardu.Gate.Ledger;
using Gardu.Ledger.Notes;

namespace Gardu.LedgerKeeping;

/// <summary>What the configuration says of the ledger.</summary>
/// <param name="Access">Who may read the log.</param>
/// <param name="Origin">Its name when it begins; null to take one from the first site.</param>
/// <param name="Witnesses">Who is asked to sign checkpoints too.</param>
sealed record LedgerSettings(LedgerAccess Access, string? Origin, IReadOnlyList<Witness> Witnesses);

/// <summary>Somebody else who signs checkpoints, and never one that does not follow the last that it has signed (C2SP tlog-witness).</summary>
/// <param name="Url">Where it is asked: <c>add-checkpoint</c> comes behind it.</param>
/// <param name="Key">Its key, of the type for cosignatures.</param>
sealed record Witness(Uri Url, NoteKey Key);
