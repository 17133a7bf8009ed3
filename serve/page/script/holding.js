/* A stored draft in the place of the text that somebody writes, with the edits it was stored with; and
   the way back. Its text stays as it came: what is wrong with it is put right in the result. */

import { byId } from "./element.js";

export class Holding {
  #parts;
  #own = null; // what stood there before, or null where no stored draft is open

  /** parts: draft, review, checking, suggestions, finishing; show() draws the page. */
  constructor(parts) {
    this.#parts = parts;
  }

  get open() {
    return this.#own !== null;
  }

  /** Show this draft, as the service answered it. */
  take(stored) {
    const { draft, checking, suggestions, review, finishing } = this.#parts;
    this.#own ??= draft.text;
    this.#clear();
    checking.hold(stored.correction);
    draft.lay(stored.text, true);
    finishing.hold(stored);
    this.#settle();
    const first = review.edits[0];
    if (first) suggestions.choose(first.id, { focus: true });
    else byId("finish").focus();
  }

  /** Leave it, and put back what stood there before. */
  leave() {
    const { draft, checking } = this.#parts;
    const own = this.#own ?? "";
    this.#own = null;
    this.#clear();
    checking.hold(null);
    draft.lay(own, false);
    this.#settle();
    byId("draft").focus();
  }

  /** Nothing of the last text, its decisions and its result stays. */
  #clear() {
    this.#parts.finishing.leave();
    this.#parts.review.clear();
    this.#parts.show();
  }

  #settle() {
    byId("close").hidden = !this.open;
    byId("sureness").disabled = this.open;
    this.#parts.show();
  }
}
