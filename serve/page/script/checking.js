/* When to ask the service about a text that somebody is typing: after a pause, never in the middle of
   a composition, and never twice at once. Answers to an older text are dropped. Knows no element. */

import { points } from "./places.js";

const PAUSE = 450; // ms without a change
const PASTED = 10; // units at once that nobody types: no pause is waited for
const PATIENCE = 30; // seconds for an answer
const RETRIES = [2, 4, 8, 15, 30]; // seconds between attempts while the service is away

export class Checking {
  #ask;
  #found;
  #show;
  #text = "";
  #composing = false;
  #timer = 0;
  #running = null;
  #attempts = 0;
  #held = null; // the correction of a text that is not to be asked about, or null

  /** ask(text, signal) gives a correction; found(text, correction) takes it; show(state, details)
      hears "empty", "typing", "checking", "done", "stored", "long", "busy" {seconds}, "offline", "key",
      "refused" or "fault". most: code points that the service takes. */
  constructor({ ask, found, show }) {
    this.#ask = ask;
    this.#found = found;
    this.#show = show;
    this.most = Infinity;
  }

  /** Texts have this correction from now on; null: the service is asked again. */
  hold(correction) {
    this.#drop();
    this.#held = correction;
  }

  /** The text is now this. `composing`: a syllable is still being put together. */
  changed(text, composing) {
    const pasted = Math.abs(text.length - this.#text.length) > PASTED;
    this.#text = text;
    this.#composing = composing;
    this.#drop();
    this.#attempts = 0;
    if (this.#held) {
      this.#found(text, this.#held);
      this.#show("stored");
    } else if (!text.trim()) {
      this.#found(text, { edits: [] });
      this.#show("empty");
    } else if (points(text) > this.most) {
      this.#found(text, { edits: [] });
      this.#show("long");
    } else {
      this.#show("typing");
      if (!composing) this.#later(pasted ? 0 : PAUSE);
    }
  }

  /** Ask at once: options changed, the network is back, or somebody wants it. */
  again() {
    if (this.#held) return;
    this.#drop();
    if (!this.#composing && this.#text.trim() && points(this.#text) <= this.most) this.#run();
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#running = null;
  }

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.again(), ms);
  }

  async #run() {
    const text = this.#text;
    const running = new AbortController();
    this.#running = running;
    const slow = setTimeout(() => running.abort(), PATIENCE * 1000);
    this.#show("checking");
    try {
      const correction = await this.#ask(text, running.signal);
      if (this.#running !== running) return;
      this.#attempts = 0;
      this.#found(text, correction);
      this.#show("done");
    } catch (problem) {
      if (this.#running === running) this.#failed(problem);
    } finally {
      clearTimeout(slow);
      if (this.#running === running) this.#running = null;
    }
  }

  #failed(problem) {
    if (problem.kind === "busy") {
      this.#show("busy", { seconds: problem.seconds });
      this.#later(problem.seconds * 1000);
    } else if (problem.kind === "offline" || problem.name === "AbortError") {
      const seconds = RETRIES[Math.min(this.#attempts, RETRIES.length - 1)];
      this.#attempts += 1;
      this.#show("offline");
      this.#later(seconds * 1000);
    } else {
      this.#show(["key", "refused"].includes(problem.kind) ? problem.kind : "fault");
    }
  }
}
