namespace Gardu.Demo;

/// <summary>One article of the demonstration's publication.</summary>
sealed record DemoArticle(string Slug, string Title, string Author, DateOnly Date, string[] Paragraphs);

/// <summary>One conversation of its forum: an opening post and the answers to it.</summary>
sealed record DemoThread(int Id, string Title, (string Author, string Text)[] Posts);

/// <summary>What the demonstration publishes: a small paper from an invented harbour town.</summary>
static class DemoContent
{
    public static IReadOnlyList<DemoArticle> Articles { get; } =
    [
        new("ferry-timetable", "The ferry will leave at seven again", "Ratna Wirawan", new DateOnly(2026, 11, 2),
        [
            "For three years the first boat to the islands left at eight, and for three years the fish sellers said that eight was an hour too late. From Monday it leaves at seven.",
            "The harbour office gives a plain reason: the new quay can be used at low tide, so the boat no longer waits for water. The ticket stays at twelve thousand.",
            "Whoever has to be at the clinic by nine can now sleep at home. Whoever liked to sleep until eight will have to think again.",
        ]),
        new("bread-prices", "Why a loaf costs what it costs", "Tomas Lind", new DateOnly(2026, 11, 5),
        [
            "We asked the four bakers of the town to open their books for one loaf. Flour is a fifth of the price, heat another fifth; the rest is people who get up at three.",
            "All four said the same of the supermarket: they cannot bake cheaper, only worse, and they will not.",
        ]),
        new("lighthouse-keys", "Forty years with the keys of the lighthouse", "Ratna Wirawan", new DateOnly(2026, 11, 9),
        [
            "Since the lamp went electric nobody has needed a keeper, and since then Budi Santoso has gone up every Friday all the same, to clean the glass and write down the weather.",
            "His forty notebooks are the longest record of wind on this coast. The university has asked for them. He has said yes, on the condition that they come and fetch them on foot.",
        ]),
        new("library-night", "The library stays open for one night", "Mei Tanaka", new DateOnly(2026, 11, 14),
        [
            "On Saturday the library will not close. There will be soup, there will be a reading every hour, and the children's corner belongs to the children until ten and to everybody after that.",
        ]),
        new("eel-count", "The eels are back, says the count", "Tomas Lind", new DateOnly(2026, 11, 20),
        [
            "Two hundred and eleven young eels passed the weir in one October night; a year ago it was nine. The ladder that the anglers' club built from roof battens seems to work.",
            "The count goes on until the first frost. Volunteers should bring boots, and patience.",
        ]),
    ];

    public static IReadOnlyList<DemoThread> Threads { get; } =
    [
        new(1, "Does anybody know a good cobbler?",
        [
            ("anna", "My boots let in water and the shop only sells new ones."),
            ("budi", "The man behind the fish market. No sign, ring twice."),
            ("anna", "Found him. He laughed at the boots and then he repaired them. Thank you!"),
            ("mei", "He resoled mine in an afternoon too."),
        ]),
        new(2, "The seven o'clock ferry: too early or about time?",
        [
            ("tomas", "I have waited three years for this."),
            ("sari", "I have not. My children have to eat before school."),
            ("tomas", "There is still the nine o'clock."),
            ("sari", "Which gets me to work at ten. But I see that the clinic matters more."),
            ("budi", "At seven you see the sun come up behind the lighthouse. Try it once."),
        ]),
        new(3, "Photographs of the old quay wanted",
        [
            ("mei", "For the library night I am looking for pictures from before the storm of 1987."),
            ("budi", "I have two albums. May they be shown and not copied?"),
            ("mei", "Of course. We will write it beside them."),
        ]),
    ];
}
