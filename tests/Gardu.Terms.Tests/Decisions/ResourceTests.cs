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

    [Fact]
    public void No_target_makes_it_throw_or_linger() =>
        Gen.OneOf("/", ".", "..", "%2e", "%2F", "%25", "%", ";", "\\", "a", "?", "é", "\0", "%5c", "//").Array[0, 60]
            .Sample(parts =>
            {
                if (Resource.TryRead("/" + string.Concat(parts), out var resource))
                    Assert.True(resource.Others.Length <= 64);
            }, iter: 5_000);
}
