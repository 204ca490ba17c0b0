using Gardu.Terms.Decisions;

namespace Gardu.Terms.Identities;

/// <summary>Why an identity has the proof it has. Each has a page like the reasons of decisions.</summary>
public static class ProofReasons
{
    /// <summary>Signed: verified under a key of the agent's directory.</summary>
    public static ReasonCode SignatureVerified { get; } = new("signature-verified", "Signed by the agent",
        "The request carries an HTTP message signature that verifies under a key which the agent publishes.",
        "Nothing needs doing.");

    /// <summary>Credential: a key of this installation.</summary>
    public static ReasonCode KeyAccepted { get; } = new("key-accepted", "A key of this site",
        "The request carries a key that this site gave out, and the key is in force.",
        "Nothing needs doing.");

    /// <summary>Address: in the operator's list.</summary>
    public static ReasonCode AddressListed { get; } = new("address-listed", "From an address of the operator",
        "The address is in the list that the operator of this agent publishes.",
        "Nothing needs doing.");

    /// <summary>DNS: the address's name is the operator's, and leads back to the address.</summary>
    public static ReasonCode NameConfirmed { get; } = new("name-confirmed", "The address has the operator's name",
        "The name of the address in the DNS is one of the operator's, and that name leads back to the address.",
        "Nothing needs doing.");

    /// <summary>Claimed: the operator publishes nothing that could be held against it.</summary>
    public static ReasonCode NoProofPublished { get; } = new("no-proof-published", "Only the user agent says so",
        "The operator of this agent publishes neither addresses nor names, so anybody can call themselves this.",
        "Operator: publish addresses, give them names, or sign requests (Web Bot Auth).");

    /// <summary>Claimed: the operator publishes proof that is not at hand, or too old.</summary>
    public static ReasonCode ProofNotAtHand { get; } = new("proof-not-at-hand", "Nothing at hand to check it by",
        "The operator of this agent publishes proof, and none of it was at hand: no fresh copy of its list of addresses, or no answer to what the address is called.",
        "Owner: run gardu agents update, and look at gardu agents show for the age of the list. Names of addresses are asked for by a running gate alone.");

    /// <summary>Claimed: the name of the address is still being asked for.</summary>
    public static ReasonCode ProofPending { get; } = new("proof-pending", "Still being checked",
        "The name of the address was not known in the time that a first request waits. Later requests will be told apart.",
        "Nothing needs doing.");

    /// <summary>Claimed: from an address that nobody publishes.</summary>
    public static ReasonCode LocalAddress { get; } = new("local-address", "From a local address",
        "The address is a private or local one, which no operator publishes, so nothing is proven and nothing disproven.",
        "Owner: if a proxy stands in front, name it in trusted-proxies.");

    /// <summary>Spoofed: a fresh list does not have the address.</summary>
    public static ReasonCode AddressNotListed { get; } = new("address-not-listed", "Not from an address of the operator",
        "The operator publishes the addresses of this agent, and the request comes from another one.",
        "If you are the operator, publish the address; if not, use a name of your own.");

    /// <summary>Spoofed: the address's name is not the operator's, or does not lead back.</summary>
    public static ReasonCode NameNotConfirmed { get; } = new("name-not-confirmed", "The address has not the operator's name",
        "The addresses of this agent have names of its operator in the DNS, and this one has none that leads back to it.",
        "If you are the operator, give the address its name; if not, use a name of your own.");

    /// <summary>Spoofed: the name never fetches.</summary>
    public static ReasonCode ControlToken { get; } = new("control-token", "A name that never fetches",
        "This name stands in robots.txt to steer how content is used; no client of its operator ever sends it.",
        "Use a name of your own.");

    /// <summary>A weaker proof holds, since the signature does not.</summary>
    public static ReasonCode SignatureInvalid { get; } = new("signature-invalid", "The signature does not hold",
        "The request carries a signature of an agent that is expired, used already, of another host or path, of no key the agent publishes, or wrong. The requester is judged as if it were absent.",
        "Sign each request anew with a key of your directory, with created, expires and keyid, over the host and your Signature-Agent. A refusal says in its member signature what is wrong.");

    /// <summary>A weaker proof holds, since the signature could not be checked.</summary>
    public static ReasonCode SignatureUnverified { get; } = new("signature-unverified", "The signature could not be checked",
        "The key directory that the signature names could not be had, or not in time. The requester is judged as if the signature were absent.",
        "Serve the directory over https, without redirects, quickly, and try again in a little while.");

    /// <summary>No proof: a browser's user agent on what behaves like a machine, on a site that decides such.</summary>
    public static ReasonCode UndeclaredMachine { get; } = new("undeclared-machine", "Behaves like a machine",
        "The user agent is a browser's, and what is sent with it and how pages are asked for are not. This site decides such clients as machines outside the catalogue.",
        "Machine: use a name of your own. Person: write to the owner; who is signed in on the site is not affected.");

    /// <summary>All of them, the strongest proofs first.</summary>
    public static IReadOnlyList<ReasonCode> Every { get; } =
    [
        SignatureVerified, KeyAccepted, AddressListed, NameConfirmed, NoProofPublished, ProofNotAtHand, ProofPending, LocalAddress,
        AddressNotListed, NameNotConfirmed, ControlToken, SignatureInvalid, SignatureUnverified, UndeclaredMachine,
    ];
}
