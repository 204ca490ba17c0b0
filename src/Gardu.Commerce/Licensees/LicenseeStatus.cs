namespace Gardu.Commerce.Licensees;

/// <summary>How a licensee stands with the owner, in growing strictness.</summary>
public enum LicenseeStatus : byte
{
    /// <summary>It buys and is served.</summary>
    Active,

    /// <summary>It owes something, and is served until a date that it has been told.</summary>
    PastDue,

    /// <summary>It is not served.</summary>
    Suspended,

    /// <summary>It is not served, and will not be again.</summary>
    Closed,
}

/// <summary>The names of statuses in records and on the command line.</summary>
public static class StatusNames
{
    static readonly string[] Names = ["active", "past-due", "suspended", "closed"];

    /// <summary>All of them, in the order of <see cref="LicenseeStatus"/>.</summary>
    public static IReadOnlyList<string> Every => Names;

    /// <summary>The name.</summary>
    public static string Name(this LicenseeStatus status) => Names[(int)status];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out LicenseeStatus status)
    {
        var at = Array.IndexOf(Names, text);
        status = at < 0 ? default : (LicenseeStatus)at;
        return at >= 0;
    }
}
