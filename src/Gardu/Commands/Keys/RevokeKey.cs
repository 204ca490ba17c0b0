using System.CommandLine;
using Gardu.Commands.Selling;

namespace Gardu.Commands.Keys;

/// <summary><c>gardu key revoke</c>: a running gate knows within a second.</summary>
static class RevokeKey
{
    public static Command Create(TimeProvider clock)
    {
        var id = new Argument<string>("KEY") { Description = "The key's id: key_ and 32 digits" };
        return new ShopCommand("revoke", "Revoke a key, from now on and for good", "POST /keys/{key}/revoke") { id }.Doing("gardu key revoke", clock, (parsed, shop) =>
        {
            var key = AddKey.Find(shop, parsed.GetRequiredValue(id));
            var revoked = key.Revoked ?? shop.Now;
            shop.Credentials.Revoke(key, revoked);
            return Answer.Of(new { key.Id, Revoked = revoked }, talk: key.Revoked is null ? $"{key.Id} of {key.Licensee.Name} is revoked" : $"{key.Id} was revoked already");
        });
    }
}
