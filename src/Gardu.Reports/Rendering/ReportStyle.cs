namespace Gardu.Reports.Rendering;

/// <summary>The looks of the page: dark and light, from 320 px up, no font or image from anywhere.</summary>
static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--page:#fbfaf7;--text:#1c1c1a;--quiet:#65645f;--line:#dddad2;--machines:#b4540a;--people:#2b6cb0;
        --ai-train:#b3261e;--ai-input:#c2790a;--ai-index:#8a6d00;--search:#2e7d32;--other:#2b7a8c;--unknown:#77756e;
        --signed:#14532d;--credential:#2b6cb0;--address:#3d8b40;--dns:#8fbf6a;--claimed:#c2a042;--spoofed:#b3261e}
        @media(prefers-color-scheme:dark){:root{--page:#171715;--text:#ecebe6;--quiet:#a3a199;--line:#3a3934;--machines:#f0934a;--people:#6aa9e9;
        --ai-train:#f2786f;--ai-input:#f0b04a;--ai-index:#d6bd4a;--search:#7cc47f;--other:#6cc0d2;--unknown:#9a988f;
        --signed:#2f9e63;--credential:#6aa9e9;--address:#7cc47f;--dns:#c6e6a5;--claimed:#d9bf6a;--spoofed:#f2786f}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
        h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}
        h2{font-size:1.15rem;margin:2.2rem 0 .4rem;border-top:1px solid var(--line);padding-top:1rem}
        h3{font-size:1rem;margin:1.2rem 0 .2rem}
        p{margin:.4rem 0;max-width:46rem}
        a{color:inherit}
        dl{margin:.4rem 0;max-width:46rem}
        dt{margin-top:.6rem}
        dt:target{outline:2px solid var(--claimed);outline-offset:3px}
        dd{margin:0 0 0 1rem}
        .quiet,th,figcaption{color:var(--quiet)}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%}
        th,td{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:middle;font-variant-numeric:tabular-nums}
        th{font-weight:400;font-size:.9rem}
        th.n,td.n{text-align:right;white-space:nowrap}
        td.p{overflow-wrap:anywhere;min-width:10rem}
        td.a{overflow-wrap:anywhere;min-width:7rem}
        td.w{width:100%;overflow-wrap:anywhere}
        td.b{width:35%;min-width:6rem}
        tbody tr{border-top:1px solid var(--line)}
        svg.bar{display:block;width:100%;height:.9rem}
        svg.plot{display:block;width:100%;height:12rem;border-bottom:1px solid var(--line)}
        .ends{display:flex;justify-content:space-between}
        figure{margin:.6rem 0}
        .key{display:inline-block;margin-right:1rem;white-space:nowrap}
        .key svg{width:.8rem;height:.8rem;margin-right:.3rem}
        .machines{fill:var(--machines)}.people{fill:var(--people)}
        .ai-train{fill:var(--ai-train)}.ai-input{fill:var(--ai-input)}.ai-index{fill:var(--ai-index)}
        .search{fill:var(--search)}.other{fill:var(--other)}.unknown{fill:var(--unknown)}
        .signed{fill:var(--signed)}.credential{fill:var(--credential)}.address{fill:var(--address)}.dns{fill:var(--dns)}
        .claimed{fill:var(--claimed)}.spoofed{fill:var(--spoofed)}
        summary{cursor:pointer;color:var(--quiet)}
        code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
        """;
}
