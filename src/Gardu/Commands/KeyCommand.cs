using System.CommandLine;
using Gardu.Commands.Keys;

namespace Gardu.Commands;

/// <summary><c>gardu key</c>: the keys that licensees send with their requests.</summary>
static class KeyCommand
{
    public static Command Create(TimeProvider clock) =>
        new("key", "Give out keys, list and revoke them") { AddKey.Create(clock), ListKeys.Create(clock), RevokeKey.Create(clock) };
}
