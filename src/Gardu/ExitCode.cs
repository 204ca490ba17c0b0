namespace Gardu;

/// <summary>How a command ends. Stable: scripts rely on it.</summary>
static class ExitCode
{
    /// <summary>Done, whatever was found.</summary>
    public const int Done = 0;

    /// <summary>A check (<c>terms check</c>, <c>terms test</c>, <c>doctor</c>) found something.</summary>
    public const int Found = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Something needed is unavailable.</summary>
    public const int Unavailable = 3;

    /// <summary>Integrity failure.</summary>
    public const int Integrity = 4;

    /// <summary>Refused by terms.</summary>
    public const int Refused = 5;
}
