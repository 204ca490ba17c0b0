using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Gardu.Protocols.StructuredFields;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.StructuredFields;

public sealed class StructuredFieldTests
{
    static readonly Gen<string> Key = Gen.Char["abcdefghijklmnopqrstuvwxyz*"].Select(Gen.Char["abcz019_-.*"].Array[0, 5], (first, rest) => first + new string(rest));

    static readonly Gen<BareItem> Value = Gen.OneOf(
        Gen.Long[-999_999_999_999_999, 999_999_999_999_999].Select(number => (BareItem)new BareItem.Integer(number)),
        Gen.Long[-999_999_999_999_999, 999_999_999_999_999].Select(number => (BareItem)new BareItem.Decimal(number / 1000m)),
        Gen.Char[' ', '~'].Array[0, 8].Select(text => (BareItem)new BareItem.String(new string(text))),
        Gen.Char["abz*"].Select(Gen.Char["aZ0:/!#.*"].Array[0, 5], (first, rest) => (BareItem)new BareItem.Token(first + new string(rest))),
        Gen.Byte.Array[0, 12].Select(octets => (BareItem)new BareItem.Bytes(octets)),
        Gen.Bool.Select(yes => (BareItem)new BareItem.Boolean(yes)),
        Gen.Long[-999_999_999_999, 999_999_999_999].Select(seconds => (BareItem)new BareItem.Date(seconds)),
        Gen.Char['\u0001', '\u07FF'].Array[0, 6].Select(text => (BareItem)new BareItem.DisplayString(new string(text))));

