/* How sure an edit must be to be shown. Until somebody moves it, the model's own threshold holds. */

import { byId } from "./element.js";
import { say } from "./words.js";

const REST = 350; // ms without a movement

export class Sureness {
  #field = byId("sureness");
  #usual = 0.5;
  #timer = 0;

  /** changed(): texts are to be checked again. */
  constructor({ changed }) {
    this.#field.addEventListener("input", () => {
      this.show();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(changed, REST);
    });
    byId("sureness-usual").addEventListener("click", () => {
      this.usual = this.#usual;
      this.#field.focus();
      changed();
    });
  }

  /** The threshold of the model, 0 to 1. */
  set usual(share) {
    this.#usual = share;
    const percent = Math.round(share * 100);
    this.#field.min = String(Math.min(30, percent));
    this.#field.max = String(Math.max(99, percent));
    this.#field.value = String(percent);
    this.show();
  }

  /** What to send along: nothing at the usual place. */
  get options() {
    return this.#moved ? { min_confidence: Number(this.#field.value) / 100 } : {};
  }

  get #moved() {
    return Number(this.#field.value) !== Math.round(this.#usual * 100);
  }

  show() {
    const words = say("sureness.value", { percent: Number(this.#field.value) });
    byId("sureness-value").textContent = words;
    this.#field.setAttribute("aria-valuetext", words);
    byId("sureness-usual").hidden = !this.#moved;
  }
}
