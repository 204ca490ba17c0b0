namespace Gardu.Evidence.Cases;

/// <summary>What the looks of a case's page add to those of every page: decisions, a table that becomes a list where it is narrow, and paper.</summary>
static class CaseStyle
{
    public const string Css = """

        :root{--allow:#3d8b40;--limit:#2b7a8c;--charge:#c2790a;--refuse:#b3261e;--paper:#f3f1ea}
        @media(prefers-color-scheme:dark){:root{--allow:#7cc47f;--limit:#6cc0d2;--charge:#f0b04a;--refuse:#f2786f;--paper:#22221f}}
        .allow{fill:var(--allow)}.limit{fill:var(--limit)}.charge{fill:var(--charge)}.refuse{fill:var(--refuse)}
        h1{overflow-wrap:anywhere;font-size:1.8rem}
        h3{overflow-wrap:anywhere}
        .lead{font-size:1.1rem}
        p,dl,ol{max-width:50rem}
        p,li,dd{overflow-wrap:anywhere}
        nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:1rem 0 0;list-style:none}
        dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;margin:1rem 0}
        dl.facts dt,dl.facts dd{margin:0}
        dl.facts dt{color:var(--quiet)}
        dt{font-weight:600}
        dl.facts dt{font-weight:400}
        pre{background:var(--paper);border:1px solid var(--line);border-radius:4px;padding:.7rem .9rem;margin:.5rem 0;max-width:100%;font:.85rem/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        td{vertical-align:top}
        .quiet{font-size:.9rem}
        tr:target,dt:target,h3:target{outline:2px solid var(--claimed);outline-offset:2px}
        .time{white-space:nowrap}
        .rows td{font-size:.92rem}
        .rows td{overflow-wrap:anywhere}
        .requests td:nth-child(2){width:34%;min-width:11rem}
        .gap td{text-align:center;color:var(--quiet);padding:.6rem}
        @media screen and (max-width:44rem){
          dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.4rem}
          .rows thead{display:none}
          .rows table,.rows tbody,.rows tr,.rows td{display:block;width:auto}
          .rows tr{padding:.6rem 0}
          .rows td,.requests td:nth-child(2){padding:0;width:auto;min-width:0;text-align:left}
          td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet)}
          td[data-label] br{display:none}td[data-label] .quiet{margin-left:.3rem}
        }
        @media print{
          @page{margin:14mm}
          :root{color-scheme:light;--page:#fff;--text:#000;--quiet:#444;--line:#bbb;--paper:#fff;
          --allow:#3d8b40;--limit:#2b7a8c;--charge:#c2790a;--refuse:#b3261e}
          body{max-width:none;padding:0;font-size:10pt}
          .scroll{overflow:visible}
          nav{display:none}
          thead{display:table-header-group}
          tr,h2,h3,figure{break-inside:avoid}
          h2,h3{break-after:avoid}
          svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
          .rows td,.rows .quiet{font-size:8pt}
          .lead,.quiet{font-size:1em}
        }
        """;
}
