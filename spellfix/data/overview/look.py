"""What the data report adds to the look of all reports, and the script that shows its items.

The script makes elements and text nodes, never markup, out of the JSON on the page, and draws a
few dozen items at a time however many there are. Knows no word and no number.
"""

from spellfix.report.style import STYLE as COMMON

STYLE = (
    COMMON
    + """
body{max-width:72rem}
.unknown{color:var(--soft);font-weight:400}
.wide{overflow-x:auto;margin:.5rem 0 1.5rem}
.wide:focus-visible,:focus-visible{outline:2px solid var(--keyboard);outline-offset:2px}
.plain td,.plain thead th:not(:first-child){text-align:right}
.plain td.said{text-align:left;width:80%}
.plain tbody th{font-weight:600}
.columns{table-layout:fixed;text-align:center;font-size:.75rem}
.columns th{text-align:center;color:var(--soft);border-top:1px solid var(--line);
padding-top:.3rem;white-space:nowrap}
.columns td{padding:0 .1rem}
.columns .tall{height:7rem;vertical-align:bottom}
.columns svg{display:block;width:100%;height:7rem}
.cut{margin-top:1rem}
ol.items,ul.items{list-style:none;margin:0;padding:0}
.about{color:var(--soft);font-size:.85rem;margin:0}
.about b{color:var(--ink);font-weight:600}
.about .outcome{border-bottom:2px solid var(--kind,var(--line))}
.corrected{--kind:var(--keyboard)}
.miscorrected,.overcorrected,.uncorrected{--kind:var(--spelling)}
.sample .target{font-size:1rem;color:var(--soft)}
.sample .target::before{content:"→ "}
del,ins{unicode-bidi:isolate;border-radius:.2em;padding:.05em .1em;color:var(--ink)}
del{text-decoration:line-through 2px;
background:color-mix(in srgb,var(--spelling) var(--tint),transparent)}
ins{text-decoration:underline 2px;text-underline-offset:.2em;
background:color-mix(in srgb,var(--keyboard) var(--tint),transparent)}
ins+small{margin-left:.2em}
input[type=search]{font:inherit;min-width:6rem;max-width:100%;padding:.2rem .5rem;
border:1px solid var(--line);border-radius:.4rem;background:var(--card);color:inherit}
.filter select{max-width:13rem}
.more{font:inherit;margin:1.25rem 0;padding:.5rem 1.25rem;border:1px solid var(--soft);
border-radius:.5rem;background:var(--card);color:inherit;cursor:pointer}
@media(max-width:34rem){header{grid-template-columns:1fr}.filter{position:static}
h2{margin-top:2.5rem}.columns{font-size:.65rem}.filter label{width:100%}.filter select,
.filter input{flex:1;max-width:none}}
@media print{body{max-width:none;padding:0;font-size:10pt}.wide{overflow:visible}
.sample,tr{break-inside:avoid}#browse{display:none}}
"""
)

SCRIPT = """
const form = document.querySelector('.filter');
if (form) {
  const PORTION = 50;
  const data = JSON.parse(document.getElementById('data').textContent);
  const list = document.querySelector('ol.items'), more = document.querySelector('.more');
  const none = document.getElementById('no-item'), shown = form.querySelector('output');
  const {text, domain, outcome, kind, order} = form.elements;
  const node = (name, told, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(told)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const both = ([korean, english]) => [
    node('span', {class: 'ko', lang: 'ko'}, korean), ' ',
    node('span', {class: 'en', lang: 'en'}, english)];
  const seen = put => put.replace(/ /g, '\\u2423') || '\\u2205';
  const parts = said => typeof said === 'string' ? [said] : said.flatMap(piece => {
    if (typeof piece === 'string') return [piece];
    const [before, after, kind] = piece, found = [];
    const name = data.kinds[kind] ? data.kinds[kind][1] + ' / ' + data.kinds[kind][2] : '';
    if (before) found.push(node('del', {title: name}, seen(before)));
    if (after) found.push(node('ins', {title: name}, seen(after)));
    return found;
  });
  const source = said => typeof said === 'string' ? said
    : said.map(piece => typeof piece === 'string' ? piece : piece[0]).join('');
  const result = said => typeof said === 'string' ? said
    : said.map(piece => typeof piece === 'string' ? piece : piece[1]).join('');
  const told = data.items.map(([made, meant]) =>
    (source(made) + '\\n' + result(made) + '\\n' + (meant ? result(meant) : '')).normalize('NFC')
      .toLowerCase());
  const sure = said => typeof said === 'string' ? ''
    : said.filter(piece => typeof piece !== 'string').map(piece => piece[3] + ' %').join(', ');
  const item = at => {
    const [made, meant, from, row, area, end, , doubt] = data.items[at];
    const [ending, ...words] = data.outcomes[end] ?? [''], about = [];
    if (ending) about.push(node('b', {class: 'outcome ' + ending}, ...both(words)), ' · ');
    about.push(node('bdi', {}, data.domains[area]), ' · ',
      node('bdi', {}, data.sources[from]), ':' + (row + 1));
    if (sure(made)) about.push(' · ', ...both(form.dataset.sure.split('|')), ' ' + sure(made));
    if (doubt) about.push(' · ', ...both(form.dataset.doubt.split('|')), ' ' + doubt + ' %');
    const text = node('p', {class: 'text', dir: 'auto', lang: 'ko'}, ...parts(made));
    const target = meant && ending !== 'corrected'
      ? [node('p', {class: 'text target', dir: 'auto', lang: 'ko'}, ...parts(meant))] : [];
    return node('li', {class: 'sample'}, node('p', {class: 'about'}, ...about), text, ...target);
  };
  const ORDERS = {
    doubt: (a, b) => data.items[b][7] - data.items[a][7] || a - b,
    long: (a, b) => told[b].length - told[a].length || a - b,
    short: (a, b) => told[a].length - told[b].length || a - b,
  };
  let found = [], drawn = 0;
  const draw = () => {
    const next = found.slice(drawn, drawn + PORTION);
    list.append(...next.map(item));
    drawn += next.length;
    more.hidden = drawn >= found.length;
  };
  const show = () => {
    const wanted = text.value.trim().normalize('NFC').toLowerCase();
    found = [...data.items.keys()].filter(at => {
      const each = data.items[at];
      return (domain.value === '' || each[4] === Number(domain.value))
        && (outcome.value === '' || each[5] === Number(outcome.value))
        && (kind.value === '' || each[6].includes(Number(kind.value)))
        && told[at].includes(wanted);
    });
    if (ORDERS[order.value]) found.sort(ORDERS[order.value]);
    list.replaceChildren();
    drawn = 0;
    draw();
    none.hidden = found.length > 0;
    shown.value = found.length.toLocaleString() + ' / ' + data.items.length.toLocaleString();
  };
  const fill = (select, rows) => select.append(...rows.map(([value, words]) =>
    node('option', {value}, words)));
  const met = (place) => new Set(data.items.flatMap(each => each[place]));
  const areas = met(4), ends = met(5), kinds = met(6);
  fill(domain, [...data.domains.entries()].filter(([at]) => areas.has(at)));
  fill(outcome, data.outcomes.map(([, ...words], at) => [at, words.join(' / ')])
    .filter(([at]) => ends.has(at)));
  fill(kind, data.kinds.map(([, ...words], at) => [at, words.join(' / ')])
    .filter(([at]) => kinds.has(at)));
  let waiting = 0;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  form.addEventListener('submit', event => event.preventDefault());
  more.addEventListener('click', draw);
  form.hidden = false;
  show();
}
"""
