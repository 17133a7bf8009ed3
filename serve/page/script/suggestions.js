/* The list of edits: each with its reason and two answers, by click or by keyboard. Letters are taken
   by the place of their key, so that they work while the keyboard is set to Hangul. */

import { byId } from "./element.js";
import { Suggestion } from "./suggestion.js";

const KEYS = {
  ArrowDown: "next",
  KeyJ: "next",
  ArrowUp: "previous",
  KeyK: "previous",
  Enter: "accept",
  KeyA: "accept",
  Delete: "reject",
  Backspace: "reject",
  KeyR: "reject",
  KeyU: "undo",
  KeyZ: "undo",
  KeyD: "keep",
  Escape: "leave",
};

export class Suggestions {
  #list = byId("suggestions");
  #cards = new Map(); // by id of the edit, in the order of the edits
  #act;
  current = null;

  /** act.decide(id, verdict), act.undo(), act.keep(id, term), act.leave(id), act.looked(id). */
  constructor(act) {
    this.#act = act;
    this.#list.addEventListener("keydown", (event) => this.#pressed(event));
    this.#list.addEventListener("focusin", (event) => {
      const card = event.target.closest("[data-edit]");
      if (card) this.look(Number(card.dataset.edit));
    });
  }

  /** Show these edits of this text; cards that stay keep the focus. */
  show(review, { keeping }) {
    const old = this.#cards;
    const ids = review.edits.map((edit) => edit.id);
    const focused = this.#focused();
    this.#cards = new Map(
      review.edits.map((edit) => [edit.id, old.get(edit.id) ?? new Suggestion(edit.id, this.#act)]),
    );
    if (!this.#cards.has(this.current)) this.current = this.#nearest(old, ids);
    for (const [id, card] of old) if (!this.#cards.has(id)) card.node.remove();
    let before = null;
    for (const edit of review.edits) {
      const card = this.#cards.get(edit.id);
      card.show(edit, review.text, { current: edit.id === this.current, keeping });
      const place = before ? before.nextSibling : this.#list.firstChild;
      if (place !== card.node) this.#list.insertBefore(card.node, place);
      before = card.node;
    }
    if (focused !== null && !this.#cards.has(focused)) this.focus(this.current);
  }

  /** Look at an edit: bring its card into sight, and put the focus there if wanted. */
  choose(id, { focus = false } = {}) {
    this.look(id);
    this.#cards.get(id)?.node.scrollIntoView({ block: "nearest" });
    if (focus) this.focus(id);
  }

  focus(id) {
    this.#cards.get(id)?.focus();
  }

  /** From the one looked at, the next edit that is undecided, or any. */
  step(by) {
    const ids = [...this.#cards.keys()];
    const at = ids.indexOf(this.current);
    const next = ids[Math.min(Math.max(at + by, 0), ids.length - 1)];
    if (next !== undefined) this.choose(next, { focus: true });
  }

  /** After a decision: on to the next one that waits for one. */
  proceed(review) {
    const at = review.edits.findIndex((edit) => edit.id === this.current);
    const rest = [...review.edits.slice(at + 1), ...review.edits.slice(0, Math.max(at, 0))];
    const next = rest.find((edit) => !edit.verdict);
    if (next) this.choose(next.id, { focus: true });
  }

  /** Look at an edit, and leave everything where it is. */
  look(id) {
    if (this.current === id || !this.#cards.has(id)) return;
    this.#cards.get(this.current)?.look(false);
    this.current = id;
    this.#cards.get(id).look(true);
    this.#act.looked(id);
  }

  #focused() {
    const card = document.activeElement?.closest?.("#suggestions [data-edit]");
    return card ? Number(card.dataset.edit) : null;
  }

  /** What stands where the current edit stood before it went. */
  #nearest(old, ids) {
    const at = [...old.keys()].indexOf(this.current);
    return ids[Math.min(Math.max(at, 0), ids.length - 1)] ?? null;
  }

  #pressed(event) {
    const onCard = event.target.matches("[data-edit]");
    const onButton = event.target.matches("button");
    const what = KEYS[event.code];
    const withControl = event.ctrlKey || event.metaKey;
    if (!what || event.altKey || withControl !== (event.code === "KeyZ")) return;
    if (event.target.matches("input")) return;
    if (!onCard && !(onButton && event.code !== "Enter")) return;
    event.preventDefault();
    const id = this.current;
    if (what === "next") this.step(1);
    else if (what === "previous") this.step(-1);
    else if (what === "undo") this.#act.undo();
    else if (what === "leave") this.#act.leave(id);
    else if (what === "keep") this.#cards.get(id).askForTerm();
    else this.#act.decide(id, what === "accept" ? "accepted" : "rejected", { proceed: true });
  }
}
