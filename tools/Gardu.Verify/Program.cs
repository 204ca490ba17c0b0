using Gardu.Ledger.Notes;
Console.WriteLine(NoteKey.Parse(args[0]) is { } key ? key.Name : "no key");
