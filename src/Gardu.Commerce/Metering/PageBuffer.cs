using System.Buffers;

namespace Gardu.Commerce.Metering;

/// <summary>The text of a page while it arrives, in lent memory.</summary>
sealed class PageBuffer : IDisposable
{
    const int SizeAtFirst = 64 * 1024;

    /// <summary>The text; only the first <see cref="Length"/> characters are of it.</summary>
    public char[] Text { get; private set; } = ArrayPool<char>.Shared.Rent(SizeAtFirst);

    /// <summary>Characters so far.</summary>
    public int Length { get; private set; }

    /// <summary>Takes the next piece.</summary>
    public void Add(ReadOnlySpan<char> piece)
    {
        if (piece.Length > Text.Length - Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(2 * Text.Length, Length + piece.Length));
            Text.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(Text);
            Text = larger;
        }
        piece.CopyTo(Text.AsSpan(Length));
        Length += piece.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<char>.Shared.Return(Text);
}
