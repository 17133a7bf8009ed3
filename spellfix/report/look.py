"""What the evaluation report adds to the look of all reports, and the script of its filter.

Everything reads without the script. Knows no word and no number.
"""

from spellfix.report.style import PLOT, SERIES_NAMES
from spellfix.report.style import STYLE as COMMON

STYLE = (
    COMMON
    + PLOT
    + "".join(f".series-{at}{{--kind:var(--{name})}}" for at, name in enumerate(SERIES_NAMES))
    + "".join(
        f".shade-{step}{{background:color-mix(in srgb,var(--keyboard) {7 * step}%,transparent)}}"
        for step in range(1, 10)
    )
    + """
body{max-width:72rem}
.unknown{color:var(--soft);font-weight:400}
td b{font-weight:600}
td small{display:block}
td b{white-space:nowrap}
caption:has(>.sr:only-child){padding:0}
.facts{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1.25rem;margin:1rem 0}
.facts div{display:contents}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
.wide{overflow-x:auto;margin:.5rem 0 1.5rem}
.wide:focus-visible{outline:2px solid var(--keyboard);outline-offset:2px}
.wide td,.wide th{vertical-align:top;min-width:5.5rem}
.wide tbody th{font-weight:600;white-space:nowrap}
.wide thead th{vertical-align:bottom}
.headline td{min-width:11rem;width:27%}
.further td,.further th{min-width:6.5rem}
.measure,.divided{display:block;width:100%;height:.7rem;margin:.25rem 0 .1rem}
.measure .scale{fill:var(--line)}
.measure .interval{fill:var(--ink)}
.divided{height:.9rem}
.corrected{--kind:var(--keyboard)}
.uncorrected{--kind:var(--line)}
.miscorrected,.overcorrected{--kind:var(--spelling)}
ul.key{all:unset;display:flex;flex-wrap:wrap;gap:0 .9rem;font-size:.8rem;list-style:none}
ul.key .uncorrected .dot{box-shadow:inset 0 0 0 1px var(--soft)}
.grouped th[scope=rowgroup]{padding-top:1rem;font-weight:600}
.grouped tbody th[scope=row]{font-weight:400;padding-left:1rem;width:20%}
.grouped td{width:40%}
.grouped td,.grouped tbody th[scope=row]{padding-top:.1rem;padding-bottom:.1rem}
.grouped .share{display:grid;grid-template-columns:4.2rem minmax(10rem,auto) minmax(3rem,1fr);
gap:.5rem;align-items:center}
.grouped .share .unknown{white-space:normal;grid-column:1/3}
.confusion td,.confusion th{padding:.4rem .6rem;text-align:right;min-width:4.5rem}
.confusion th:first-child{text-align:left}
.confusion td{border:1px solid var(--line)}
.confusion .same{outline:2px solid var(--ink);outline-offset:-3px}
.confusion .nil{color:var(--soft)}
.tests td{min-width:9rem}
.tests .share{display:grid;grid-template-columns:3.6rem 6rem minmax(2rem,1fr);align-items:center}
.tests td,.tests tbody th{padding-top:.15rem;padding-bottom:.15rem}
.tests tbody th{font-weight:400;white-space:normal;min-width:10rem}
figure{margin:1rem 0}
figcaption{color:var(--soft);font-size:.875rem;max-width:46rem}
.figure-curve{max-width:44rem}
.cases{list-style:none;margin:0;padding:0}
.cases .about{color:var(--soft);font-size:.875rem;margin:0}
.cases .outcome{color:var(--ink);border-bottom:2px solid var(--kind)}
.cases .uncorrected .outcome{border-bottom-color:var(--soft)}
.cases dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem;margin:.3rem 0;
align-items:baseline}
.cases dt{color:var(--soft);font-size:.8rem}
.cases dd{min-width:0}
.cases i{color:var(--soft);font-size:.85em}
del,ins{unicode-bidi:isolate;border-radius:.2em;padding:.05em .1em}
del{text-decoration:line-through 2px;
background:color-mix(in srgb,var(--spelling) var(--tint),transparent)}
ins{text-decoration:underline 2px;text-underline-offset:.2em;
background:color-mix(in srgb,var(--keyboard) var(--tint),transparent)}
input[type=search]{font:inherit;min-width:6rem;max-width:100%;padding:.2rem .5rem;
border:1px solid var(--line);border-radius:.4rem;background:var(--card);color:inherit}
:focus-visible{outline:2px solid var(--keyboard);outline-offset:2px}
@media(max-width:44rem){.grouped .share,.tests .share{display:block}.grouped td{min-width:8rem}
.grouped tbody th[scope=row]{padding-left:0}}
@media(max-width:34rem){header{grid-template-columns:1fr}.facts,.cases dl{grid-template-columns:1fr}
.facts div{display:block}.filter{position:static}h2{margin-top:2.5rem}
.wide td{min-width:7rem}.headline td,.grouped td{min-width:7.6rem}
.wide tbody th[scope=row]{white-space:normal;min-width:5rem}.wide small{font-size:.8rem}}
@media print{body{max-width:none;padding:0;font-size:10pt}.wide{overflow:visible}
.sample,figure,tr{break-inside:avoid}h2,h3{break-after:avoid}}
"""
)

SCRIPT = """
const form = document.querySelector('.filter');
if (form) {
  const cases = [...document.querySelectorAll('.cases > li')];
  const shown = form.querySelector('output'), {outcome, kind, set, text} = form.elements;
  const show = () => {
    const wanted = text.value.trim().toLowerCase();
    for (const each of cases) {
      const {dataset} = each;
      each.hidden = outcome.value !== '' && dataset.outcome !== outcome.value
        || kind.value !== '' && !dataset.kind.split(' ').includes(kind.value)
        || set.value !== '' && dataset.set !== set.value
        || !dataset.text.toLowerCase().includes(wanted);
    }
    shown.value = cases.filter(each => !each.hidden).length + ' / ' + cases.length;
  };
  form.hidden = false;
  form.addEventListener('input', show);
  form.addEventListener('submit', event => event.preventDefault());
  show();
}
"""
