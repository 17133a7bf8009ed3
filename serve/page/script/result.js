/* The result: the text with what was accepted, to look at, to copy, and to change by hand. What was
   changed by hand stays while decisions go on, as long as both do not touch the same place. */

import { byId } from "./element.js";
import { marked } from "./marks.js";
import { merged } from "./places.js";
import { say } from "./words.js";

export class Result {
  #view = byId("result-view");
  #field = byId("result-field");
  #base = ""; // the text with the accepted edits
  #own = null; // what was made of it by hand, or null
  #torn = false; // whether both changed the same place since
  #review = null;
  #current = null;

  /** chosen(id): somebody clicked an edit. say aloud: announce(words). changed(): by hand. */
  constructor({ chosen, announce, changed }) {
    this.#view.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-edit]");
      if (mark && !getSelection().toString()) chosen(Number(mark.dataset.edit));
    });
    this.#field.addEventListener("input", () => {
      this.#own = this.#field.value;
      this.#torn = false;
      changed();
    });
    byId("by-hand").addEventListener("click", () => this.#open(this.#field.hidden));
    byId("as-decided").addEventListener("click", () => {
      this.#own = null;
      this.#torn = false;
      this.#open(false);
      byId("by-hand").focus();
      changed();
    });
    byId("copy").addEventListener("click", async () => {
      const copied = await this.#copy();
      announce(say(copied ? "result.copied" : "result.not-copied"));
      byId("copy-word").textContent = say(copied ? "result.copied-short" : "result.copy");
      setTimeout(() => (byId("copy-word").textContent = say("result.copy")), 2000);
    });
  }

  /** The final text: by hand, or as decided. */
  get text() {
    return this.#own ?? this.#base;
  }

  show(review, current) {
    this.#review = review;
    this.#current = current;
    const result = review.result();
    if (this.#own !== null) {
      const both = merged(this.#base, this.#own, result);
      if (both === null) this.#torn = true;
      else this.#own = both;
      if (this.#own === result) this.#own = null;
    }
    this.#base = result;
    if (!review.text) this.#forget();
    this.#draw();
  }

  #forget() {
    this.#own = null;
    this.#torn = false;
    this.#field.hidden = true;
  }

  #open(open) {
    this.#field.hidden = !open;
    this.#draw();
    if (open) this.#field.focus();
  }

  #draw() {
    const open = !this.#field.hidden;
    const own = this.#own !== null && this.#own !== this.#base;
    this.#view.hidden = open;
    byId("by-hand").setAttribute("aria-pressed", String(open));
    byId("own").hidden = !own;
    const made = this.#review?.withVerdict("accepted").length ?? 0;
    byId("made").textContent = made && !own ? say("result.made", { n: made }) : "";
    byId("torn").hidden = !this.#torn;
    byId("copy").disabled = byId("by-hand").disabled = !this.text && !open;
    if (open) {
      if (this.#field.value !== this.text) this.#field.value = this.text;
    } else if (own) {
      this.#view.replaceChildren(this.text);
    } else {
      const pieces = this.#review?.pieces() ?? [];
      this.#view.replaceChildren(
        ...pieces.map(({ text, edit }) =>
          edit ? marked(edit, text, edit.id === this.#current) : text,
        ),
      );
    }
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      return true;
    } catch {
      return this.#copyBySelection();
    }
  }

  /** Where the page came over plain http from another machine, there is no navigator.clipboard. */
  #copyBySelection() {
    const hidden = this.#field.hidden;
    const before = document.activeElement;
    this.#field.hidden = false;
    this.#field.value = this.text;
    this.#field.select();
    const copied = document.execCommand("copy");
    this.#field.hidden = hidden;
    before?.focus();
    return copied;
  }
}
