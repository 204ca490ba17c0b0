using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gardu.Gate.Operator;

/// <summary>Describes operations in the words of OpenAPI.</summary>
static class OperationDescription
{
    const string Json = "application/json";

    static readonly (int Status, string When)[] Problems =
    [
        (StatusCodes.Status400BadRequest, "Something given cannot be read, or cannot be done"), (StatusCodes.Status401Unauthorized, "The operator's token is missing or another"),
        (StatusCodes.Status404NotFound, "What is named is not there"), (StatusCodes.Status503ServiceUnavailable, "The database cannot be had"),
    ];

    /// <summary>Fills in what an operation takes and answers.</summary>
    public static async Task WriteAsync(OpenApiOperation described, OpenApiOperationTransformerContext context, Operation operation, CancellationToken stop)
    {
        described.Parameters = [];
        var members = new List<OperationParameter>();
        foreach (var parameter in operation.Parameters)
            if (PlaceOf(operation, parameter) is { } place)
                described.Parameters.Add(new OpenApiParameter
                {
                    Name = parameter.IsKey ? OperatorApi.KeyHeader : parameter.Name, In = place, Required = place == ParameterLocation.Path || parameter.IsRequired, Description = parameter.Description, Schema = SchemaOf(parameter),
                });
            else
                members.Add(parameter);
        if (members.Count > 0)
            described.RequestBody = new OpenApiRequestBody
            {
                Required = members.Any(member => member.IsRequired),
                Content = Of(new OpenApiSchema
                {
                    Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = false,
                    Required = members.Where(member => member.IsRequired).Select(member => member.Name).ToHashSet(),
                    Properties = members.ToDictionary(member => member.Name, member => (IOpenApiSchema)SchemaOf(member)),
                }),
            };
        var answer = await context.GetOrCreateSchemaAsync(operation.AnswerType, null, stop);
        LeaveOutNulls(answer);
        described.Responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = "Done", Content = Of(answer) } };
        foreach (var (status, when) in Problems)
            described.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse { Description = when };
    }

    static Dictionary<string, OpenApiMediaType> Of(IOpenApiSchema schema) => new() { [Json] = new OpenApiMediaType { Schema = schema } };

    /// <summary>Where a parameter comes; null for in the body.</summary>
    static ParameterLocation? PlaceOf(Operation operation, OperationParameter parameter) =>
        parameter.IsKey ? ParameterLocation.Header
        : operation.Path.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal) ? ParameterLocation.Path
        : HttpMethods.IsPost(operation.Method) || HttpMethods.IsPatch(operation.Method) ? null : ParameterLocation.Query;

    static OpenApiSchema SchemaOf(OperationParameter parameter)
    {
        var one = new OpenApiSchema
        {
            Type = parameter.ValueType == typeof(bool) ? JsonSchemaType.Boolean : parameter.ValueType == typeof(int) ? JsonSchemaType.Integer : JsonSchemaType.String,
            Description = parameter.Description,
            Enum = parameter.Choices.Count == 0 ? null : [.. parameter.Choices.Select(choice => (JsonNode)choice)],
        };
        return parameter.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
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
}
