namespace Gardu.Protocols.Tdm;

/// <summary>
/// What one source says of text and data mining: the file, then the headers <c>tdm-reservation</c> and <c>tdm-policy</c>, then
/// <c>meta</c> elements of the same names (TDM Reservation Protocol, section 6).
/// </summary>
/// <param name="IsReserved">Whether the rights are reserved; null where it is not said.</param>
/// <param name="Policy">Where the terms are; null where it is not said.</param>
public sealed record TdmRights(bool? IsReserved, string? Policy)
{
    /// <summary>Name of the header and the <c>meta</c> element that reserves.</summary>
    public const string ReservationName = "tdm-reservation";

    /// <summary>Name of the header and the <c>meta</c> element that says where the terms are.</summary>
    public const string PolicyName = "tdm-policy";

    /// <summary>Nothing is said.</summary>
    public static TdmRights Silent { get; } = new(null, null);

    /// <summary>Reads the values of headers or elements; a reservation that is neither 0 nor 1 is not said.</summary>
    public static TdmRights Read(string? reservation, string? policy) =>
        new(reservation?.Trim() switch { "1" => true, "0" => false, _ => null }, policy?.Trim() is { Length: > 0 } text ? text : null);

    /// <summary>What a file's entry says.</summary>
    public static TdmRights Of(TdmReservation? entry) => entry is null ? Silent : new(entry.IsReserved, entry.Policy);

    /// <summary>This source, with what a later one says in its place; what the later one does not say stays. Terms go with a reservation alone.</summary>
    public TdmRights Then(TdmRights later)
    {
        var isReserved = later.IsReserved ?? IsReserved;
        return new TdmRights(isReserved, isReserved == false ? null : later.Policy ?? Policy);
    }
}
