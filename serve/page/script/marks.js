/* How an edit is marked within a text: a colour and an underline of its kind, and the signs of
   proof-readers for spaces, ∨ to put one in and a bow to close up. */

import { element } from "./element.js";

/** A mark around `text`, what the edit shows of itself here. */
export function marked(edit, text, current = false) {
  const classes = ["mark", edit.kind, edit.verdict ?? "open"];
  if (current) classes.push("current");
  if (!edit.before && !edit.after.trim()) classes.push("split");
  else if (!edit.before) classes.push("missing");
  else if (!edit.after && !edit.before.trim()) classes.push("close");
  return element("mark", { class: classes.join(" "), "data-edit": edit.id }, text);
}
