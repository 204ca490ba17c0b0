using CsCheck;
using Gardu.Agents.Signatures;

namespace Gardu.Agents.Tests.Signatures;

public sealed class NonceMemoryTests
{
    [Fact]
    public void A_word_is_of_one_signer_and_one_key()
    {
        var memory = new NonceMemory();
        Assert.True(memory.TryUse("https://a.example", "k", "n", 1));
        Assert.False(memory.TryUse("https://a.example", "k", "n", 1));
        Assert.True(memory.TryUse("https://a.example", "l", "n", 1));
        Assert.True(memory.TryUse("https://b.example", "k", "n", 1));
    }

    /// <summary>Whatever order signatures come in, and however little is remembered, none is taken twice; one made later than all before it is always taken.</summary>
    [Fact]
    public void None_is_ever_taken_twice_and_a_fresh_one_always_is() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 30].Array[0, 200]).Sample((room, words) =>
        {
            var memory = new NonceMemory(room);
            var taken = new HashSet<int>();
            var latest = -1L;
            foreach (var word in words)
            {
                // A signature's time is part of what is signed, so a word that comes again comes with the same time: here, itself.
                var isTaken = memory.TryUse("s", "k", $"{word}", word);
                if ((isTaken && !taken.Add(word)) || (word > latest && !isTaken))
                    return false;
                latest = Math.Max(latest, word);
            }
            return true;
        });
}
