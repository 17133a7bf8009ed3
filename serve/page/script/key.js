/* Asking for the API key, where the service wants one. */

import { byId } from "./element.js";

export class KeyPrompt {
  #dialog = byId("key-dialog");
  #field = byId("key");
  #declined = false; // somebody would rather not now; nobody is asked twice

  /** given(key): somebody typed one. */
  constructor({ given }) {
    byId("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const key = this.#field.value.trim();
      if (!key) return;
      this.#field.value = "";
      this.#dialog.close();
      given(key);
    });
    byId("key-later").addEventListener("click", () => this.#decline());
    this.#dialog.addEventListener("cancel", () => this.#decline());
    byId("key-ask").addEventListener("click", () => this.ask(false));
  }

  get open() {
    return this.#dialog.open;
  }

  /** Ask, unless somebody declined. wrong: the service did not take the last key. */
  offer(wrong) {
    if (!this.#declined) this.ask(wrong);
  }

  ask(wrong) {
    this.#declined = false;
    byId("key-wrong").hidden = !wrong;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#field.focus();
  }

  #decline() {
    this.#declined = true;
    this.#dialog.close();
  }
}
