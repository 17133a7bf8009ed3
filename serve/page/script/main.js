/* The page: puts its parts together and tells each what it has to know of the others. */

import { Accuracy } from "./accuracy.js";
import { Checking } from "./checking.js";
import { Deciding } from "./deciding.js";
import { Dictionary, Unstored } from "./dictionary.js";
import { Draft } from "./draft.js";
import { byId } from "./element.js";
import { Finishing } from "./finishing.js";
import { Glance } from "./glance.js";
import { Holding } from "./holding.js";
import { KeyPrompt } from "./key.js";
import { Notices } from "./notices.js";
import { inUnits, points } from "./places.js";
import { Result } from "./result.js";
import { Review } from "./review.js";
import { Service } from "./service.js";
import { Suggestions } from "./suggestions.js";
import { Sureness } from "./sureness.js";
import { Waiting } from "./waiting.js";
import { choose, readWords, say, spoken, whenSpoken } from "./words.js";

const AWAY = 3000; // ms until the service is asked again what it is
const UNKNOWN = { storing: false, keys: false, retention_days: null, limits: {} };

await readWords();

const service = new Service();
const about = { ...UNKNOWN };
const review = new Review();
const notices = new Notices({ again: () => checking.again() });
const announce = (words) => notices.announce(words);
let state = ["empty", {}];

const draft = new Draft({
  changed(text, composing) {
    review.change(text);
    checking.changed(text, composing);
    glance.hide();
    if (!text) finishing?.leave();
    show();
  },
  chosen(position) {
    const edit = review.edits.find((each) => each.start <= position && position <= each.end);
    if (!edit) return glance.hide();
    suggestions.look(edit.id);
    glance.show(edit, review.text, draft.markOf(edit.id));
  },
  left: () => glance.hide(),
});

const checking = new Checking({
  ask: (text, signal) => service.correct(text, options(), signal),
  found(text, correction) {
    review.found(inUnits(text, correction.edits));
    if (correction.model) tellModel(correction.model);
    show();
  },
  show(name, values = {}) {
    state = [name, { ...values, n: values.seconds ?? review.edits.length }];
    if (name === "long") state[1] = { n: points(draft.text), most: about.limits.characters };
    if (name === "key") keyPrompt.offer(service.key !== null);
    notices.show(...state);
  },
});

const suggestions = new Suggestions({
  decide: (...decision) => deciding.decide(...decision),
  undo: () => deciding.undo(),
  keep: (term) => dictionary?.add(term),
  leave(id) {
    const edit = review.edits.find((each) => each.id === id);
    draft.focusAt(edit?.start ?? 0, edit?.end ?? 0);
  },
  looked(id) {
    mark(id);
    draft.reveal(id);
  },
});

const deciding = new Deciding({ review, suggestions, announce, show });
const glance = new Glance({ decide: (...decision) => deciding.decide(...decision) });
const result = new Result({
  chosen: (id) => suggestions.choose(id, { focus: true }),
  announce,
  changed: () => show(),
});
const sureness = new Sureness({ changed: () => checking.again() });
const keyPrompt = new KeyPrompt({ given: useKey });
let dictionary = null;
let accuracy = null;
let finishing = null;
let waiting = null;
let holding = null;

/** What goes along with every text. */
function options() {
  const protect = dictionary?.protect ?? [];
  return { ...sureness.options, ...(protect.length ? { protect } : {}) };
}

function show() {
  suggestions.show(review, { keeping: dictionary !== null });
  mark(suggestions.current);
  const open = review.withVerdict(null).length;
  byId("suggestions-empty").hidden = review.edits.length > 0;
  byId("suggestions-empty").textContent = say(draft.text.trim() ? "list.none" : "list.start");
  byId("count").textContent = review.edits.length
    ? say("list.count", { n: review.edits.length, open })
    : "";
  byId("accept-all").disabled = byId("reject-all").disabled = open === 0;
  byId("undo").disabled = !review.undoable;
  byId("bulk").hidden = review.edits.length === 0;
  byId("clear").hidden = !draft.text || Boolean(holding?.open);
  byId("example").hidden = Boolean(draft.text || holding?.open);
  byId("length").textContent = say("draft.length", { n: points(draft.text) });
  finishing?.show();
}

