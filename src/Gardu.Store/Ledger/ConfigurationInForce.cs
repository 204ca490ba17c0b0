using Gardu.Terms.Written;

namespace Gardu.Store.Ledger;

/// <summary>What a gate works by, as far as it is put on record.</summary>
/// <param name="Program">The program's name and version.</param>
/// <param name="Hash">SHA-256 of the configuration with all overrides, in lower-case hexadecimal digits.</param>
/// <param name="Sites">Each site with its mode and the version of its terms.</param>
public sealed record ConfigurationInForce(string Program, string Hash, IReadOnlyList<(string Site, Mode Mode, string Terms)> Sites);
