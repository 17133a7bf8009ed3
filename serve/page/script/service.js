/* The service over HTTP: one method a route, and problems by what can be done about them.
   The key stays in this tab and goes out in a header, never in an address. */

import { keepInTab, settingOfTab } from "./settings.js";

/** Why there is no answer. kind: "offline", "busy" (after `seconds`), "key", "refused", "gone" or
    "fault". */
export class Problem extends Error {
  constructor(kind, { status = 0, seconds = 0 } = {}) {
    super(`${kind} ${status}`);
    this.kind = kind;
    this.status = status;
    this.seconds = seconds;
  }
}

export class Service {
  /** What /v1/service tells. */
  about() {
    return this.#ask("GET", "v1/service");
  }

  /** The correction of one text, explained. */
  async correct(text, options, signal) {
    const answer = await this.#ask("POST", "v1/correct", {
      body: { text: whole(text), explain: true, ...options },
      signal,
    });
    return { ...answer.corrections[0], model: answer.model };
  }

  /** Store a draft. `once`: a mark of this very draft; sent twice, it is stored once. */
  store(text, options, once) {
    return this.#ask("POST", "v1/drafts", { body: { text: whole(text), ...options }, once });
  }

  /** A stored draft with its edits. */
  draft(id) {
    return this.#ask("GET", `v1/drafts/${encodeURIComponent(id)}`);
  }

  /** The drafts that wait for a review, behind the place `after`: {drafts, next}. */
  waiting(after = null) {
    const behind = after === null ? "" : `&after=${encodeURIComponent(after)}`;
    return this.#ask("GET", `v1/drafts?reviewed=false&limit=10${behind}`);
  }

  review(id, review, once) {
    const body = { ...review, final_text: whole(review.final_text) };
    return this.#ask("POST", `v1/drafts/${encodeURIComponent(id)}/review`, { body, once });
  }

  remove(id) {
    return this.#ask("DELETE", `v1/drafts/${encodeURIComponent(id)}`);
  }

  /** Both accuracies since a day (2026-11-21), or since ever. */
  accuracy(since) {
    return this.#ask("GET", since ? `v1/accuracy?since=${since}` : "v1/accuracy");
  }

  async terms() {
    return (await this.#ask("GET", "v1/dictionary")).terms;
  }

  async addTerm(term) {
    return (await this.#ask("POST", "v1/dictionary", { body: { terms: [whole(term)] } })).terms;
  }

  removeTerm(id) {
    return this.#ask("DELETE", `v1/dictionary/${encodeURIComponent(id)}`);
  }

  get key() {
    return settingOfTab("key");
  }

  set key(key) {
    keepInTab("key", key);
  }

  async #ask(method, path, { body, signal, once } = {}) {
    const headers = { Accept: "application/json" };
    const { key } = this;
    if (key) headers.Authorization = `Bearer ${key}`;
    if (body) headers["Content-Type"] = "application/json";
    if (once) headers["Idempotency-Key"] = once;
    let answer;
    try {
      answer = await fetch(path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal,
        cache: "no-store",
        credentials: "omit",
      });
      if (answer.ok) return answer.status === 204 ? null : await answer.json();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem("offline");
    }
    // Somebody has typed another key since: what the old one was refused says nothing of it.
    if (answer.status === 401 && this.key !== key) {
      return this.#ask(method, path, { body, signal, once });
    }
    throw problem(answer);
  }
}

function problem(answer) {
  const { status } = answer;
  if (status === 429 || status === 503) {
    const seconds = Math.max(1, Number(answer.headers.get("Retry-After")) || 1);
    return new Problem("busy", { status, seconds });
  }
  if (status === 401) return new Problem("key", { status });
  if (status === 404 || status === 410) return new Problem("gone", { status });
  return new Problem(status < 500 ? "refused" : "fault", { status });
}

/** A mark that nobody else makes; not crypto.randomUUID, which plain http has only on localhost. */
export function mark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `text` with half characters, which JSON cannot carry, replaced; no place moves. */
function whole(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
