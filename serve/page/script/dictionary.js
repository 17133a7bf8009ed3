/* The words that are left alone: kept by the service, or, where it stores nothing, by this page until
   it is closed. */

import { byId, element } from "./element.js";
import { say } from "./words.js";

/** The dictionary of a service that stores nothing: the same methods, in this page alone. */
export class Unstored {
  #terms = [];

  async terms() {
    return this.#terms;
  }

  async addTerm(term) {
    if (!this.#terms.some((each) => each.term === term)) {
      this.#terms = [...this.#terms, { id: term, term }];
    }
    return this.#terms;
  }

  async removeTerm(id) {
    this.#terms = this.#terms.filter((each) => each.id !== id);
  }
}

export class Dictionary {
  #keeper;
  #changed;
  #troubled;
  #announce;
  #terms = [];

  /** keeper: a Service or Unstored. changed(): texts are to be checked again. troubled(problem). */
  constructor({ keeper, changed, troubled, announce }) {
    this.#keeper = keeper;
    this.#changed = changed;
    this.#troubled = troubled;
    this.#announce = announce;
    byId("dictionary-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const field = byId("dictionary-term");
      const term = field.value.trim();
      field.value = "";
      if (term) this.add(term);
    });
  }

  /** The words that have to go along with every text, because the service keeps none. */
  get protect() {
    return this.#keeper instanceof Unstored ? this.#terms.map((each) => each.term) : [];
  }

  load() {
    return this.#attempt(async () => {
      this.#terms = await this.#keeper.terms();
    });
  }

  add(term) {
    return this.#attempt(async () => {
      this.#terms = await this.#keeper.addTerm(term);
      this.#announce(say("dictionary.added", { term }));
      this.#changed();
    });
  }

  /** Draw the list anew, in the language of the moment. */
  show() {
    byId("dictionary-empty").hidden = this.#terms.length > 0;
    byId("dictionary-list").replaceChildren(
      ...this.#terms.map(({ id, term }) => {
        const remove = element(
          "button",
          { type: "button", class: "remove", "aria-label": say("dictionary.remove", { term }) },
          "×",
        );
        remove.addEventListener("click", () => this.#remove(id, term));
        return element("li", {}, element("span", { lang: "ko" }, term), remove);
      }),
    );
  }

  #remove(id, term) {
    return this.#attempt(async () => {
      await this.#keeper.removeTerm(id);
      this.#terms = this.#terms.filter((each) => each.id !== id);
      this.#announce(say("dictionary.removed", { term }));
      this.#changed();
      byId("dictionary-term").focus();
    });
  }

  async #attempt(step) {
    try {
      await step();
      this.show();
    } catch (problem) {
      this.#troubled(problem);
    }
  }
}