function mark(current) {
  draft.show(review, current);
  result.show(review, current);
}

function tellModel({ name, version }) {
  byId("model").textContent = `${name} ${version}`;
}

function useKey(key) {
  service.key = key;
  checking.again();
  if (about.storing) {
    dictionary.load();
    accuracy.load();
    waiting.load();
  }
}

/** The stored draft that is open goes, and what was written before comes back. */
function leaveStored() {
  holding.leave();
  waiting.left();
}

function troubled(problem) {
  if (problem.kind === "key") keyPrompt.offer(service.key !== null);
  else notices.trouble(problem);
}

/** Learn what the service does, and bring up what depends on it. */
async function meet() {
  try {
    Object.assign(about, await service.about());
  } catch {
    notices.show("offline");
    setTimeout(meet, AWAY);
    return;
  }
  checking.most = about.limits.characters;
  sureness.usual = about.min_confidence;
  tellModel(about.model);
  document.body.dataset.storing = about.storing ? "yes" : "no";
  dictionary = new Dictionary({
    keeper: about.storing ? service : new Unstored(),
    changed: () => checking.again(),
    troubled,
    announce,
  });
  finishing = new Finishing({
    service,
    about,
    ask: () => ({ review, text: result.text, options: options() }),
    on: {
      announce,
      troubled,
      finished() {
        accuracy.load();
        waiting.settled();
      },
      forgotten() {
        accuracy.load();
        waiting.settled();
        if (holding.open) leaveStored();
      },
      fresh() {
        if (holding.open) return leaveStored();
        draft.put("");
        review.clear();
      },
      next: () => waiting.next(),
      more: () => waiting.more,
    },
  });
  holding = new Holding({ draft, review, checking, suggestions, finishing, show });
  waiting = new Waiting({ service, on: { opened: (stored) => holding.take(stored), troubled } });
  accuracy = new Accuracy({ service, troubled });
  byId("accuracy").hidden = !about.storing;
  byId("dictionary-where").textContent = say(`dictionary.where-${about.storing}`);
  notices.show(...state);
  show();
  checking.again(); // with what is known now; nothing below changes what is asked
  if (about.keys && !service.key) keyPrompt.offer(false);
  else if (about.storing) await Promise.all([dictionary.load(), accuracy.load(), waiting.load()]);
  else dictionary.load();
}

byId("accept-all").addEventListener("click", () => deciding.decideAll("accepted"));
byId("reject-all").addEventListener("click", () => deciding.decideAll("rejected"));
byId("undo").addEventListener("click", () => deciding.undo());
byId("clear").addEventListener("click", () => draft.put(""));
byId("close").addEventListener("click", leaveStored);
byId("example").addEventListener("click", () => draft.put(say("example")));
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => choose(button.dataset.language));
}
addEventListener("online", () => checking.again());
addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || !event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (!review.edits.length || keyPrompt.open) return;
  event.preventDefault();
  if (document.activeElement !== byId("draft")) return suggestions.step(by);
  const caret = draft.caret;
  const wanted =
    by > 0
      ? review.edits.find((edit) => edit.end >= caret)
      : review.edits.findLast((edit) => edit.start < caret);
  suggestions.choose((wanted ?? review.edits.at(by > 0 ? 0 : -1)).id, { focus: true });
});
function speakAll() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === spoken()));
  }
  sureness.show();
  notices.repeat();
  dictionary?.show();
  accuracy?.show();
  waiting?.show();
  if (dictionary) byId("dictionary-where").textContent = say(`dictionary.where-${about.storing}`);
  show();
}
whenSpoken(speakAll);
speakAll();
await meet();
