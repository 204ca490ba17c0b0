using System.Text;
using Gardu.Protocols.Tdm;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Tdm;

public sealed class TdmReservationsTests
{
    /// <summary>The example of the report.</summary>
    const string Example = """
        [{"location":"/directory-a/","tdm-reservation":1},
         {"location":"/directory-b/html/","tdm-reservation":1,"tdm-policy":"https://provider.com/policies/policy.json"},
         {"location":"/directory-b/images/*.jpg","tdm-reservation":0}]
        """;

    static TdmReservations? Read(string json) => TdmReservations.TryParse(Encoding.UTF8.GetBytes(json), out var file) ? file : null;

    [Theory]
    [InlineData("/directory-a/x.pdf", true, null)]
    [InlineData("/directory-b/html/i", true, "https://provider.com/policies/policy.json")]
    [InlineData("/directory-b/images/a.jpg", false, null)]
    [InlineData("/Directory-A/x.pdf", null, null)]
    [InlineData("/other", null, null)]
    public void The_first_location_that_matches_counts(string path, bool? reserved, string? policy)
    {
        var found = Read(Example)!.Find(path);
        Assert.Equal((reserved, policy), (found?.IsReserved, found?.Policy));
    }

    [Fact]
    public void The_order_of_the_file_counts_and_not_the_length()
    {
        var file = Read("""[{"location":"/","tdm-reservation":0},{"location":"/a/","tdm-reservation":1}]""")!;
        Assert.False(file.Find("/a/b")!.IsReserved);
    }

    [Theory]
    [InlineData("""[{"location":"/a","tdm-reservation":2},{"tdm-reservation":1},{"location":5,"tdm-reservation":1},{"location":"/b","tdm-reservation":"1"},7,{"location":"b","tdm-reservation":1}]""")]
    [InlineData("[]")]
    public void What_cannot_be_read_of_it_is_passed_over(string json) => Assert.Empty(Read(json)!.Entries);

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]")]
    public void What_is_no_list_is_no_file(string json) => Assert.Null(Read(json));

    /// <summary>File, then headers, then the page; what is absent resets nothing.</summary>
    [Theory]
    [InlineData("1 p", " ", " ", true, "p")]
    [InlineData("1 p", "0 ", " ", false, null)]
    [InlineData("0 ", "1 q", " ", true, "q")]
    [InlineData("1 p", "1 q", "1 r", true, "r")]
    [InlineData("1 p", "0 ", "1 ", true, null)]
    [InlineData("1 p", "2 ", " ", true, "p")]
    [InlineData("1 p", " q", " ", true, "q")]
    [InlineData(" ", " q", "1 ", true, "q")]
    [InlineData(" ", "yes ", " ", null, null)]
    [InlineData("0 p", " ", " ", false, null)]
    public void A_later_source_takes_the_place_of_an_earlier_one(string file, string header, string meta, bool? reserved, string? policy)
    {
        static TdmRights Rights(string said) => TdmRights.Read(said.Split(' ')[0], said.Split(' ')[1]);
        Assert.Equal(new TdmRights(reserved, policy), TdmRights.Silent.Then(Rights(file)).Then(Rights(header)).Then(Rights(meta)));
    }

    [Fact]
    public void Damaged_files_never_throw() =>
        Fuzz.Run(10_000, [Encoding.UTF8.GetBytes(Example)], bytes => _ = TdmReservations.TryParse(bytes, out var file) ? file!.Find("/directory-a/%") : null);
}
