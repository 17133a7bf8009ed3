/* The stored drafts that wait for a review, the oldest first: pick one, and after it the next. Knows
   how each begins; the whole of one is asked for when it is picked. */

import { byId, element } from "./element.js";
import { say, spoken } from "./words.js";

export class Waiting {
  #service;
  #on;
  #drafts = [];
  #after = null; // where the list goes on, or null
  #current = null; // id of the draft that is open
  #place = 0; // where it stood in the list
  #ever = false; // whether there ever was a list

  /** on.opened(draft): one was picked, with its stored edits. on.troubled(problem). */
  constructor({ service, on }) {
    this.#service = service;
    this.#on = on;
    byId("waiting-more").addEventListener("click", () => this.#more());
  }

  /** Ask again which drafts wait. */
  load() {
    return this.#attempt(async () => {
      const { drafts, next } = await this.#service.waiting();
      this.#drafts = drafts;
      this.#after = next;
    });
  }

  /** Whether there is one after the one that is open. */
  get more() {
    return this.#drafts.some(({ id }) => id !== this.#current);
  }

  /** Open what stands after the one that was open. */
  next() {
    const rest = this.#drafts.filter(({ id }) => id !== this.#current);
    const draft = rest[Math.min(this.#place, rest.length - 1)];
    if (draft) this.#open(draft.id);
  }

  /** The one that is open was reviewed or deleted: it waits no longer. */
  settled() {
    if (this.#current === null) return;
    this.#drafts = this.#drafts.filter(({ id }) => id !== this.#current);
    this.load();
  }

  /** None is open any more. */
  left() {
    this.#current = null;
    this.show();
  }

  /** Draw the list anew, in the language of the moment. */
  show() {
    this.#ever ||= this.#drafts.length > 0;
    byId("waiting").hidden = !this.#ever;
    byId("waiting-empty").hidden = this.#drafts.length > 0;
    byId("waiting-more").hidden = this.#after === null;
    const focused = document.activeElement?.dataset.draft;
    byId("waiting-list").replaceChildren(...this.#drafts.map((draft) => this.#item(draft)));
    if (focused) byId("waiting-list").querySelector(`[data-draft="${focused}"]`)?.focus();
  }

  #item({ id, beginning, characters, edits, created_at: came }) {
    const cut = characters > Array.from(beginning).length ? "…" : "";
    const date = new Date(came).toLocaleDateString(spoken(), { month: "short", day: "numeric" });
    const button = element(
      "button",
      { type: "button", "data-draft": id, "aria-current": id === this.#current ? "true" : null },
      element("span", { class: "beginning", lang: "ko" }, beginning + cut),
      element("small", {}, `${say("waiting.edits", { n: edits })} · ${date}`),
    );
    button.addEventListener("click", () => this.#open(id));
    return element("li", {}, button);
  }

  #open(id) {
    return this.#attempt(async () => {
      try {
        const draft = await this.#service.draft(id);
        this.#place = Math.max(0, this.#drafts.findIndex((each) => each.id === id));
        this.#current = id;
        this.#on.opened(draft);
      } catch (problem) {
        if (problem.kind !== "gone") throw problem;
        this.#drafts = this.#drafts.filter((each) => each.id !== id);
      }
    });
  }

  #more() {
    return this.#attempt(async () => {
      const { drafts, next } = await this.#service.waiting(this.#after);
      const known = new Set(this.#drafts.map(({ id }) => id));
      this.#drafts = [...this.#drafts, ...drafts.filter(({ id }) => !known.has(id))];
      this.#after = next;
    });
  }

  async #attempt(step) {
    try {
      await step();
    } catch (problem) {
      this.#on.troubled(problem);
    }
    this.show();
  }
}
