using System.Globalization;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Declarations;

/// <summary>The words in which people are told the terms, in one language.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="LanguageName">What the language calls itself.</param>
sealed record PlainWords(string Language, string LanguageName)
{
    /// <summary>English.</summary>
    public static PlainWords English { get; } = new("en", "English")
    {
        Title = "What machines may do here",
        Intro = "People read this site as they always have; nothing here is asked of them. These are its terms for automated programs.",
        Silent = "At the moment this site says nothing about automated programs.",
        Everywhere = "Everywhere",
        On = "On {0}",
        Longest = "Where several of these paths fit a page, the longest counts.",
        Search = "Search engines that send people here",
        AiIndex = "Indexes from which AI answers are made",
        AiInput = "AI answers and assistants that read a page when they are asked",
        AiTrain = "Training of AI models",
        Other = "Other programs, such as feed readers and link previews",
        UnknownMachines = "Programs that nobody here knows",
        Agent = "{0}",
        Operator = "All programs of {0}",
        Allowed = "may",
        Refused = "may not",
        DecimalMark = ".",
        Priced = "may, for {0} {1}",
        Units = ["for each request", "for each record", "for each kB of text", "for every {0} tokens", "for each minute of audio"],
        Limited = "at most {0} requests {1}",
        Spans = ["a second", "a minute", "an hour", "a day"],
        Override = "An agreement with the owner, or a paid licence, overrides this page and every Disallow in robots.txt.",
        Contact = "For a licence, or a question, write to {0}.",
        ForPrograms = "The same for programs:",
        Reasons = "Each answer that a program gets has a reason, and each reason has a page.",
    };

    /// <summary>Bahasa Indonesia.</summary>
    public static PlainWords Indonesian { get; } = new("id", "Bahasa Indonesia")
    {
        Title = "Apa yang boleh dilakukan mesin di sini",
        Intro = "Orang membaca situs ini seperti biasa; tidak ada yang diminta dari mereka. Inilah ketentuannya bagi program otomatis.",
        Silent = "Saat ini situs ini tidak menyatakan apa pun tentang program otomatis.",
        Everywhere = "Di seluruh situs",
        On = "Di {0}",
        Longest = "Bila beberapa jalur ini cocok dengan satu halaman, yang terpanjang yang berlaku.",
        Search = "Mesin pencari yang mengantar orang ke sini",
        AiIndex = "Indeks untuk menyusun jawaban AI",
        AiInput = "Jawaban dan asisten AI yang membaca halaman ketika diminta",
        AiTrain = "Pelatihan model AI",
        Other = "Program lain, misalnya pembaca RSS dan pratinjau tautan",
        UnknownMachines = "Program yang tidak dikenal di sini",
        Agent = "{0}",
        Operator = "Semua program milik {0}",
        Allowed = "boleh",
        Refused = "tidak boleh",
        DecimalMark = ",",
        Priced = "boleh, dengan harga {0} {1}",
        Units = ["untuk setiap permintaan", "untuk setiap catatan", "untuk setiap kB teks", "untuk setiap {0} token", "untuk setiap menit audio"],
        Limited = "paling banyak {0} permintaan {1}",
        Spans = ["per detik", "per menit", "per jam", "per hari"],
        Override = "Perjanjian dengan pemilik situs, atau lisensi yang dibayar, mengesampingkan halaman ini dan setiap Disallow di robots.txt.",
        Contact = "Untuk lisensi atau pertanyaan, tulislah kepada {0}.",
        ForPrograms = "Ketentuan yang sama bagi program:",
        Reasons = "Setiap jawaban bagi program punya alasan, dan setiap alasan punya halaman.",
    };

    /// <summary>Every language, the one for everybody else first.</summary>
    public static IReadOnlyList<PlainWords> All { get; } = [English, Indonesian];

    public required string Title { get; init; }
    public required string Intro { get; init; }
    public required string Silent { get; init; }
    public required string Everywhere { get; init; }
    public required string On { get; init; }
    public required string Longest { get; init; }
    public required string Search { get; init; }
    public required string AiIndex { get; init; }
    public required string AiInput { get; init; }
    public required string AiTrain { get; init; }
    public required string Other { get; init; }
    public required string UnknownMachines { get; init; }
    public required string Agent { get; init; }
    public required string Operator { get; init; }
    public required string Allowed { get; init; }
    public required string Refused { get; init; }
    public required string DecimalMark { get; init; }
    public required string Priced { get; init; }

    /// <summary>In the order of <see cref="PriceUnit"/>.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    public required string Limited { get; init; }

    /// <summary>Per second, minute, hour and day.</summary>
    public required IReadOnlyList<string> Spans { get; init; }

    public required string Override { get; init; }
    public required string Contact { get; init; }
    public required string ForPrograms { get; init; }
    public required string Reasons { get; init; }

    /// <summary>What a purpose is called.</summary>
    public string Of(Purpose purpose) => purpose switch
    {
        Purpose.Search => Search,
        Purpose.AiIndex => AiIndex,
        Purpose.AiInput => AiInput,
        Purpose.AiTrain => AiTrain,
        _ => Other,
    };

    /// <summary>What a line's subject is called.</summary>
    public string Of(TermsLine line) =>
        line.Subject.StartsWith(TermsLine.OperatorPrefix, StringComparison.Ordinal) ? Format(Operator, line.Subject[TermsLine.OperatorPrefix.Length..]) : Format(Agent, line.Name);

    /// <summary>What a value gives.</summary>
    public string Of(TermsValue value)
    {
        var limit = value.Limit is { } rate ? Format(Limited, rate.Count, Spans[rate.Window.TotalSeconds switch { 1 => 0, 60 => 1, 3600 => 2, _ => 3 }]) : null;
        return value switch
        {
            { Verdict: Verdict.Refuse } => Refused,
            { Price: { } price } => Format(Priced, $"{price.Amount.Decimal.Replace(".", DecimalMark, StringComparison.Ordinal)} {price.Amount.Currency}", Format(Units[(int)price.Unit], price.Count)) + (limit is null ? "" : ", " + limit),
            _ => limit is null ? Allowed : $"{Allowed}, {limit}",
        };
    }

    /// <summary>Fills a sentence.</summary>
    public static string Format(string text, params ReadOnlySpan<object> values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
