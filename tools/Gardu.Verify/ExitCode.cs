namespace Gardu.Verify;

/// <summary>What the program's end says to scripts.</summary>
static class ExitCode
{
    /// <summary>Everything given holds.</summary>
    public const int Verified = 0;

    /// <summary>No file, or an option that does not exist.</summary>
    public const int Usage = 2;

    /// <summary>A file cannot be read, or is none of those that can be verified; nothing else is in doubt.</summary>
    public const int Unread = 3;

    /// <summary>Something is in doubt.</summary>
    public const int Doubt = 4;
}
