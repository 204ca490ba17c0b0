using System.CommandLine;
using System.Text.Json;
using Gardu.Agents.Credentials;
using Gardu.Commands;
using Gardu.Store;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Tests.Commands;

/// <summary><c>gardu licensee</c> and <c>gardu key</c>, on one data folder.</summary>
public sealed class KeyCommandTests : CommandTest
{
    static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    readonly FakeTimeProvider clock = new(Noon);

    int Run(Command command, params string[] args)
    {
        Output.GetStringBuilder().Clear();
        Error.GetStringBuilder().Clear();
        return command.Parse([.. args, "--data", Folder]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });
    }

    int Key(params string[] args) => Run(KeyCommand.Create(clock), args);

    JsonElement Json() => JsonDocument.Parse(Output.ToString()).RootElement;

    string AddLicensee(string name = "Acme AI")
    {
        Assert.Equal(ExitCode.Done, Run(LicenseeCommand.Create(clock), "add", "--name", name, "--email", "a@acme.example", "--json"));
        return Json().GetProperty("id").GetString()!;
    }

    (string Id, string Secret) AddKey(params string[] args)
    {
        Assert.Equal(ExitCode.Done, Key(["add", .. args, "--json"]));
        return (Json().GetProperty("id").GetString()!, Json().GetProperty("secret").GetString()!);
    }

    IssuedKeys Issued() => new(Credentials.Open(Database.Of(Folder, null)).Keys());

    [Fact]
    public void A_licensee_gets_a_key_that_is_shown_once_and_never_kept()
    {
        var licensee = AddLicensee();
        Assert.StartsWith("lic_", licensee, StringComparison.Ordinal);
        var (id, secret) = AddKey(licensee, "--for", "ai-input", "--site", "News.Example", "--expires", "2027-01-01");
        Assert.Matches("^gk_[a-z2-7]{40}$", secret);
        var key = Issued().Find(secret, Noon)!;
        Assert.Equal((id, licensee, "news.example", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), (key.Id, key.Licensee.Id, Assert.Single(key.Sites), key.Expires));
        Assert.Null(Issued().Find(secret, key.Expires!.Value));
        Assert.Null(Issued().Find(secret[..^1] + (secret[^1] == 'a' ? 'b' : 'a'), Noon));
        Assert.Equal(ExitCode.Done, Key("list"));
        Assert.Contains(id, Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret[11..], File.ReadAllText(Path.Combine(Folder, "gardu.db"), System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_pasted_with_blanks_is_understood_and_what_is_not_there_names_the_folder()
    {
        var (id, _) = AddKey($" {AddLicensee()} ");
        Assert.Equal(ExitCode.Done, Key("revoke", $" {id}\t"));
        Assert.Equal(ExitCode.Usage, Key("revoke", "key_0"));
        Assert.Equal($"gardu key revoke: no key key_0 in {Folder}; gardu key list has them\n", Error.ToString());
    }

    [Fact]
    public void A_key_is_for_sites_that_the_configuration_has()
    {
        var licensee = AddLicensee();
        var config = Path.Combine(Folder, "gardu.yaml");
        File.WriteAllText(config, "sites:\n  - host: [news.example, \"*.news.example\"]\n    origin: http://127.0.0.1:9\n");
        Assert.Equal(ExitCode.Usage, Key("add", licensee, "--site", "nosite.example", "--config", config));
        Assert.Equal("gardu key add: no site has the host \"nosite.example\"; there are news.example, *.news.example\n", Error.ToString());
        Assert.Equal(ExitCode.Done, Key("add", licensee, "--site", "shop.news.example", "--config", config));
    }

    [Fact]
    public void A_key_takes_anothers_place_while_both_hold_for_a_time()
    {
        var licensee = AddLicensee();
        var (oldId, oldSecret) = AddKey(licensee, "--for", "search", "--site", "news.example");
        var (newId, newSecret) = AddKey("--replaces", oldId, "--overlap", "2 days");
        var next = Issued().Find(newSecret, Noon)!;
        Assert.Equal((newId, licensee, Gardu.Terms.Purpose.Search, "news.example"), (next.Id, next.Licensee.Id, next.Purpose!.Value, next.Sites[0]));
        Assert.NotNull(Issued().Find(oldSecret, Noon.AddDays(2).AddSeconds(-1)));
        Assert.Null(Issued().Find(oldSecret, Noon.AddDays(2)));
    }

    [Fact]
    public void A_revoked_key_holds_no_more_and_is_listed_as_revoked()
    {
        var (id, secret) = AddKey(AddLicensee());
        Assert.Equal(ExitCode.Done, Key("revoke", id));
        Assert.Null(Issued().Find(secret, Noon));
        Assert.Equal(ExitCode.Done, Key("list", "--json"));
        Assert.Equal("revoked", Json()[0].GetProperty("state").GetString());
        Assert.Equal(ExitCode.Done, Key("revoke", id));
        Assert.Contains("already", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no licensee lic_x", "add", "lic_x")]
    [InlineData("whom is the key for", "add")]
    [InlineData("no key key_x", "revoke", "key_x")]
    [InlineData("that is a key itself", "revoke", "gk_abcdefgh")]
    [InlineData("is past", "add", "LICENSEE", "--expires", "2026-11-25")]
    [InlineData("is no time", "add", "LICENSEE", "--expires", "tomorrow")]
    [InlineData("is not a host name", "add", "LICENSEE", "--site", "https://news.example/")]
    [InlineData("goes with --replaces", "add", "LICENSEE", "--overlap", "1 day")]
    public void A_mistake_is_one_line_and_changes_nothing(string said, params string[] args)
    {
        var licensee = AddLicensee();
        Assert.Equal(ExitCode.Usage, Key([.. args.Select(arg => arg == "LICENSEE" ? licensee : arg)]));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(("", 1), (Output.ToString(), Error.ToString().Count(letter => letter == '\n')));
        Assert.Empty(Credentials.Open(Database.Of(Folder, null)).Keys());
    }
}
