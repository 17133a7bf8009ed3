/* One edit as a card: its kind, the words before and after, why, how sure, and what to do about it. */

import { change as words } from "./change.js";
import { element } from "./element.js";
import { bare, wordsAround } from "./places.js";
import { say, spoken } from "./words.js";

export class Suggestion {
  #act;
  #id;
  #parts = {};
  #edit = null;
  #text = "";
  #seen = ""; // what is shown: most cards stay as they are while somebody types

  constructor(id, act) {
    this.#id = id;
    this.#act = act;
    this.node = this.#made();
  }

  focus() {
    this.#parts.card.focus({ preventScroll: true });
    this.node.scrollIntoView({ block: "nearest" });
  }

  look(current) {
    this.#parts.card.tabIndex = current ? 0 : -1;
    this.#parts.card.classList.toggle("current", current);
    if (current) this.#parts.card.setAttribute("aria-current", "true");
    else this.#parts.card.removeAttribute("aria-current");
  }

  show(edit, text, { current, keeping }) {
    this.#edit = edit;
    this.#text = text;
    this.look(current);
    const { start, end } = wordsAround(text, edit.start, edit.end);
    const { before, after, kind: sort, confidence, verdict } = edit;
    const around = [text.slice(start, edit.start), before, after, text.slice(edit.end, end)];
    const why = spoken() === "ko" ? edit.explanation?.korean : edit.explanation?.english;
    const seen = JSON.stringify([spoken(), keeping, sort, confidence, verdict, around, why]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    const { card, kind, change, reason, sure, bar, accept, reject, keep, state } = this.#parts;
    card.className = `card ${edit.kind} ${edit.verdict ?? "open"}`;
    kind.textContent = say(`kind.${edit.kind}`);
    change.replaceChildren(...words(text, edit));
    reason.textContent = why ?? "";
    const percent = Math.floor(edit.confidence * 100);
    sure.textContent = say("suggestion.sure", { percent });
    bar.style.setProperty("--share", `${percent}%`);
    accept.setAttribute("aria-pressed", String(edit.verdict === "accepted"));
    reject.setAttribute("aria-pressed", String(edit.verdict === "rejected"));
    accept.lastChild.textContent = say("suggestion.accept");
    reject.lastChild.textContent = say("suggestion.reject");
    keep.lastChild.textContent = say("suggestion.keep");
    keep.hidden = !keeping;
    state.textContent = edit.verdict ? say(`suggestion.${edit.verdict}`) : "";
    this.look(current);
  }

  /** Ask which word the dictionary shall get: often without the particle that is attached here. */
  askForTerm() {
    if (this.#parts.keep.hidden) return;
    const { start, end } = wordsAround(this.#text, this.#edit.start, this.#edit.end);
    const { asking, term, add, cancel, label } = this.#parts;
    label.firstChild.textContent = say("dictionary.word");
    add.textContent = say("dictionary.add");
    cancel.textContent = say("cancel");
    asking.hidden = false;
    term.value = bare(this.#text.slice(start, end));
    term.focus();
    term.select();
  }

  #made() {
    const parts = this.#parts;
    const id = `edit-${this.#id}`;
    const button = (name, sign, does) => {
      parts[name] = element(
        "button",
        { type: "button", class: name },
        element("span", { "aria-hidden": "true", class: "sign" }, sign),
        element("span"),
      );
      parts[name].addEventListener("click", does);
      return parts[name];
    };
    const decide = (verdict) => () =>
      this.#act.decide(this.#id, this.#edit.verdict === verdict ? null : verdict, {});
    parts.kind = element("span", { class: "kind" });
    parts.change = element("span", { class: "change" });
    parts.state = element("span", { class: "state" });
    parts.bar = element("span", { class: "bar", "aria-hidden": "true" });
    parts.sure = element("span");
    parts.reason = element("p", { class: "reason", id: `${id}-reason` });
    parts.term = element("input", { type: "text", maxlength: "100", lang: "ko" });
    parts.add = element("button", { type: "button", class: "plain" });
    parts.cancel = element("button", { type: "button", class: "plain" });
    parts.label = element("label", {}, element("span"), parts.term);
    parts.asking = element(
      "div",
      { class: "asking", hidden: true },
      parts.label,
      parts.add,
      parts.cancel,
    );
    parts.card = element(
      "div",
      {
        role: "group",
        tabindex: "-1",
        "data-edit": this.#id,
        "aria-labelledby": `${id}-head`,
        "aria-describedby": `${id}-reason ${id}-sure`,
        "aria-keyshortcuts": "Enter Delete ArrowDown ArrowUp",
      },
      element(
        "div",
        { class: "what" },
        element("p", { class: "head", id: `${id}-head` }, parts.kind, parts.change, parts.state),
        parts.reason,
      ),
      element("p", { class: "sure", id: `${id}-sure` }, parts.bar, parts.sure),
      element(
        "div",
        { class: "answers" },
        button("accept", "✓", decide("accepted")),
        button("reject", "–", decide("rejected")),
        button("keep", "＋", () => this.askForTerm()),
      ),
      parts.asking,
    );
    this.#listenToTerm();
    return element("li", {}, parts.card);
  }

  #listenToTerm() {
    const { asking, term, add, cancel, card } = this.#parts;
    const close = () => {
      asking.hidden = true;
      card.focus();
    };
    const take = () => {
      const wanted = term.value.trim();
      close();
      if (wanted) this.#act.keep(wanted);
    };
    add.addEventListener("click", take);
    cancel.addEventListener("click", close);
    term.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return; // 229: Safari, as it ends
      if (event.key === "Enter") take();
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
}
