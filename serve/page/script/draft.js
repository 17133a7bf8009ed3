/* The draft: a plain text field, so that every keyboard and input method works as ever, over a copy of
   its text that shows where the edits are. Tells when a syllable is still being composed. */

import { byId } from "./element.js";
import { marked } from "./marks.js";

export class Draft {
  #field = byId("draft");
  #copy = byId("draft-copy");
  #composing = false;

  /** changed(text, composing): after every change, and when a composition is over.
      chosen(position): somebody put the caret there. left(): somebody went elsewhere, or scrolled. */
  constructor({ changed, chosen, left }) {
    const field = this.#field;
    const tell = (composing) => {
      this.#composing = composing;
      changed(field.value, composing);
    };
    field.addEventListener("compositionstart", () => tell(true));
    // The order of the last input, compositionend and keydown differs between browsers: whatever
    // comes last finds #composing false.
    field.addEventListener("compositionend", () => tell(false));
    field.addEventListener("input", (event) => tell(this.#composing || event.isComposing));
    field.addEventListener("blur", () => {
      if (this.#composing) tell(false);
      left();
    });
    field.closest(".writing").addEventListener("scroll", left);
    field.addEventListener("click", () => chosen(field.selectionStart));
  }

  get text() {
    return this.#field.value;
  }

  get caret() {
    return this.#field.selectionStart;
  }

  /** Replace the whole text as if it were typed, so that the browser's own undo takes it back. */
  put(text) {
    this.#field.focus();
    this.#field.select();
    const typed = text
      ? document.execCommand("insertText", false, text)
      : document.execCommand("delete");
    if (!typed) {
      this.#field.value = text;
      this.#field.dispatchEvent(new InputEvent("input"));
    }
  }

  /** Put a text there that nobody typed; `fixed`: nobody can change it, either. */
  lay(text, fixed) {
    this.#field.value = text;
    this.#field.readOnly = fixed;
    this.#field.dispatchEvent(new InputEvent("input"));
  }

  focusAt(start, end) {
    this.#field.focus();
    this.#field.setSelectionRange(start, end);
  }

  /** Underline the edits; `current` is the id of the one looked at, or null. */
  show(review, current) {
    const parts = [];
    let done = 0;
    for (const edit of review.edits) {
      parts.push(review.text.slice(done, edit.start));
      parts.push(marked(edit, edit.before, edit.id === current));
      done = edit.end;
    }
    // A line break at the end needs something behind it to be as high as in the field.
    parts.push(`${review.text.slice(done)}\u200b`);
    this.#copy.replaceChildren(...parts);
  }

  /** Bring the place of an edit into sight. */
  reveal(id) {
    this.markOf(id)?.scrollIntoView({ block: "nearest" });
  }

  /** The mark of an edit. */
  markOf(id) {
    return this.#copy.querySelector(`[data-edit="${id}"]`);
  }
}
