using System.CommandLine;
using System.Text.Json;
using Gardu.Commands;
using Gardu.Commands.Selling;
using Gardu.Configuration;
using Gardu.Gate.Operator;
using Gardu.Gate.Recording;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gardu.Api;

/// <summary>
/// Selling over HTTP, on the operator's listener: each command that sells at the address that it names, with what it takes in path, query or body, and what it prints with
/// <c>--json</c> as the answer. So that shell and programs cannot part, there is no other code than the commands'.
/// </summary>
/// <param name="configuration">What is in force.</param>
/// <param name="token">What whoever asks has to bring.</param>
/// <param name="clock">Tells the time.</param>
sealed class ShopApi(Func<GarduConfiguration> configuration, OperatorToken token, TimeProvider clock)
{
    /// <summary>Below it is everything.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>Bytes of a body at the most: the text of an agreement, each character of it escaped.</summary>
    const long BodyMax = 6 * Commerce.Agreements.AgreementDocument.TextMax + 65_536;

    /// <summary>Values are data and never names of files with more of them, which a line of the shell may have.</summary>
    static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>Every command that sells.</summary>
    public static IEnumerable<ShopCommand> Commands(TimeProvider clock)
    {
        Command[] all = [LicenseeCommand.Create(clock), KeyCommand.Create(clock), AgreementCommand.Create(clock), PlanCommand.Create(clock), CreditCommand.Create(clock), UsageCommand.Create(clock), QuoteCommand.Create(clock)];
        return all.SelectMany(WithSubcommands).OfType<ShopCommand>();
    }

    static IEnumerable<Command> WithSubcommands(Command command) => [command, .. command.Subcommands.SelectMany(WithSubcommands)];

    /// <summary>Adds them all.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var command in Commands(clock))
        {
            var (method, path) = command.Route.Split(' ') is [var first, var second] ? (first, second) : throw new InvalidOperationException(command.Route);
            var parameters = ApiParameter.Of(command);
            app.MapMethods(Prefix + path, [method], (Delegate)((HttpContext context) => AnswerAsync(context, command, parameters))) // of another type it would not be described
                .WithSummary(command.Description!).WithTags(path.Split('/')[1])
                .AddOpenApiOperationTransformer((operation, context, stop) => ApiDescription.DescribeAsync(operation, context, command, method, parameters, stop));
        }
    }

    async Task AnswerAsync(HttpContext context, ShopCommand command, IReadOnlyList<ApiParameter> parameters)
    {
        if (!token.IsIn(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"gardu\"";
            await OperatorProblem.Of(ReasonCodes.CredentialRequired, StatusCodes.Status401Unauthorized, $"bring what stands in {OperatorToken.FileName} of the data folder: \"Authorization: Bearer …\"").ExecuteAsync(context);
            return;
        }
        context.Response.Headers.CacheControl = "no-store";
        IResult result;
        try
        {
            var values = await ReadAsync(context, parameters);
            result = await Task.Run(() => Do(command, values), context.RequestAborted); // the database's calls wait
        }
        catch (NotThereException missing)
        {
            result = OperatorProblem.Of(ReasonCodes.NotFound, StatusCodes.Status404NotFound, missing.Message);
        }
        catch (UsageException wrong)
        {
            result = OperatorProblem.Of(ReasonCodes.InvalidParameter, StatusCodes.Status400BadRequest, wrong.Message);
        }
        catch (BadHttpRequestException unreadable)
        {
            result = OperatorProblem.Of(ReasonCodes.MalformedRequest, unreadable.StatusCode, unreadable.Message);
        }
        catch (StoreException failed)
        {
            result = OperatorProblem.Of(ReasonCodes.StoreUnavailable, StatusCodes.Status503ServiceUnavailable, failed.Message);
        }
        await result.ExecuteAsync(context);
    }

    IResult Do(ShopCommand command, IReadOnlyDictionary<ApiParameter, IReadOnlyList<string>> values)
    {
        var parsed = command.Parse(ApiParameter.Words(command, values), Plain);
        if (parsed.Errors is [var error, ..])
            throw new UsageException(error.Message);
        var inForce = configuration();
        return TypedResults.Text(CommandOutput.Json(command.Work(parsed, new Shop(inForce.Database, inForce, clock.GetUtcNow())).Json) + "\n", "application/json; charset=utf-8");
    }

    /// <summary>What was given; each value once, wherever it came.</summary>
    static async Task<Dictionary<ApiParameter, IReadOnlyList<string>>> ReadAsync(HttpContext context, IReadOnlyList<ApiParameter> parameters)
    {
        var request = context.Request;
        var values = new Dictionary<ApiParameter, IReadOnlyList<string>>();
        foreach (var (name, value) in request.RouteValues)
            Give(name, [(string)value!]);
        foreach (var (name, given) in request.Query)
            Give(name, [.. given.Select(value => value ?? "")]);
        if (request.Headers[ApiParameter.KeyHeader].ToString() is { Length: > 0 } key && parameters.FirstOrDefault(parameter => parameter.IsKey) is { } named)
            values[named] = [key.Trim('"')];
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
            foreach (var member in (await BodyAsync(context)).EnumerateObject())
                Give(member.Name, ApiParameter.Values(member.Value) ?? throw new UsageException($"\"{member.Name}\" has to be a text, a number, true, false, or a list of texts"));
        return values;

        void Give(string name, IReadOnlyList<string> given)
        {
            var parameter = parameters.FirstOrDefault(known => known.Name == name && !known.IsKey)
                ?? throw new UsageException($"there is no \"{name}\" here; there are {string.Join(", ", parameters.Where(known => !known.IsKey).Select(known => known.Name))}");
            if (!values.TryAdd(parameter, given))
                throw new UsageException($"\"{name}\" is given twice");
        }
    }

    static async Task<JsonElement> BodyAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("a body has Content-Type: application/json", StatusCodes.Status415UnsupportedMediaType);
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BodyMax;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false }, context.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new UsageException("a body is a JSON object");
        }
        catch (JsonException unreadable)
        {
            throw new UsageException($"the body is no JSON: {unreadable.Message}");
        }
    }
}
