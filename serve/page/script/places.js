/* Places in texts: code points, as the service counts, and UTF-16 units, as a browser does; where
   two versions of a text differ; where words begin and end. Knows no element and no edit. */

/** Edits whose start and end are code points of `text`, in UTF-16 units instead; in order. */
export function inUnits(text, edits) {
  let unit = 0;
  let point = 0;
  const unitAt = (wanted) => {
    for (; point < wanted && unit < text.length; point += 1) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
    }
    return unit;
  };
  return edits.map((edit) => ({ ...edit, start: unitAt(edit.start), end: unitAt(edit.end) }));
}

/** How many code points a text has. */
export function points(text) {
  let pairs = 0;
  for (let at = 0; at + 1 < text.length; at += 1) {
    if (text.codePointAt(at) > 0xffff) {
      pairs += 1;
      at += 1;
    }
  }
  return text.length - pairs;
}

/** The one stretch in which `after` differs from `before`: before[start..end] became `put`. */
export function difference(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (
    tail < most - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  return { start, end: before.length - tail, put: after.slice(start, after.length - tail) };
}

/** What `ours` and `theirs` both made of `base`, or null where they touch the same stretch. */
export function merged(base, ours, theirs) {
  if (ours === base) return theirs;
  if (theirs === base) return ours;
  const changes = [difference(base, ours), difference(base, theirs)];
  const [first, second] = changes.sort((a, b) => a.start - b.start || a.end - b.end);
  const apart =
    first.end < second.start || (first.end === second.start && first.start < second.end);
  if (!apart) return null;
  return (
    base.slice(0, first.start) +
    first.put +
    base.slice(first.end, second.start) +
    second.put +
    base.slice(second.end)
  );
}

/** The words that text[start..end] lies in, from space to space: where they start and end. */
export function wordsAround(text, start, end) {
  while (start > 0 && !/\s/.test(text[start - 1])) start -= 1;
  while (end < text.length && !/\s/.test(text[end])) end += 1;
  return { start, end };
}

/** `word` without the punctuation around it. */
export function bare(word) {
  return word.replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, "");
}
