/* A glance at the edit that somebody pointed at in the draft: what, why, yes or no, right below the
   place. For fingers and mice; who uses a keyboard or a screen reader has the list. */

import { change } from "./change.js";
import { byId } from "./element.js";
import { say, spoken } from "./words.js";

const EDGE = 8; // px between this and the edges of the draft

export class Glance {
  #node = byId("glance");
  #id = null;

  /** decide(id, verdict). */
  constructor({ decide }) {
    // The draft keeps the focus, and a telephone its keyboard.
    this.#node.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#node.addEventListener("mousedown", (event) => event.preventDefault());
    for (const [name, verdict] of [
      ["accept", "accepted"],
      ["reject", "rejected"],
    ]) {
      byId(`glance-${name}`).addEventListener("click", () => {
        decide(this.#id, verdict);
        this.hide();
      });
    }
    addEventListener("resize", () => this.hide());
    addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  /** Show `edit` of `text` below `mark`, its mark in the draft. */
  show(edit, text, mark) {
    const node = this.#node;
    this.#id = edit.id;
    byId("glance-change").replaceChildren(...change(text, edit));
    byId("glance-reason").textContent =
      (spoken() === "ko" ? edit.explanation?.korean : edit.explanation?.english) ?? "";
    byId("glance-kind").textContent = say(`kind.${edit.kind}`);
    node.className = `glance ${edit.kind}`;
    node.hidden = false;
    const sheet = node.parentElement.getBoundingClientRect();
    const place = mark.getClientRects()[0];
    const most = sheet.width - node.offsetWidth - EDGE;
    const left = Math.max(EDGE, Math.min(place.left - sheet.left - 16, most));
    node.style.setProperty("left", `${left}px`);
    node.style.setProperty("top", `${place.bottom - sheet.top + EDGE}px`);
  }

  hide() {
    this.#node.hidden = true;
  }
}
