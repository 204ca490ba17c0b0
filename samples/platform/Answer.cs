using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform;

/// <summary>A page as it is answered, with the tag by which whoever pays for it knows that it is the same.</summary>
static class Answer
{
    public static IResult Of<T>(Page<T>? page)
    {
        if (page is null)
            return TypedResults.Text("{\"errors\":[{\"message\":\"a parameter is missing or cannot be read\"}],\"title\":\"Invalid Request\"}", MediaTypeNames.Application.Json, Encoding.UTF8, StatusCodes.Status400BadRequest);
        var body = JsonSerializer.SerializeToUtf8Bytes(page, typeof(Page<T>), PlatformJson.Default);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"";
        return TypedResults.Bytes(body, MediaTypeNames.Application.Json, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue(tag));
    }
}
