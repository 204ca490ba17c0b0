using System.Text;
using Gardu.Ledger.Entries;

namespace Gardu.Ledger.Tests.Entries;

public sealed class PayloadTests
{
    static UsagePayload? Usage(string json) => UsagePayload.Read(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void What_statements_and_cases_need_of_usage()
    {
        var usage = Usage("""{"agent":"GPTBot","bytes":17,"decision":"refuse","id":"req_1","licensee":"lic_1","method":"GET","path":"/a","proof":"signed","purpose":"ai-train","site":"a.example","status":403,"terms":"abc"}""");
        Assert.Equal(new UsagePayload("a.example", "signed", "refuse", 17)
        {
            Agent = "GPTBot", Id = "req_1", Licensee = "lic_1", Method = "GET", Path = "/a", Purpose = "ai-train", Status = 403, Terms = "abc",
        }, usage);
        Assert.Equal(new UsagePayload("", "", "", 0), Usage("""{"bytes":-1,"decision":"","proof":"","purpose":7,"site":""}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"decision":"allow","proof":"signed"}""")]
    [InlineData("""{"decision":"allow","proof":"signed","site":1}""")]
    [InlineData("""{"decision":"allow","proof":"signed","site":"a","site":"b"}""")]
    [InlineData("""{"decision":"allow","proof":"signed","site":"\ud800"}""")]
    public void What_is_no_usage(string json) => Assert.Null(Usage(json));

    [Fact]
    public void A_declaration_and_one_that_ends()
    {
        Assert.Equal(new DeclarationPayload("a.example", "terms", "00"), DeclarationPayload.Read("""{"name":"terms","sha256":"00","site":"a.example"}"""u8.ToArray()));
        Assert.Equal(new DeclarationPayload("a.example", "terms", null), DeclarationPayload.Read("""{"name":"terms","site":"a.example"}"""u8.ToArray()));
        Assert.Null(DeclarationPayload.Read("{}"u8.ToArray()));
    }
}
