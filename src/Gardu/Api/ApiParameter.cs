using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gardu.Commands.Selling;

namespace Gardu.Api;

/// <summary>An argument or an option of a command, as it is called over HTTP.</summary>
/// <param name="Symbol">The argument or option.</param>
/// <param name="Name">Its name in the path, the query or the body: <c>noticeDays</c> for <c>--notice-days</c>.</param>
/// <param name="IsList">Whether it may be given several times.</param>
/// <param name="IsRequired">Whether it has to be given.</param>
sealed partial record ApiParameter(Symbol Symbol, string Name, bool IsList, bool IsRequired)
{
    /// <summary>The header that names what moves money.</summary>
    public const string KeyHeader = "Idempotency-Key";

    const string KeyOption = "--idempotency-key";

    /// <summary>Whether it comes in <see cref="KeyHeader"/>.</summary>
    public bool IsKey => Symbol.Name == KeyOption;

    /// <summary>What values it has.</summary>
    public Type ValueType => Symbol switch
    {
        Argument argument => argument.ValueType,
        Option option => option.ValueType,
        _ => throw new InvalidOperationException("a parameter is an argument or an option"),
    };

    /// <summary>Those of a command.</summary>
    public static IReadOnlyList<ApiParameter> Of(ShopCommand command) =>
    [
        .. command.Arguments.Except(command.ShellOnly).Cast<Argument>().Select(argument => new ApiParameter(argument, Named(argument.Name.ToLowerInvariant()), argument.Arity.MaximumNumberOfValues > 1, argument.Arity.MinimumNumberOfValues > 0)),
        .. command.Options.Except(command.ShellOnly).Cast<Option>().Where(option => option is not System.CommandLine.Help.HelpOption).Select(option => new ApiParameter(option, Named(option.Name), option.Arity.MaximumNumberOfValues > 1, option.Required)),
    ];

    /// <summary>As words of the command line; nothing of what comes over HTTP is read as anything but a value.</summary>
    /// <param name="command">The command.</param>
    /// <param name="values">Values by parameter.</param>
    public static IReadOnlyList<string> Words(ShopCommand command, IReadOnlyDictionary<ApiParameter, IReadOnlyList<string>> values)
    {
        List<string> options = [], arguments = [];
        foreach (var (parameter, given) in values.OrderBy(pair => command.Arguments.IndexOf((pair.Key.Symbol as Argument)!))) // options first, which are none of them
            foreach (var value in given)
                if (parameter.Symbol is Argument)
                    arguments.Add(value);
                else if (parameter.ValueType != typeof(bool))
                    options.Add($"{parameter.Symbol.Name}={value}");
                else if (value == "true")
                    options.Add(parameter.Symbol.Name);
        return [.. options, "--", .. arguments];
    }

    /// <summary>The values in a member of a body; null where they are of another kind than texts, numbers, truth values and lists of texts.</summary>
    public static IReadOnlyList<string>? Values(JsonElement member) => member.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String => [member.GetString()!],
        JsonValueKind.Number => [member.GetRawText()],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Array when member.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String) => [.. member.EnumerateArray().Select(part => part.GetString()!)],
        _ => null,
    };

    static string Named(string word) => Hyphens().Replace(word.TrimStart('-'), match => match.Groups[1].Value.ToUpperInvariant());

    [GeneratedRegex("-(.)")]
    private static partial Regex Hyphens();
}
