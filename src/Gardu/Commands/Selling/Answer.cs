namespace Gardu.Commands.Selling;

/// <summary>What a command that sells answers, whoever asks: the shell, or a program over HTTP.</summary>
/// <param name="Print">Writes it for people.</param>
/// <param name="Talk">What to say beside it; null for nothing.</param>
abstract record Answer(Action<TextWriter> Print, string? Talk)
{
    /// <summary>It for programs.</summary>
    public abstract object Json { get; }

    /// <summary>One whose type the compiler finds.</summary>
    /// <param name="value">For programs.</param>
    /// <param name="print">For people; null to print nothing.</param>
    /// <param name="talk">Beside it.</param>
    public static Answer<T> Of<T>(T value, Action<TextWriter>? print = null, string? talk = null)
        where T : notnull => new(value, print ?? (_ => { }), talk);
}

/// <summary>An answer, and of what type it is for programs.</summary>
/// <param name="Value">It for programs.</param>
/// <param name="Print">Writes it for people.</param>
/// <param name="Talk">What to say beside it; null for nothing.</param>
sealed record Answer<T>(T Value, Action<TextWriter> Print, string? Talk) : Answer(Print, Talk)
    where T : notnull
{
    /// <inheritdoc/>
    public override object Json => Value;
}
