using Gardu.Store.Postgres;

namespace Gardu.Store.Tests;

public sealed class PostgresAddressTests
{
    static PostgresAddress Parse(string text)
    {
        Assert.True(PostgresAddress.TryParse(text, out var address, out var error), error);
        return address!;
    }

    [Theory]
    [InlineData("Host=db.example;Database=gardu;Username=g;Password=s3cret")]
    [InlineData("host=db.example;port=5432;database=gardu;user id=g;password='s3cret'")]
    [InlineData("postgres://g:s3cret@db.example/gardu")]
    [InlineData("postgresql://g:s3cret@db.example:5432/gardu")]
    public void Pairs_and_urls_name_the_same(string text)
    {
        var address = Parse(text);
        Assert.Equal(("db.example", 5432, "gardu", "g", "s3cret"),
            (address.Settings.Host, address.Settings.Port, address.Settings.Database, address.Settings.Username, address.Settings.Password));
        Assert.Equal("the database gardu at db.example:5432", address.ToString());
    }

    [Fact]
    public void A_url_may_hold_any_letter_and_what_the_driver_has_to_know()
    {
        var settings = Parse("postgresql://us%40er:p%3Bw%27%3D%2F%40%253A%20%22x@[2001:db8::1]:6543/my%20db?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=7&application_name=edge&target_session_attrs=read-write").Settings;
        Assert.Equal(("us@er", "p;w'=/@%3A \"x", "2001:db8::1", 6543, "my db"), (settings.Username, settings.Password, settings.Host, settings.Port, settings.Database));
        Assert.Equal((Npgsql.SslMode.VerifyFull, "/etc/ca.pem", 7, "edge", "read-write"),
            (settings.SslMode, settings.RootCertificate, settings.Timeout, settings.ApplicationName, settings.TargetSessionAttributes));
    }

    [Theory]
    [InlineData("Host=db.example;Username=g;Password=s3cret", "Database")]
    [InlineData("Database=gardu;Password=s3cret", "Host and Username")]
    [InlineData("Host=db.example;Database=gardu;Username=g;Password=a;s3cret=b", "not known")]
    [InlineData("Host=db.example;Database=gardu;Username=g;Port=s3cret", "not known")]
    [InlineData("Host=db.example;Database=gardu;Username=g;Port=5432;Password='s3cret", "not known")]
    [InlineData("=s3cret", "not known")]
    [InlineData("postgres://g:s3cret@db.example", "Database")]
    [InlineData("postgres://db.example/gardu", "Username")]
    [InlineData("postgres://g:s3cret@db.example/gardu?sslmode=s3cret", "not known")]
    [InlineData("postgres://g:s3cret@db.example/gardu?s3cret=1", "question mark")]
    [InlineData("postgres://g:s3/cret@db.example:x/gardu", "no URL")]
    public void What_is_wrong_is_said_without_repeating_it(string text, string says)
    {
        Assert.False(PostgresAddress.TryParse(text, out var address, out var error));
        Assert.Null(address);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_are_the_same_where_every_part_is()
    {
        Assert.Equal(Parse("Host=a;Database=b;Username=c;Password=d"), Parse("Database=b;Host=a;Username=c;Password=d"));
        Assert.NotEqual(Parse("Host=a;Database=b;Username=c;Password=d"), Parse("Host=a;Database=b;Username=c;Password=e"));
    }
}
