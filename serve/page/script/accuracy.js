/* Both accuracies over the reviewed texts, each with its n: two numbers, a drawing, and a table for
   those who would rather read. n = 0 is unknown, not 0 %. */

import { chart } from "./chart.js";
import { byId, element } from "./element.js";
import { periods, wilson } from "./periods.js";
import { say, spoken } from "./words.js";

const SORTS = [
  { name: "typo", share: "typo_accuracy", interval: "typo_accuracy_interval", n: "n_typo" },
  {
    name: "clean",
    share: "correct_text_accuracy",
    interval: "correct_text_accuracy_interval",
    n: "n_clean",
  },
];

export class Accuracy {
  #service;
  #troubled;
  #answer = null;

  constructor({ service, troubled }) {
    this.#service = service;
    this.#troubled = troubled;
    byId("accuracy-days").addEventListener("change", () => this.load());
  }

  async load() {
    const days = Number(byId("accuracy-days").value);
    try {
      this.#answer = await this.#service.accuracy(days ? dayAgo(days - 1) : null);
      this.show();
    } catch (problem) {
      this.#troubled(problem);
    }
  }

  /** Draw again, in the language of the moment. */
  show() {
    if (!this.#answer) return;
    const { overall, by_day: byDay } = this.#answer;
    const all = periods(byDay);
    const some = all.some(({ typo, clean }) => typo.n + clean.n > 0);
    byId("accuracy-numbers").replaceChildren(...SORTS.map((sort) => headline(sort, overall)));
    byId("accuracy-empty").hidden = some;
    byId("accuracy-more").hidden = !some;
    byId("accuracy-chart").replaceChildren(...(some ? [drawing(all, overall)] : []));
    byId("accuracy-rows").replaceChildren(...all.map(row).reverse());
  }
}

function headline({ name, share, interval, n }, group) {
  const known = group[n] > 0;
  const words = known
    ? say("accuracy.of", {
        n: group[n],
        low: percent(group[interval][0]),
        high: percent(group[interval][1]),
      })
    : say("accuracy.none");
  return element(
    "div",
    { class: `number ${name}` },
    element("dt", {}, say(`accuracy.${name}`)),
    element("dd", {}, element("strong", {}, known ? percent(group[share]) : "–"), small(words)),
    element("dd", {}, small(say(`accuracy.${name}-what`))),
  );
}

function small(words) {
  return element("small", {}, words);
}

function drawing(all, overall) {
  const series = SORTS.map(({ name }) => ({
    name,
    points: all
      .filter((period) => period[name].n > 0)
      .map((period) => ({
        day: period.to,
        share: period[name].right / period[name].n,
        n: period[name].n,
        interval: wilson(period[name]),
        words: `${when(period)}: ${cell(period[name])}`,
      })),
  }));
  const [typo, clean] = SORTS.map(({ share, n }) => cellOf(overall[share], overall[n]));
  const ends = [when(all[0]), when(all[all.length - 1])];
  return chart(series, say("accuracy.label", { typo, clean }), ends);
}

function row(period) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, when(period)),
    ...SORTS.map(({ name }) => element("td", {}, cell(period[name]))),
  );
}

function cell({ right, n }) {
  return cellOf(right / n, n);
}

function cellOf(share, n) {
  return n > 0 ? `${percent(share)} (n = ${n.toLocaleString(spoken())})` : "–";
}

function percent(share) {
  const options = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return share.toLocaleString(spoken(), options);
}

function when({ from, to }) {
  const options = { month: "short", day: "numeric", timeZone: "UTC" };
  const format = new Intl.DateTimeFormat(spoken(), options);
  return format.formatRange(new Date(from), new Date(to));
}

function dayAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
