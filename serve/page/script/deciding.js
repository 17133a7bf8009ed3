/* Decisions on edits, one or all of them, and taking them back; each is also said aloud. */

import { spokenChange } from "./change.js";
import { say } from "./words.js";

export class Deciding {
  #review;
  #suggestions;
  #announce;
  #show;

  /** announce(words) says them; show() draws the page. */
  constructor({ review, suggestions, announce, show }) {
    this.#review = review;
    this.#suggestions = suggestions;
    this.#announce = announce;
    this.#show = show;
  }

  /** Decide on one edit: "accepted", "rejected" or null; proceed: and go on to the next. */
  decide(id, verdict, { proceed = false } = {}) {
    this.#review.decide([id], verdict);
    const edit = this.#review.edits.find((each) => each.id === id);
    const words = { ...spokenChange(this.#review.text, edit), n: this.#open.length };
    this.#announce(say(edit.verdict ? `said.${edit.verdict}` : "said.undecided", words));
    this.#show();
    if (proceed) this.#suggestions.proceed(this.#review);
  }

  /** Decide on all that are undecided. */
  decideAll(verdict) {
    const ids = this.#open.map((edit) => edit.id);
    this.#review.decide(ids, verdict);
    this.#show();
    this.#announce(say(`said.all-${verdict}`));
  }

  undo() {
    const ids = this.#review.undo();
    if (!ids.length) return;
    this.#show();
    this.#suggestions.choose(ids[0], { focus: true });
    this.#announce(say("said.undone", { n: this.#open.length }));
  }

  get #open() {
    return this.#review.withVerdict(null);
  }
}
