"""How reports look: one style sheet for all of them, light and dark, on paper and telephones.

Colours of kinds are those of Okabe and Ito (2008), which colour-blind people can tell apart; they
never carry meaning alone. Knows no word and no number.
"""

INK, SOFT, LINE = "#1c1f23", "#5d646d", "#e2e2dc"
_COLOURS = {
    "keyboard": "#0072b2",
    "spelling": "#d55e00",
    "loanword": "#00845f",
    "conversion": "#b8578f",
    "spacing": "#b87f00",
    "particle": "#2f93c8",
    "observed": "#6b7280",
}
SERIES = tuple(_COLOURS.values())
"""Colours of systems in plots, as on light paper; SERIES_NAMES as the style sheet calls them."""
SERIES_NAMES = tuple(_COLOURS)

STYLE = """
:root{color-scheme:light dark;--paper:#fdfdfb;--ink:#1c1f23;--soft:#5d646d;--line:#e2e2dc;
--card:#f5f5f0;--tint:16%;--keyboard:#0072b2;--conversion:#b8578f;--spelling:#d55e00;
--loanword:#00845f;--spacing:#b87f00;--particle:#2f93c8;--observed:#6b7280}
@media(prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e8e8e3;--soft:#a0a7af;
--line:#2c3136;--card:#1c2024;--tint:30%;--keyboard:#4aa8e0;--conversion:#dd8fbd;
--spelling:#f08a3c;--loanword:#2fbf94;--spacing:#e6a91f;--particle:#7cc6ee;--observed:#9aa3ad}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;max-width:64rem;padding:2.5rem 1.25rem 5rem;background:var(--paper);
color:var(--ink);font:1rem/1.65 system-ui,-apple-system,"Apple SD Gothic Neo","Noto Sans KR",
"Noto Sans CJK KR","Malgun Gothic",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
:root:has(#korean:checked) .en,:root:has(#english:checked) .ko{display:none}
:root:has(#both:checked) .en{color:var(--soft)}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em;margin:0}
h2{font-size:1.4rem;letter-spacing:-.01em;margin:4rem 0 .25rem;padding-top:1rem;
border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:2rem 0 .5rem}
p{margin:.4rem 0}
.note,.meta,small{color:var(--soft);font-size:.875rem}
a{color:inherit;text-underline-offset:.2em}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK KR",
monospace;font-size:.85em}
header{display:grid;grid-template-columns:1fr auto;gap:.25rem 1rem;align-items:start}
header>.meta,header>p{grid-column:1/-1}
fieldset{border:0;margin:0;padding:0}
.languages{display:flex;gap:.25rem;font-size:.8rem}
.languages label{padding:.2rem .6rem;border:1px solid var(--line);border-radius:1rem;
cursor:pointer;color:var(--soft)}
.languages label:has(:checked){background:var(--ink);color:var(--paper);border-color:var(--ink)}
.languages label:has(:focus-visible){outline:2px solid var(--keyboard);outline-offset:2px}
.languages input,.sr{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;
clip-path:inset(50%);white-space:nowrap}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1rem 0 0;font-size:.9rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1.25rem;
margin:2rem 0}
.figures div{border-top:2px solid var(--ink);padding-top:.4rem}
.figures dt{color:var(--soft);font-size:.85rem}
.figures dd{margin:0;font-size:1.75rem;line-height:1.25;font-variant-numeric:tabular-nums;
letter-spacing:-.02em}
.figures small{display:block;font-size:.8rem;letter-spacing:0}
details{margin:1rem 0}
summary{cursor:pointer;color:var(--soft);font-size:.9rem}
pre{background:var(--card);padding:1rem;border-radius:.5rem;overflow:auto;max-height:26rem;
line-height:1.5}
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;position:sticky;top:0;
z-index:1;background:var(--paper);padding:.6rem 0;border-bottom:1px solid var(--line);
font-size:.9rem}
.filter[hidden],[hidden]{display:none}
select{font:inherit;max-width:100%;padding:.2rem .4rem;border:1px solid var(--line);
border-radius:.4rem;background:var(--card);color:inherit}
.filter label{display:flex;gap:.4rem;align-items:center;max-width:100%;min-width:0;
white-space:nowrap}
.dot{display:inline-block;width:.65em;height:.65em;border-radius:50%;background:var(--kind);
margin-right:.4em}
.sample{padding:.9rem 0;border-bottom:1px solid var(--line)}
.sample .text{font-size:1.125rem;line-height:1.9;margin:0;max-width:46rem;white-space:pre-wrap;
unicode-bidi:isolate}
.edits{list-style:none;margin:.35rem 0 0;padding:0;font-size:.85rem;color:var(--soft)}
.edits li{padding:.05rem 0 .05rem 1.05rem;text-indent:-1.05rem}
.edits b{color:var(--ink);font-weight:600}
.line{float:right;margin-left:1rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 2.5rem
}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:.85rem;padding-bottom:.5rem}
th{text-align:left;font-weight:400}
thead th{color:var(--soft);font-size:.8rem}
thead th,thead td{border-bottom:1px solid var(--line)}
.bars td,.bars th{padding:.28rem .5rem .28rem 0;vertical-align:top}
.bars tbody th{width:34%}
.bars th small{display:block;line-height:1.4}
.bars .number,.plain .number{text-align:right;white-space:nowrap;padding-right:0;width:4.5rem}
.bars svg{display:block;width:100%;height:.55rem;margin:.28rem 0 .15rem}
.bars svg+svg{margin-top:0}
.bars .bar{min-width:4rem}
td rect{fill:var(--kind)}
.pale{opacity:.35}
svg.observed rect{fill:var(--observed)}
.observed{--kind:var(--observed)}
.plain td,.plain th{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line)}
.neutral{--kind:var(--ink)}
@media(max-width:34rem){body{padding-top:1.5rem}h1{font-size:1.6rem}.figures{
grid-template-columns:1fr 1fr}.figures dd{font-size:1.45rem}.bars tbody th{width:42%}
.bars .number{width:3.6rem;font-size:.8rem}.filter select{max-width:12rem}.sample .text{
font-size:1.05rem}}
@media print{.filter,.languages,nav{display:none}}
"""
STYLE += "".join(
    f".{kind}{{--kind:var(--{kind})}}"
    for kind in ("keyboard", "conversion", "spelling", "loanword", "spacing", "particle")
)
# A plot is drawn in the colours of light paper; its shapes follow the page into the dark.
PLOT = (
    ".plot{display:block;width:100%;height:auto}.plot *{stroke-linejoin:round}"
    ".plot text{font-family:inherit}"
    + "".join(
        f'.plot [{paint}="{colour}"]{{{paint}:var(--{name})}}'
        for name, colour in {**_COLOURS, "ink": INK, "soft": SOFT, "line": LINE}.items()
        for paint in ("fill", "stroke")
    )
)
