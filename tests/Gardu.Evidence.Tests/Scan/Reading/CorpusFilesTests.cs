using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class CorpusFilesTests : IDisposable
{
    readonly Corpus corpus = new();

    public CorpusFilesTests()
    {
        foreach (var name in (string[])["b.txt", "a/z.jsonl", "a/Z.jsonl", "a/b/c.jsonl", "a/.hidden", ".git/config", "a-b/x.jsonl", "empty"])
            corpus.Write(name, name == "empty" ? "" : name);
        File.CreateSymbolicLink(Path.Combine(corpus.Folder, "a", "loop"), corpus.Folder);
        File.CreateSymbolicLink(Path.Combine(corpus.Folder, "linked.txt"), Path.Combine(corpus.Folder, "b.txt"));
        Directory.CreateDirectory(Path.Combine(corpus.Folder, "nothing"));
    }

    public void Dispose() => corpus.Dispose();

    [Theory]
    [InlineData("", "a-b/x.jsonl a/Z.jsonl a/b/c.jsonl a/z.jsonl b.txt empty")]
    [InlineData("a", "a/Z.jsonl a/b/c.jsonl a/z.jsonl")]
    [InlineData("b.txt", "b.txt")]
    [InlineData("a/.hidden", "a/.hidden")]
    [InlineData("a/*.jsonl", "a/Z.jsonl a/z.jsonl")]
    [InlineData("a/?.jsonl b.txt a/z.jsonl ./a", "a/Z.jsonl a/z.jsonl b.txt ./a/b/c.jsonl")]
    [InlineData("**/*.jsonl", "a-b/x.jsonl a/Z.jsonl a/b/c.jsonl a/z.jsonl")]
    [InlineData("a/**", "a/Z.jsonl a/b/c.jsonl a/z.jsonl")]
    [InlineData("*/b", "a/b/c.jsonl")]
    [InlineData("linked.txt b.txt", "linked.txt")]
    public void Files_are_found_once_and_in_order(string arguments, string expected)
    {
        var files = CorpusFiles.Find(arguments.Split(' ').Select(argument => $"{corpus.Folder}/{argument}"));
        Assert.Empty(files.Problems);
        Assert.Equal(expected.Split(' '), files.Paths.Select(path => path[(corpus.Folder.Length + 1)..]));
    }

    [Theory]
    [InlineData("missing.jsonl", "there is no such file or folder, or it may not be read")]
    [InlineData("a/*.parquet", "nothing is called so")]
    [InlineData("missing/*", "nothing is called so")]
    [InlineData("nothing", "the folder holds no file that is read")]
    public void What_is_not_there_is_said(string argument, string problem)
    {
        var files = CorpusFiles.Find([$"{corpus.Folder}/{argument}", $"{corpus.Folder}/b.txt"]);
        Assert.Equal([$"{corpus.Folder}/{argument}: {problem}"], files.Problems);
        Assert.Single(files.Paths);
    }

    [Fact]
    public void Standard_input_is_named_by_a_hyphen() => Assert.Equal(["-"], CorpusFiles.Find(["-", "-"]).Paths);

    [Fact]
    public void A_socket_in_a_folder_is_left_out()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(corpus.Folder, "a", "b", "socket")));
        Assert.Equal([$"{corpus.Folder}/a/b/c.jsonl"], CorpusFiles.Find([$"{corpus.Folder}/a/b"]).Paths);
    }
}
