namespace Gardu.Commerce.Licensees;

/// <summary>What somebody does for a licensee.</summary>
public enum MemberRole : byte
{
    /// <summary>Everything, accepting agreements too.</summary>
    Owner,

    /// <summary>Plans, credit and statements.</summary>
    Billing,

    /// <summary>Keys and usage.</summary>
    Developer,

    /// <summary>Questions of rights.</summary>
    Legal,
}

/// <summary>The names of roles in records and on the command line.</summary>
public static class RoleNames
{
    static readonly string[] Names = ["owner", "billing", "developer", "legal"]; // in the order of MemberRole

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Every => Names;

    /// <summary>The name.</summary>
    public static string Name(this MemberRole role) => Names[(int)role];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out MemberRole role)
    {
        var at = Array.IndexOf(Names, text);
        role = at < 0 ? default : (MemberRole)at;
        return at >= 0;
    }
}

/// <summary>A person of a licensee, and so whom to write to about what its role says.</summary>
/// <param name="Email">Mail address; one person has one of a licensee.</param>
/// <param name="Name">As it is called; null where that is not known.</param>
/// <param name="Role">What it does.</param>
/// <param name="Added">When it was added, UTC.</param>
public sealed record Member(string Email, string? Name, MemberRole Role, DateTimeOffset Added);
