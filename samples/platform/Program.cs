using Platform;

// dotnet run --project samples/platform -- [URL]: the origin of the sample, a small platform whose API speaks as X's does.
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls(args is [var url] ? url : "http://127.0.0.1:8080");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();

app.MapGet("/", () => TypedResults.Text("<!doctype html><title>Platform</title><p>People read here, and <a href=\"/licensing/\">machines buy</a>.", "text/html; charset=utf-8"));
app.MapGet("/2/tweets", (string? ids) => Answer.Of(Posts.ByIds(ids)));
app.MapGet("/2/tweets/search/recent", (string? query, string? max_results, string? next_token) => Answer.Of(Posts.Search(query, max_results, next_token)));
app.MapGet("/2/users/by", (string? usernames) => Answer.Of(Users.ByNames(usernames)));
app.Run();
