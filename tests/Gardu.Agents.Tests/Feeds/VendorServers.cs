using System.Net;

namespace Gardu.Agents.Tests.Feeds;

/// <summary>The vendors' servers as a test wants them: what a URL answers, and which were asked.</summary>
sealed class VendorServers : HttpMessageHandler
{
    readonly Dictionary<string, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> answers = [];

    public List<string> Asked { get; } = [];

    public VendorServers Serve(string url, string body) =>
        Answer(url, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });

    public VendorServers Redirect(string url, string target, HttpStatusCode status = HttpStatusCode.Found) =>
        Answer(url, _ => new HttpResponseMessage(status) { Headers = { Location = new Uri(target, UriKind.RelativeOrAbsolute) } });

    public VendorServers Answer(string url, Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        Answer(url, (request, _) => Task.FromResult(answer(request)));

    public VendorServers Answer(string url, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        answers[url] = answer;
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        lock (Asked)
            Asked.Add(url);
        return answers.TryGetValue(url, out var answer)
            ? answer(request, cancellationToken)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
