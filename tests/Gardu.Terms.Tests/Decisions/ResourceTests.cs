using CsCheck;
using Gardu.Terms.Decisions;

namespace Gardu.Terms.Tests.Decisions;

public sealed class ResourceTests
{
    [Theory]
    [InlineData("/plain/path.html?x=1", "")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a//b", "/a/b")]
    [InlineData("/a;x/b", "/a/b")]
    [InlineData("/a%2fb", "/a/b")]
    [InlineData("/a\\b", "/a/b")]
    [InlineData("/%61", "")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/..", "/")]
    public void A_path_has_these_other_readings(string target, string readings)
    {
        var resource = TestTerms.Path(target);
        Assert.Equal(readings.Split(' ', StringSplitOptions.RemoveEmptyEntries), resource.Others.ToArray());
    }

    [Theory]
    [InlineData("/x/%252e%252e/secret", "/secret")]
    [InlineData("/x/..;a=b/secret", "/secret")]
    [InlineData("/a//../secret", "/secret")]
    [InlineData("/x/..%5csecret", "/secret")]
    public void A_disguised_path_has_the_plain_one_among_its_readings(string target, string plain) =>
        Assert.Contains(plain, TestTerms.Path(target).Others.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a.example:443")]
    [InlineData("/a#b")]
    public void What_is_no_path_is_not_read(string target) => Assert.False(Resource.TryRead(target, out _));

    /// <summary>Nested encodings in a long path: given up early, since reading all of it would take the processor from everybody.</summary>
    [Fact]
    public void A_long_path_that_is_encoded_again_and_again_is_given_up_early()
    {
        var target = "/x%" + string.Concat(Enumerable.Repeat("25", 7_500));
        Assert.False(Resource.TryRead(target, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Resource.TryRead(target, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public void A_long_path_that_is_encoded_once_is_read() =>
        Assert.True(Resource.TryRead("/callback?state=" + string.Concat(Enumerable.Repeat("%7B%22", 2_000)), out _));

    [Fact]
    public void No_target_makes_it_throw_or_linger() =>
        Gen.OneOf("/", ".", "..", "%2e", "%2F", "%25", "%", ";", "\\", "a", "?", "é", "\0", "%5c", "//").Array[0, 60]
            .Sample(parts =>
            {
                if (Resource.TryRead("/" + string.Concat(parts), out var resource))
                    Assert.True(resource.Others.Length <= 64);
            }, iter: 5_000);
}
