/* Finishing a review: the draft goes to the service, then what was decided about it. Before that
   nothing is stored, and after it what was stored can be deleted. */

import { byId } from "./element.js";
import { inUnits } from "./places.js";
import { mark } from "./service.js";
import { keep, setting } from "./settings.js";
import { say, spoken } from "./words.js";

const ATTEMPTS = 5; // while the service is busy

export class Finishing {
  #service;
  #about;
  #ask; // () => {review, text: final text, options}
  #on;
  #stored = null; // {id, expires, text, options}: the draft as the service has it
  #reviewed = ""; // what was decided when it was stored, as JSON
  #held = false; // whether the draft was stored before it came here
  #once = new Map(); // marks of what was sent, by what was sent
  #busy = false;

  /** on.finished(), on.announce(words), on.troubled(problem), on.fresh(): somebody wants a new text.
      on.forgotten(): what was stored is deleted. on.next(), on.more: the next draft that waits. */
  constructor({ service, about, ask, on }) {
    this.#service = service;
    this.#about = about;
    this.#ask = ask;
    this.#on = on;
    const wanted = byId("storing");
    wanted.checked = setting("storing") !== "no";
    wanted.addEventListener("change", () => {
      keep("storing", wanted.checked ? "yes" : "no");
      this.show();
    });
    byId("finish").addEventListener("click", () => this.#finish());
    byId("forget").addEventListener("click", () => this.#forget());
    byId("fresh").addEventListener("click", () => this.#on.fresh());
    byId("next").addEventListener("click", () => this.#on.next());
  }

  /** Say what will be stored, or was. */
  show() {
    const { review, text } = this.#ask();
    const possible = this.#about.storing;
    const wanted = this.#held || byId("storing").checked;
    const done = this.#stored !== null && this.#reviewed === this.#decided();
    byId("finish-choice").hidden = !possible || done || this.#held;
    byId("finish-done").hidden = !done;
    byId("finish").hidden = !possible || done;
    byId("forget").hidden = this.#stored === null;
    byId("fresh").hidden = !done;
    byId("next").hidden = !done || !this.#on.more();
    byId("finish").disabled = !wanted || !text.trim() || this.#busy;
    const days = this.#about.retention_days;
    byId("finish-what").textContent = !possible
      ? say("finish.never")
      : this.#held
        ? say("finish.stored")
        : !wanted
          ? say("finish.not-wanted")
          : days === null
          ? say("finish.what-for-ever")
          : say("finish.what", { n: days });
    const open = review.withVerdict(null).length;
    byId("finish-open").textContent =
      possible && wanted && !done && open ? say("finish.open", { n: open }) : "";
    if (done) byId("finish-done").textContent = this.#doneWords();
  }

  /** The text is that of this draft, which is stored already. */
  hold(draft) {
    this.#stored = { same: null, draft, id: draft.id, expires: draft.expires_at };
    this.#reviewed = "";
    this.#held = true;
  }

  /** The text is another one from now on. */
  leave() {
    this.#stored = null;
    this.#held = false;
    this.#once.clear();
  }

  #doneWords() {
    const { expires } = this.#stored;
    if (!expires) return say("finish.done");
    const options = { year: "numeric", month: "long", day: "numeric" };
    const date = new Date(expires).toLocaleDateString(spoken(), options);
    return say("finish.done-until", { date });
  }

  async #finish() {
    const { review, text, options } = this.#ask();
    const decided = this.#decided();
    this.#busy = true;
    this.show();
    try {
      const draft = await this.#draft(review.text, options);
      const verdicts = byEdit(draft, review);
      const body = {
        accepted: verdicts.filter(([, v]) => v === "accepted").map(([id]) => id),
        rejected: verdicts.filter(([, v]) => v === "rejected").map(([id]) => id),
        final_text: text,
      };
      const once = this.#markOf([draft.id, body]);
      await this.#patiently(() => this.#service.review(draft.id, body, once));
      this.#reviewed = decided;
      this.#on.announce(say("finish.done"));
      this.#on.finished();
    } catch (problem) {
      if (problem.kind === "gone") this.leave();
      this.#on.troubled(problem);
    }
    this.#busy = false;
    this.show();
    const onward = [byId("next"), byId("fresh")].find((button) => !button.hidden);
    onward?.focus();
  }

  /** The draft as stored: the one that is there already, if neither text nor options changed. */
  async #draft(text, options) {
    const same = JSON.stringify([text, options]);
    if (!this.#held && this.#stored?.same !== same) {
      const once = this.#markOf([text, options]);
      const draft = await this.#patiently(() => this.#service.store(text, options, once));
      this.#stored = { same, draft, id: draft.id, expires: draft.expires_at };
    }
    return this.#stored.draft;
  }

  async #forget() {
    try {
      await this.#service.remove(this.#stored.id);
    } catch (problem) {
      if (problem.kind !== "gone") return this.#on.troubled(problem);
    }
    this.leave();
    this.#on.announce(say("finish.forgotten"));
    this.show();
    byId("finish").focus();
    this.#on.forgotten();
  }

  async #patiently(send) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send();
      } catch (problem) {
        if (problem.kind !== "busy" || attempt === ATTEMPTS) throw problem;
        this.#on.troubled(problem);
        await new Promise((resolve) => setTimeout(resolve, problem.seconds * 1000));
      }
    }
  }

  #markOf(sent) {
    const what = JSON.stringify(sent);
    if (!this.#once.has(what)) this.#once.set(what, mark());
    return this.#once.get(what);
  }

  #decided() {
    const { review, text, options } = this.#ask();
    const verdicts = review.edits.map(({ start, end, verdict }) => [start, end, verdict]);
    return JSON.stringify([review.text, text, options, verdicts]);
  }
}

/** [id, verdict] of every edit of the stored draft that was decided on here. */
function byEdit(draft, review) {
  const key = ({ start, end, before, after }) => JSON.stringify([start, end, before, after]);
  const verdicts = new Map(review.edits.map((edit) => [key(edit), edit.verdict]));
  return inUnits(draft.text, draft.correction.edits).map((edit) => [
    edit.id,
    verdicts.get(key(edit)) ?? null,
  ]);
}
