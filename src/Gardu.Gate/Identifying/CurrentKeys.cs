using Gardu.Agents.Credentials;

namespace Gardu.Gate.Identifying;

/// <summary>The keys in force, swapped whole when one is given out or revoked.</summary>
sealed class CurrentKeys
{
    volatile IssuedKeys value = IssuedKeys.None;

    /// <summary>What requests bring is held against these.</summary>
    public IssuedKeys Value
    {
        get => value;
        set => this.value = value;
    }
}
