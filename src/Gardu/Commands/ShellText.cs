using System.Buffers;

namespace Gardu.Commands;

/// <summary>Words as a POSIX shell takes them, for commands that are printed to be copied.</summary>
static class ShellText
{
    static readonly SearchValues<char> Harmless = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,");

    /// <summary>One word that stands for itself: as it is where no letter of it means anything to a shell, in single quotes otherwise.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Harmless) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
