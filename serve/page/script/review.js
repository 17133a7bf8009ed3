/* What a person decided on the edits of a text, while the text goes on changing. Offsets are UTF-16
   units. Knows no element and no service. */

import { difference } from "./places.js";

const AROUND = 8; // units of the sentence on either side by which a decision is known again
const ENDS = /[.!?…\n]+\s*/;
const MOST_REMEMBERED = 500;

export class Review {
  text = "";
  edits = [];
  #next = 0;
  #past = []; // of decisions: [edit id, verdict before] pairs that belong together
  #remembered = new Map(); // verdicts on edits that are gone, by the edit and its surroundings

  /** The text became another one. Edits beside the change move along, those inside it are gone. */
  change(text) {
    const { start, end, put } = difference(this.text, text);
    const shift = put.length - (end - start);
    for (const edit of this.edits.filter((each) => each.verdict)) this.#remember(edit);
    this.edits = this.edits.flatMap((edit) => {
      if (edit.end < start || (edit.end === start && edit.start < edit.end)) return [edit];
      if (edit.start < end || (edit.start === start && edit.start === edit.end)) return [];
      return [{ ...edit, start: edit.start + shift, end: edit.end + shift }];
    });
    this.text = text;
  }

  /** The service found these edits in the text as it is now. Decisions on the same ones stay. */
  found(edits) {
    const known = new Map(this.edits.map((edit) => [at(edit), edit]));
    for (const edit of this.edits.filter((each) => each.verdict)) this.#remember(edit);
    this.edits = edits.map((edit) => {
      const same = known.get(at(edit));
      if (same) return { ...edit, id: same.id, verdict: same.verdict };
      this.#next += 1;
      return { ...edit, id: this.#next, verdict: this.#remembered.get(this.#sight(edit)) ?? null };
    });
  }

  /** Decide on edits by id: "accepted", "rejected" or null (undecided). */
  decide(ids, verdict) {
    const chosen = this.edits.filter((edit) => ids.includes(edit.id) && edit.verdict !== verdict);
    if (!chosen.length) return;
    this.#past.push(chosen.map((edit) => [edit.id, edit.verdict]));
    for (const edit of chosen) this.#set(edit, verdict);
  }

  /** Take back the last decision that can be taken back; the ids it was about, none if none. */
  undo() {
    while (this.#past.length) {
      const ids = [];
      for (const [id, verdict] of this.#past.pop()) {
        const edit = this.edits.find((each) => each.id === id);
        if (edit) {
          this.#set(edit, verdict);
          ids.push(id);
        }
      }
      if (ids.length) return ids;
    }
    return [];
  }

  get undoable() {
    return this.#past.some((step) => step.some(([id]) => this.edits.some((e) => e.id === id)));
  }

  /** Forget the text and all that was decided. */
  clear() {
    this.text = "";
    this.edits = [];
    this.#past = [];
    this.#remembered.clear();
  }

  withVerdict(verdict) {
    return this.edits.filter((edit) => edit.verdict === verdict);
  }

  /** The result in pieces, in order: {text, edit}, where edit is null between the edits. */
  pieces() {
    const pieces = [];
    let done = 0;
    for (const edit of this.edits) {
      if (done < edit.start) pieces.push({ text: this.text.slice(done, edit.start), edit: null });
      pieces.push({ text: edit.verdict === "accepted" ? edit.after : edit.before, edit });
      done = edit.end;
    }
    if (done < this.text.length) pieces.push({ text: this.text.slice(done), edit: null });
    return pieces;
  }

  /** The text with the accepted edits made. */
  result() {
    return this.pieces()
      .map((piece) => piece.text)
      .join("");
  }

  #set(edit, verdict) {
    edit.verdict = verdict;
    this.#remembered.delete(this.#sight(edit));
  }

  #remember(edit) {
    this.#remembered.set(this.#sight(edit), edit.verdict);
    if (this.#remembered.size > MOST_REMEMBERED) {
      this.#remembered.delete(this.#remembered.keys().next().value);
    }
  }

  #sight({ start, end, before, after }) {
    const left = this.text.slice(Math.max(0, start - AROUND), start).split(ENDS).at(-1);
    const right = this.text.slice(end, end + AROUND).split(ENDS)[0];
    return JSON.stringify([left, before, after, right]);
  }
}

function at({ start, end, before, after }) {
  return JSON.stringify([start, end, before, after]);
}
