using Gardu.Gate.Recording;

namespace Gardu.Gate.Limits;

/// <summary>Where gates on one record tell each other what they have let through. Calls block.</summary>
public interface ISharedRates
{
    /// <summary>Puts down what a gate has let through since it began, and returns what the others have of late. Throws <see cref="StoreException"/>.</summary>
    /// <param name="gate">The gate, by a name of its own for as long as it runs.</param>
    /// <param name="taken">Its counts, by what is counted.</param>
    IReadOnlyList<(string Gate, string Key, long Taken)> Exchange(string gate, IReadOnlyList<(string Key, long Taken)> taken);
}
