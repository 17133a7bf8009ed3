/* Asking for the API key, where the service wants one. */

import { byId } from "./element.js";

export class KeyPrompt {
  #dialog = byId("key-dialog");
  #field = byId("key");

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
    byId("key-later").addEventListener("click", () => this.#dialog.close());
    byId("key-ask").addEventListener("click", () => this.ask(false));
  }

  /** wrong: the service did not take the last one. */
  ask(wrong) {
    byId("key-wrong").hidden = !wrong;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#field.focus();
  }
}
