using Gardu.Commerce.Licensees;

namespace Gardu.Gate.Charging;

/// <summary>The accounts in force, swapped whole when one changes.</summary>
sealed class CurrentAccounts
{
    volatile AccountDirectory value = AccountDirectory.None;

    /// <summary>What requests of licensees go by.</summary>
    public AccountDirectory Value
    {
        get => value;
        set => this.value = value;
    }
}
