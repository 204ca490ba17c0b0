using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gardu.Testing.Live;

namespace Gardu.Interop;

/// <summary>Somebody with a browser's user agent, with or without cookies, who writes down everything that is answered.</summary>
sealed class Visitor(Uri server, CookieContainer? cookies)
{
    readonly HttpClient client = Clients.At(WordPress.Home, Clients.Browser, server, cookies);
    readonly List<Answer> transcript = [];

    public IReadOnlyList<Answer> Transcript => transcript;

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Head(string path) => Send(HttpMethod.Head, path, null);

    /// <summary>Sends a form.</summary>
    public Task<Answer> Post(string path, params (string Name, string Value)[] fields) =>
        Send(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Sends JSON as the editor does.</summary>
    public Task<Answer> PostJson(string path, string nonce, string json) =>
        Send(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), ("X-WP-Nonce", nonce));

    /// <summary>Uploads a file as a form does.</summary>
    public Task<Answer> Upload(string path, string nonce, string name, byte[] file)
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return Send(HttpMethod.Post, path, new MultipartFormDataContent { { part, "file", name } }, ("X-WP-Nonce", nonce));
    }

    /// <summary>Logs in as the site's editor.</summary>
    public async Task<Answer> LogIn(string password = WordPress.Password)
    {
        await Get("/wp-login.php");
        return await Post("/wp-login.php",
            ("log", WordPress.User), ("pwd", password), ("wp-submit", "Log In"), ("redirect_to", $"{WordPress.Home}wp-admin/"), ("testcookie", "1"));
    }

    async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.Read($"{method} {path}", response);
        transcript.Add(answer);
        return answer;
    }
}
