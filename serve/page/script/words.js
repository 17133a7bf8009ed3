/* The words of the page, Korean and English: which language, and putting them where they belong.
   Elements name theirs by data-say (text), data-say-label, -placeholder or -title. */

import { keep, setting } from "./settings.js";

const LANGUAGES = ["ko", "en"];
const ATTRIBUTES = { sayLabel: "aria-label", sayPlaceholder: "placeholder", sayTitle: "title" };

const all = {};
const listeners = [];
let language = "ko";

/** Read the words of both languages and begin with the chosen one, or that of the browser. */
export async function readWords() {
  await Promise.all(
    LANGUAGES.map(async (each) => {
      all[each] = await (await fetch(`page/words/${each}.json`)).json();
    }),
  );
  const wanted = [setting("language"), ...navigator.languages.map((l) => l.slice(0, 2))];
  speak(wanted.find((each) => LANGUAGES.includes(each)) ?? "en");
}

/** Use this language from now on. */
export function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = say("title");
  translate(document);
  for (const listener of listeners) listener(chosen);
}

/** The same, and remember it. */
export function choose(chosen) {
  keep("language", chosen);
  speak(chosen);
}

/** Hear of every change of language. */
export function whenSpoken(listener) {
  listeners.push(listener);
}

export function spoken() {
  return language;
}

/** The words called `name` with {values} filled in; `name.one` where n is 1 and it exists. */
export function say(name, values = {}) {
  const words = all[language];
  const form = values.n === 1 && words[`${name}.one`] ? `${name}.one` : name;
  return (words[form] ?? name).replace(/\{(\w+)\}/g, (_, slot) => shown(values[slot]));
}

function shown(value) {
  return typeof value === "number" ? value.toLocaleString(language) : String(value ?? "");
}

/** Put the words into `root` and all below it. */
export function translate(root) {
  for (const node of root.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const [data, attribute] of Object.entries(ATTRIBUTES)) {
    const name = `data-${data.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const node of root.querySelectorAll(`[${name}]`)) {
      node.setAttribute(attribute, say(node.dataset[data]));
    }
  }
}
