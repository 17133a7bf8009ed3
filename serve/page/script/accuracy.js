/* Both accuracies over the reviewed texts, each with its n: two numbers, a drawing, and a table for
   those who would rather read. n = 0 is unknown, not 0 %. */

import { chart } from "./chart.js";
import { byId, element } from "./element.js";
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
    const days = Object.keys(byDay).sort();
    byId("accuracy-numbers").replaceChildren(...SORTS.map((sort) => headline(sort, overall)));
    byId("accuracy-empty").hidden = days.length > 0;
    byId("accuracy-more").hidden = !days.length;
    byId("accuracy-chart").replaceChildren(...(days.length ? [drawing(days, byDay, overall)] : []));
    byId("accuracy-rows").replaceChildren(...days.map((day) => row(day, byDay[day])).reverse());
  }
}

function headline({ name, share, interval, n }, group) {
  const known = group[n] > 0;
  const range = known && group[interval];
  return element(
    "div",
    { class: `number ${name}` },
    element("dt", {}, say(`accuracy.${name}`)),
    element(
      "dd",
      {},
      element("strong", {}, known ? percent(group[share]) : "–"),
      element(
        "small",
        {},
        range
          ? say("accuracy.of", {
              n: group[n],
              low: percent(range[0] ?? range.low),
              high: percent(range[1] ?? range.high),
            })
          : say("accuracy.none"),
      ),
    ),
  );
}

function drawing(days, byDay, overall) {
  const series = SORTS.map(({ name, share, n }) => ({
    name,
    points: days
      .map((day) => ({ day, share: byDay[day][share], n: byDay[day][n] }))
      .map((point) => ({ ...point, words: `${written(point.day)}: ${cell(point.share, point.n)}` })),
  }));
  const [typo, clean] = SORTS.map(({ share, n }) => cell(overall[share], overall[n]));
  const label = say("accuracy.label", { days: days.length, typo, clean });
  return chart(series, label, written);
}

function row(day, group) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, written(day)),
    ...SORTS.map(({ share, n }) => element("td", {}, cell(group[share], group[n]))),
  );
}

function cell(share, n) {
  return n > 0 ? `${percent(share)} (n = ${n.toLocaleString(spoken())})` : "–";
}

function percent(share) {
  const options = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return share.toLocaleString(spoken(), options);
}

function written(day) {
  const options = { month: "short", day: "numeric", timeZone: "UTC" };
  return new Date(day).toLocaleDateString(spoken(), options);
}

function dayAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
