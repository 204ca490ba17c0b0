using Gardu.Agents.Credentials;
using Gardu.Commerce.Licensees;
using Gardu.Gate.Recording;
using Gardu.Store.Selling;
using Gardu.Terms;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    readonly Licensee acme = new(PrefixedId.New(Licensee.Prefix, Day), "Acme \"AI\" é", "a@acme.example", Day);

    Credentials WithAcme()
    {
        var credentials = Credentials.Open(Database);
        credentials.Add(acme);
        return credentials;
    }

    IssuedKey NewKey(Purpose? purpose = null, string[]? sites = null, DateTimeOffset? expires = null)
    {
        var secret = KeySecret.New();
        return new IssuedKey
        {
            Id = PrefixedId.New(IssuedKey.Prefix, Day), Licensee = acme, Index = secret.Index, Hash = secret.Hash(),
            Purpose = purpose, Sites = sites ?? [], Created = Day, Expires = expires,
        };
    }

    static string Say(IssuedKey key) =>
        $"{key.Id} {key.Licensee} {key.Index} {Convert.ToHexString(key.Hash.Span)} {key.Purpose} {string.Join(',', key.Sites)} {key.Created} {key.Expires} {key.Revoked} {key.LastUsed}";

    [Fact]
    public void A_key_that_is_added_is_read_back_the_same_by_whoever_opens_it_next()
    {
        var credentials = WithAcme();
        IssuedKey[] keys = [NewKey(), NewKey(Purpose.AiInput, ["news.example", "*.news.example"], Day.AddYears(1))];
        foreach (var key in keys)
            credentials.Add(key, null);
        var again = Credentials.Open(Database);
        Assert.Equal([acme], again.Licensees());
        Assert.Equal(keys.Select(Say).Order(), again.Keys().Select(Say).Order());
    }

    [Fact]
    public void Each_change_raises_the_revision_and_a_replaced_key_holds_until_its_new_end()
    {
        var credentials = WithAcme();
        var (old, next) = (NewKey(), NewKey());
        var before = credentials.Revision();
        credentials.Add(old, null);
        Assert.Equal(before + 1, credentials.Revision());
        credentials.Add(next, old with { Expires = Day.AddDays(7) });
        Assert.Equal((before + 2, Day.AddDays(7)), (credentials.Revision(), credentials.Keys().Single(key => key.Id == old.Id).Expires));
        credentials.Revoke(next, Day.AddDays(1));
        credentials.Revoke(next, Day.AddDays(2));
        Assert.Equal((before + 4, Day.AddDays(1)), (credentials.Revision(), credentials.Keys().Single(key => key.Id == next.Id).Revoked));
    }

    [Fact]
    public void The_last_use_is_written_with_the_records_and_never_goes_back()
    {
        var credentials = WithAcme();
        var key = NewKey();
        credentials.Add(key, null);
        var revision = credentials.Revision();
        var store = Open();
        store.Commit([Used(key, Day.AddHours(2)), Used(key, Day.AddHours(3))], []);
        store.Commit([Used(key, Day.AddHours(1))], []);
        Assert.Equal((Day.AddHours(3), revision), (credentials.Keys().Single().LastUsed, credentials.Revision()));
    }

    [Fact]
    public void A_signer_is_one_licensees_until_it_gives_it_up()
    {
        WithAcme().Add(new Licensee("lic_other", "Other", null, Day));
        var accounts = new Accounts(Database);
        var (bot, trainer) = (new BoundSigner("https://bot.example", null), new BoundSigner("https://bot.example", Purpose.AiTrain));
        Assert.True(accounts.Bind(acme.Id, bot, Day));
        Assert.False(accounts.Bind("lic_other", trainer, Day));
        Assert.Equal([bot], accounts.Find(acme.Id)!.Signers);
        Assert.True(accounts.Bind(acme.Id, trainer, Day));
        Assert.Equal([trainer], accounts.Find(acme.Id)!.Signers);
        Assert.True(accounts.Unbind(acme.Id, bot.Url, Day));
        Assert.True(accounts.Bind("lic_other", bot, Day));
        Assert.Empty(accounts.Find(acme.Id)!.Signers);
    }

    static UsageRecord Used(IssuedKey key, DateTimeOffset time) => new()
    {
        Id = RequestId.New(time), Time = time, Site = "news.example", Method = "GET", Path = "/", Identity = key.Identity, UserAgent = "x/1", Address = "192.0.2.0/24",
        Decision = Verdict.Allow, Rule = null, Reason = "no-rule", Mode = Mode.Observe, TermsVersion = "abc", Status = 200, Bytes = 1, Duration = default,
    };
}
