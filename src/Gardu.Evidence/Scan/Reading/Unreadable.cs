using ParquetSharp;
using ZstdSharp;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>What the readers and the libraries under them throw for what is in a file; anything else is a bug.</summary>
static class Unreadable
{
    /// <summary>Whether it was thrown for what is in a file.</summary>
    public static bool Is(Exception failure) =>
        failure is IOException or InvalidDataException or UnauthorizedAccessException or ZstdException or ParquetException or OutOfMemoryException or OverflowException;

    /// <summary>What it was, in plain words.</summary>
    public static string Why(Exception failure) => failure switch
    {
        UnreadableException => failure.Message,
        EndOfStreamException => "what is packed breaks off",
        InvalidDataException => "what is packed is damaged or breaks off",
        ZstdException => $"what is packed by zstd is damaged or breaks off ({failure.Message})",
        OutOfMemoryException or OverflowException => "it asks for more memory than there is",
        ParquetException => $"what is Parquet in it is damaged: {Inner(failure.Message)}",
        _ => failure.Message.ReplaceLineEndings(" "),
    };

    /// <summary>The message that the library wraps in names of its own: <c>TYPE (message: 'MESSAGE')</c>.</summary>
    static string Inner(string message)
    {
        const string before = "(message: '";
        var at = message.IndexOf(before, StringComparison.Ordinal);
        return (at < 0 ? message : message[(at + before.Length)..].TrimEnd(')', '\'')).ReplaceLineEndings(" ");
    }
}

/// <summary>Why a file is not read on, in plain words.</summary>
sealed class UnreadableException(string why) : IOException(why);
