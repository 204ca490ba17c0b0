namespace Gardu.Evidence.Scan.Reading;

/// <summary>What a file was when it was read, so that it is known again: octets as they are on disk, packed where they are.</summary>
/// <param name="Length">Octets.</param>
/// <param name="Xxh3">XXH3-128 of all of them, 32 digits of hex in small letters. Finds a change, proves nothing.</param>
/// <param name="HeadSha256">SHA-256 of the first <see cref="EndSize"/> octets or fewer, 64 digits of hex.</param>
/// <param name="TailSha256">SHA-256 of the last <see cref="EndSize"/> octets or fewer, 64 digits of hex.</param>
public sealed record FileStamp(long Length, string Xxh3, string HeadSha256, string TailSha256)
{
    /// <summary>Octets at each end that SHA-256 is taken of: 1 MiB.</summary>
    public const int EndSize = 1024 * 1024;
}