    static readonly Gen<FieldParameters> Parameters = Gen.Select(Key, Value).Array[0, 3]
        .Select(entries => new FieldParameters([.. entries.DistinctBy(entry => entry.Item1).Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2))]));

    static readonly Gen<FieldItem> Item = Gen.Select(Value, Parameters, (value, parameters) => new FieldItem(value, parameters));

    static readonly Gen<FieldMember> Member = Gen.OneOf(
        Item.Select(item => (FieldMember)item),
        Gen.Select(Item.Array[0, 3], Parameters, (items, parameters) => (FieldMember)new FieldInnerList(items, parameters)));

    [Fact]
    public void What_is_written_is_read_back_the_same() => Gen.Select(Key, Member).Array[0, 4].Sample(entries =>
    {
        var dictionary = new FieldMembers([.. entries.DistinctBy(entry => entry.Item1).Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2))]);
        Assert.True(StructuredField.TryParseDictionary(dictionary.ToString(), out var again), dictionary.ToString());
        Assert.Equal(dictionary.ToString(), again.ToString());
        var list = string.Join(", ", entries.Select(entry => entry.Item2));
        Assert.True(StructuredField.TryParseList(list, out var members), list);
        Assert.Equal(list, string.Join(", ", members));
    }, iter: 5_000);

    [Theory] // RFC 9651, the examples of sections 3 and 4
    [InlineData("en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:", "en=\"Applepie\", da=:w4ZibGV0w6ZydGU=:")]
    [InlineData("a=?0, b, c; foo=bar", "a=?0, b, c;foo=bar")]
    [InlineData("rating=1.5, feelings=(joy sadness)", "rating=1.5, feelings=(joy sadness)")]
    [InlineData("a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid", "a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid")]
    [InlineData("a=1,b=2 ,\tc=3", "a=1, b=2, c=3")]
    [InlineData("a=1, b=2, a=3", "a=3, b=2")]
    [InlineData("  a=1  ", "a=1")]
    [InlineData("", "")]
    [InlineData("d=@1659578233, n=%\"This is intended for display to %c3%bcsers.\"", "d=@1659578233, n=%\"This is intended for display to %c3%bcsers.\"")]
    [InlineData("x=1.0, y=-0.50, z=0001", "x=1.0, y=-0.5, z=1")]
    [InlineData("s=:aGVsbG8:", "s=:aGVsbG8=:")]
    [InlineData("t=text/html;q=1.0;q=2.0", "t=text/html;q=2.0")]
    [InlineData("k=( ), l=( a  b )", "k=(), l=(a b)")]
    public void A_dictionary_is_read_and_written_canonically(string field, string canonical)
    {
        Assert.True(StructuredField.TryParseDictionary(field, out var dictionary));
        Assert.Equal(canonical, dictionary.ToString());
    }

    [Theory]
    [InlineData("a=1,")]
    [InlineData(",a=1")]
    [InlineData("a=1 b=2")]
    [InlineData("A=1")]
    [InlineData("a = 1")]
    [InlineData("a=")]
    [InlineData("a=1;")]
    [InlineData("a=1;=2")]
    [InlineData("a=1 ;b")]
    [InlineData("a=1.")]
    [InlineData("a=1.2345")]
    [InlineData("a=1234567890123456")]
    [InlineData("a=1234567890123.1")]
    [InlineData("a=--1")]
    [InlineData("a=\"x")]
    [InlineData("a=\"\\x\"")]
    [InlineData("a=\"\u00e9\"")]
    [InlineData("a=?2")]
    [InlineData("a=:a:b:")]
    [InlineData("a=:a b:")]
    [InlineData("a=:%:")]
    [InlineData("a=(1 2")]
    [InlineData("a=(1,2)")]
    [InlineData("a=((1))")]
    [InlineData("a=@1.5")]
    [InlineData("a=@")]
    [InlineData("a=%\"%C3%BC\"")]
    [InlineData("a=%\"%ff\"")]
    [InlineData("a=%x")]
    [InlineData("a=1\0")]
    public void Any_error_makes_it_no_field_at_all(string field)
    {
        Assert.False(StructuredField.TryParseDictionary(field, out var dictionary));
        Assert.Empty(dictionary.Entries);
    }

    [Fact]
    public void What_is_too_long_or_too_much_is_not_read()
    {
        Assert.False(StructuredField.TryParseDictionary("a=\"" + new string('x', StructuredField.LengthMax) + "\"", out _));
        Assert.False(StructuredField.TryParseDictionary(string.Join(',', Enumerable.Range(0, StructuredField.EntriesMax + 1).Select(number => "k" + number.ToString(CultureInfo.InvariantCulture))), out _));
        Assert.False(StructuredField.TryParseList(string.Join(',', Enumerable.Repeat("1", StructuredField.EntriesMax + 1)), out _));
    }

    [Fact]
    public void An_item_stands_alone()
    {
        Assert.True(StructuredField.TryParseItem(" \"a\";b=?0 ", out var item));
        Assert.Equal(("a", "?0"), (Assert.IsType<BareItem.String>(item!.Value).Value, item.Parameters.Find("b")!.ToString()));
        Assert.False(StructuredField.TryParseItem("1, 2", out _));
        Assert.False(StructuredField.TryParseItem("", out _));
    }

    [Fact]
    public void Nothing_makes_it_throw_and_what_is_read_is_stable() => Fuzz.Run(
        20_000,
        ["a=1, b;c=\"x\\\"\", d=(1 2.5 ?0);e=:aGk=:, f=@12, g=%\"%c3%bc\"", "sig1=(\"@authority\" \"signature-agent\";key=\"k\");created=1735689600;tag=\"web-bot-auth\"", "train-ai=n, search=y"],
        text =>
        {
            if (StructuredField.TryParseDictionary(text, out var dictionary))
            {
                Assert.True(StructuredField.TryParseDictionary(dictionary.ToString(), out var again));
                Assert.Equal(dictionary.ToString(), again.ToString());
            }
            _ = StructuredField.TryParseList(text, out _);
            _ = StructuredField.TryParseItem(text, out _);
        });

    /// <summary>A stranger's field of a thousand keys costs about what ten of a hundred do.</summary>
    [Fact]
    public void Many_keys_cost_no_more_each_than_few()
    {
        string[] texts = [.. Enumerable.Range(0, 10).Select(part => string.Join(',', Enumerable.Range(part * 100, 100).Select(number => string.Create(CultureInfo.InvariantCulture, $"key{number}"))))];
        var one = string.Join(',', texts);
        Best(() => Read(one)); // warm
        var (few, many) = (Best(() => Array.ForEach(texts, Read)), Best(() => Read(one)));
        Assert.True(many < few * 3, $"{many} against {few}");

        static void Read(string text) => Assert.True(StructuredField.TryParseDictionary(text, out _));
        static TimeSpan Best(Action work) => Enumerable.Range(0, 50).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(start);
        });
    }

    [Fact]
    public void The_last_of_a_key_counts_and_takes_the_place_of_the_first_among_many_too()
    {
        var text = string.Join(", ", Enumerable.Range(0, 100).Select(number => string.Create(CultureInfo.InvariantCulture, $"k{number}={number}")));
        Assert.True(StructuredField.TryParseDictionary($"{text}, k3=7, k60=8", out var read));
        Assert.Equal(text.Replace("k3=3,", "k3=7,", StringComparison.Ordinal).Replace("k60=60", "k60=8", StringComparison.Ordinal), read.ToString());
    }
}
