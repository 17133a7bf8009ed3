"""What the noise report adds to the look of all reports, and the script that filters its samples.

Everything reads without the script. Knows no word and no number.
"""

from spellfix.report.style import STYLE as COMMON

STYLE = (
    COMMON
    + """
mark{color:inherit;font-weight:600;background:color-mix(in srgb,var(--kind) var(--tint),
transparent);border-bottom:2px solid var(--kind);border-radius:.2em .2em 0 0;padding:.05em .1em}
del{color:var(--soft);text-decoration:none;font-size:.72em;vertical-align:.45em;
margin:0 .15em 0 .2em;user-select:none}
.columns{table-layout:fixed;text-align:center;font-size:.75rem}
.columns th{text-align:center;color:var(--soft);border-top:1px solid var(--line);
padding-top:.3rem;white-space:nowrap}
.columns td{padding:0 .1rem}
.columns .tall{height:8rem;vertical-align:bottom}
.columns svg{display:block;width:100%;height:8rem}
.key{display:inline-block;width:1.2em;height:.55em;background:var(--keyboard);margin-right:.35em}
.key.observed{background:var(--observed)}
.missing{padding-left:1.25rem;font-size:.9rem}
.missing li{padding:.2rem 0}
@media(max-width:34rem){.columns{font-size:.65rem}}
.rules tbody tr{border-bottom:1px solid var(--line)}
.bars.rules tbody th{width:56%}
.rules{margin-top:.75rem}
@media(max-width:34rem){.rules thead{display:none}.rules tbody tr{display:grid;
grid-template-columns:1fr auto auto;padding:.35rem 0}.bars.rules tbody th{grid-column:1/-1;
width:auto;padding:0}.rules td{padding-bottom:0}}
"""
)

SCRIPT = """
const form = document.querySelector('.filter');
if (form) {
  const [kind, rule] = form.querySelectorAll('select'), shown = form.querySelector('output');
  const samples = [...document.querySelectorAll('.sample')];
  const groups = document.querySelectorAll('.group');
  const show = () => {
    for (const option of rule.options)
      option.hidden = option.value && kind.value && !option.value.startsWith(kind.value + '.');
    if (rule.selectedOptions[0].hidden) rule.value = '';
    const wanted = rule.value || kind.value;
    for (const sample of samples)
      sample.hidden = wanted && !(' ' + sample.dataset.names + ' ').includes(' ' + wanted + ' ');
    for (const group of groups) group.hidden = !group.querySelector('.sample:not([hidden])');
    shown.value = samples.filter(sample => !sample.hidden).length + ' / ' + samples.length;
  };
  form.hidden = false;
  form.addEventListener('change', show);
  show();
}
"""
