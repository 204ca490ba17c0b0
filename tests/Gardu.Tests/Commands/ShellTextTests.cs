using System.Diagnostics;
using CsCheck;
using Gardu.Commands;

namespace Gardu.Tests.Commands;

public sealed class ShellTextTests
{
    /// <summary>A real shell gives every word back as it was, whatever is in it (but for NUL, which no argument can hold).</summary>
    [Fact]
    public void A_shell_takes_each_word_for_itself() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["'\"`$(){}[]<>|&;\\ \t\n*?~#!=%^a-@"], 0, 12])
        .Where(word => !word.Any(letter => letter == '\0' || char.IsSurrogate(letter))).Array[0, 200].Sample(words =>
        {
            using var shell = Process.Start(new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            shell.StandardInput.Write($"printf '%s\\0' {string.Join(' ', words.Select(ShellText.Quoted))} end\n");
            shell.StandardInput.Close();
            var said = shell.StandardOutput.ReadToEnd();
            shell.WaitForExit();
            Assert.Equal([.. words, "end"], said.Split('\0')[..^1]);
        }, iter: 20, threads: 1);

    [Theory]
    [InlineData("AcmeBot/1.0", "AcmeBot/1.0")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("~", "'~'")]
    public void Harmless_words_stay_readable(string word, string quoted) => Assert.Equal(quoted, ShellText.Quoted(word));
}
