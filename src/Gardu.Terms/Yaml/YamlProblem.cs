namespace Gardu.Terms.Yaml;

/// <summary>What is wrong with a file, and where.</summary>
/// <param name="Source">File name, or the environment variable or flag that said it.</param>
/// <param name="Line">From 1; 0 where the source has no lines.</param>
/// <param name="Column">From 1; 0 where the source has no lines.</param>
/// <param name="Message">One sentence, with how to put it right.</param>
public sealed record YamlProblem(string Source, int Line, int Column, string Message)
{
    /// <summary><c>gardu.yaml:12:5: message</c>.</summary>
    public override string ToString() => Line == 0 ? $"{Source}: {Message}" : $"{Source}:{Line}:{Column}: {Message}";
}
