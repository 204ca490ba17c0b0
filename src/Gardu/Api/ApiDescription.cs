using System.CommandLine;
using Gardu.Commands.Selling;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gardu.Api;

/// <summary>Describes a command that sells in the words of OpenAPI, out of what the command says of itself.</summary>
static class ApiDescription
{
    static readonly (int Status, string When)[] Problems =
    [
        (StatusCodes.Status400BadRequest, "Something given cannot be read, or cannot be done"), (StatusCodes.Status401Unauthorized, "The operator's token is missing or another"),
        (StatusCodes.Status404NotFound, "What is named is not there"), (StatusCodes.Status503ServiceUnavailable, "The database cannot be had"),
    ];

    /// <summary>Fills in what an operation takes and answers.</summary>
    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, ShopCommand command, string method, IReadOnlyList<ApiParameter> parameters, CancellationToken stop)
    {
        operation.OperationId = string.Join('-', Words(command));
        operation.Parameters = [];
        var inBody = HttpMethods.IsPost(method) || HttpMethods.IsPatch(method);
        foreach (var parameter in parameters)
            if (parameter.IsKey)
                operation.Parameters.Add(new OpenApiParameter { Name = ApiParameter.KeyHeader, In = ParameterLocation.Header, Description = parameter.Symbol.Description, Schema = SchemaOf(parameter) });
            else if (IsInPath(command, parameter))
                operation.Parameters.Add(new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Path, Required = true, Description = parameter.Symbol.Description, Schema = SchemaOf(parameter) });
            else if (!inBody)
                operation.Parameters.Add(new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Query, Required = parameter.IsRequired, Description = parameter.Symbol.Description, Schema = SchemaOf(parameter) });
        var members = inBody ? parameters.Where(parameter => !parameter.IsKey && !IsInPath(command, parameter)).ToArray() : [];
        if (members.Length > 0)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = members.Any(member => member.IsRequired),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new()
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = false,
                            Required = members.Where(member => member.IsRequired).Select(member => member.Name).ToHashSet(),
                            Properties = members.ToDictionary(member => member.Name, member => (IOpenApiSchema)SchemaOf(member)),
                        },
                    },
                },
            };
        var answer = await context.GetOrCreateSchemaAsync(command.AnswerType, null, stop);
        LeaveOutNulls(answer);
        operation.Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse { Description = "Done", Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = answer } } },
        };
        foreach (var (status, when) in Problems)
            operation.Responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse { Description = when };
    }

    /// <summary>What is null is left out of answers, so that nobody may count on it.</summary>
    static void LeaveOutNulls(IOpenApiSchema schema)
    {
        if (schema.Items is { } items)
            LeaveOutNulls(items);
        foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (member.Type is { } type && type.HasFlag(JsonSchemaType.Null))
                schema.Required?.Remove(name);
            LeaveOutNulls(member);
        }
    }

    static bool IsInPath(ShopCommand command, ApiParameter parameter) => command.Route.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal);

    static IEnumerable<string> Words(Command command) => [.. command.Parents.OfType<Command>().SelectMany(Words), command.Name];

    static OpenApiSchema SchemaOf(ApiParameter parameter)
    {
        var one = new OpenApiSchema
        {
            Type = parameter.ValueType == typeof(bool) ? JsonSchemaType.Boolean : parameter.ValueType == typeof(int) ? JsonSchemaType.Integer : JsonSchemaType.String,
            Description = parameter.Symbol.Description,
            Enum = Choices(parameter.Symbol) is { Count: > 0 } choices ? [.. choices] : null,
        };
        return parameter.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
    }

    static List<System.Text.Json.Nodes.JsonNode> Choices(Symbol symbol) =>
        [.. symbol.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(choice => choice.Label).Select(label => (System.Text.Json.Nodes.JsonNode)label)];
}
