/* What the page says of itself: a line below the draft to see, and a quiet region to hear, which
   repeats nothing. */

import { byId } from "./element.js";
import { say } from "./words.js";

const LASTING = ["busy", "offline", "key", "refused", "fault", "long"];

export class Notices {
  #line = byId("status");
  #aloud = byId("aloud");
  #last = null; // the state shown, with its values
  #heard = "";

  /** again(): somebody wants the text to be checked now. */
  constructor({ again }) {
    byId("again").addEventListener("click", again);
  }

  /** The state of checking, as Checking tells it, with the values that its words need. */
  show(state, values = {}) {
    this.#last = [state, values];
    const words = say(`state.${state}`, values);
    this.#line.textContent = words;
    this.#line.dataset.state = state;
    byId("again").hidden = !["offline", "refused", "fault"].includes(state);
    byId("key-ask").hidden = state !== "key";
    if (LASTING.includes(state) || ["done", "stored"].includes(state)) {
      if (this.#heard !== words) this.announce(words);
      this.#heard = words;
    }
  }

  /** The same, in the language of the moment. */
  repeat() {
    if (this.#last) this.show(...this.#last);
  }

  /** Say something once, politely. */
  announce(words) {
    this.#aloud.replaceChildren();
    requestAnimationFrame(() => this.#aloud.replaceChildren(words));
  }

  /** Something beside the checking did not work. */
  trouble(problem) {
    const words = say(`trouble.${problem.kind ?? "fault"}`, { n: problem.seconds });
    byId("trouble").textContent = words;
    byId("trouble").hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (byId("trouble").hidden = true), 12_000);
    this.announce(words);
  }
}
