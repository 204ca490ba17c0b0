using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gardu.Gate.Recording;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Gardu.Gate.Operator;

/// <summary>
/// Operations over HTTP, for whoever brings the operator's token. The listener asks for no password of who only looks; whoever moves money has to show that the files of
/// this machine are open to them, and a web page that a browser on it has open cannot.
/// </summary>
sealed class OperatorApi(string token)
{
    /// <summary>Below it is everything.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>Names what moves money.</summary>
    public const string KeyHeader = "Idempotency-Key";

    const string Scheme = "Bearer ";

    /// <summary>Bytes of a body at the most: room for the text of an agreement, each character of it escaped.</summary>
    const long BodyMax = 8 * 1024 * 1024;

    readonly byte[] token = Encoding.UTF8.GetBytes(token);

    /// <summary>Adds operations to what is answered.</summary>
    public void Map(IEndpointRouteBuilder app, IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
            app.MapMethods(Prefix + operation.Path, [operation.Method], (Delegate)((HttpContext context) => AnswerAsync(context, operation))) // of another type it would not be described
                .WithName(operation.Name).WithSummary(operation.Summary).WithTags(operation.Path.Split('/')[1])
                .AddOpenApiOperationTransformer((described, context, stop) => OperationDescription.WriteAsync(described, context, operation, stop));
    }

    async Task AnswerAsync(HttpContext context, Operation operation)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!HasToken(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"gardu\"";
            await OperatorProblem.Of(ReasonCodes.CredentialRequired, StatusCodes.Status401Unauthorized, "bring what stands in operator.token of the data folder: \"Authorization: Bearer …\"").ExecuteAsync(context);
            return;
        }
        OperationOutcome outcome;
        try
        {
            var values = await ReadAsync(context, operation.Parameters);
            outcome = await Task.Run(() => operation.Do(values), context.RequestAborted);
        }
        catch (BadHttpRequestException unreadable)
        {
            outcome = new OperationOutcome(null, ReasonCodes.InvalidParameter, unreadable.StatusCode, unreadable.Message);
        }
        catch (StoreException failed)
        {
            outcome = new OperationOutcome(null, ReasonCodes.StoreUnavailable, StatusCodes.Status503ServiceUnavailable, failed.Message);
        }
        IResult result = outcome.Reason is { } reason ? OperatorProblem.Of(reason, outcome.Status, outcome.Detail ?? "") : TypedResults.Text(outcome.Json + "\n", "application/json; charset=utf-8");
        await result.ExecuteAsync(context);
    }

    /// <summary>Whether a request brings the token (RFC 6750 section 2.1); how long that takes tells nothing of it.</summary>
    bool HasToken(HttpRequest request)
    {
        var sent = request.Headers.Authorization.ToString();
        return sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent[Scheme.Length..].Trim()), token);
    }

    /// <summary>What was given, each value once, wherever it came. Throws <see cref="BadHttpRequestException"/>.</summary>
    static async Task<Dictionary<OperationParameter, IReadOnlyList<string>>> ReadAsync(HttpContext context, IReadOnlyList<OperationParameter> parameters)
    {
        var request = context.Request;
        var values = new Dictionary<OperationParameter, IReadOnlyList<string>>();
        foreach (var (name, value) in request.RouteValues)
            Give(name, [(string)value!]); // a path has no empty parts here
        foreach (var (name, given) in request.Query)
            Give(name, [.. given.Select(value => value ?? "")]);
        if (request.Headers[KeyHeader].ToString() is { Length: > 0 } key && parameters.FirstOrDefault(parameter => parameter.IsKey) is { } named)
            values[named] = [key.Trim('"')];
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
            foreach (var member in (await BodyAsync(context)).EnumerateObject())
            {
                var (name, value) = Read(member);
                Give(name, value ?? throw new BadHttpRequestException($"\"{name}\" has to be a text, a number, true, false, or a list of texts"));
            }
        foreach (var parameter in parameters)
            if (Wrong(parameter, values.GetValueOrDefault(parameter) ?? []) is { } problem)
                throw new BadHttpRequestException($"\"{parameter.Name}\" {problem}");
        return values;

        void Give(string name, IReadOnlyList<string> given)
        {
            var parameter = parameters.FirstOrDefault(known => known.Name == name && !known.IsKey)
                ?? throw new BadHttpRequestException($"there is no \"{name}\" here; there are {string.Join(", ", parameters.Where(known => !known.IsKey).Select(known => known.Name))}");
            if (!values.TryAdd(parameter, given))
                throw new BadHttpRequestException($"\"{name}\" is given twice");
        }
    }

    /// <summary>What is wrong with the values of a parameter, in words; null for nothing. Told here, since a command line takes words in their order and cannot tell which of them is missing.</summary>
    static string? Wrong(OperationParameter parameter, IReadOnlyList<string> given) =>
        given.Count == 0 ? parameter.IsRequired ? "has to be given" : null
        : given.Count > 1 && !parameter.IsList ? "has one value"
        : parameter.ValueType == typeof(bool) ? given[0] is "true" or "false" ? null : "is true or false"
        : parameter.Choices.Count > 0 && given.Any(value => !parameter.Choices.Contains(value)) ? $"is one of {string.Join(", ", parameter.Choices)}"
        : null;

    static async Task<JsonElement> BodyAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("a body has Content-Type: application/json", StatusCodes.Status415UnsupportedMediaType);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BodyMax;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false }, context.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new BadHttpRequestException("a body is a JSON object");
        }
        catch (JsonException unreadable)
        {
            throw new BadHttpRequestException($"the body is no JSON: {unreadable.Message}");
        }
        catch (InvalidOperationException unreadable) // a name that is no text
        {
            throw NoText(unreadable);
        }
    }

    static BadHttpRequestException NoText(InvalidOperationException unreadable) => new($"the body has what is no text: {unreadable.Message}");

    static (string Name, IReadOnlyList<string>? Values) Read(JsonProperty member)
    {
        try
        {
            return (member.Name, Values(member.Value));
        }
        catch (InvalidOperationException unreadable) // half a character, which the parser lets pass
        {
            throw NoText(unreadable);
        }
    }

    /// <summary>The values in a member of a body; null where they are of another kind than texts, numbers, truth values and lists of texts.</summary>
    static IReadOnlyList<string>? Values(JsonElement member) => member.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String => [member.GetString()!],
        JsonValueKind.Number => [member.GetRawText()],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Array when member.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String) => [.. member.EnumerateArray().Select(part => part.GetString()!)],
        _ => null,
    };
}
