/* An edit in words: the whole words it lies in, before and after, what differs in <b>. */

import { element } from "./element.js";
import { bare, wordsAround } from "./places.js";
import { say } from "./words.js";

const LONGEST = 60; // units of a word that is shown whole
const OPENS = /^[\p{Ps}\p{Pi}\p{Po}]+/u; // punctuation that says nothing here
const STOPS = /[\p{Pe}\p{Pf}\p{Po}]+$/u;

/** Elements that show `edit` of `text`. */
export function change(text, edit) {
  const { start, end, before, after } = edit;
  const word = wordsAround(text, start, end);
  const left = text.slice(Math.max(word.start, start - LONGEST), start).replace(OPENS, "");
  const right = text.slice(end, Math.min(word.end, end + LONGEST)).replace(STOPS, "");
  const whole = (middle) => {
    const space = middle && !middle.trim();
    return [left, element("b", { class: space ? "space" : null }, middle), right];
  };
  return [
    element("del", { lang: "ko" }, ...whole(before)),
    element("span", { class: "arrow", role: "img", "aria-label": say("suggestion.to") }, "→"),
    element("ins", { lang: "ko" }, ...whole(after)),
  ];
}

/** The same to be said: {before, after}. */
export function spokenChange(text, { start, end, after }) {
  const word = wordsAround(text, start, end);
  return {
    before: bare(text.slice(word.start, word.end)),
    after: bare(text.slice(word.start, start) + after + text.slice(end, word.end)),
  };
}
