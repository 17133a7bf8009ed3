/* Both accuracies over time as a drawing: a line with rings and a dashed line with squares, the larger
   the more texts, each with a bar for its interval. The scale is always 0 to 100 %. */

import { drawn } from "./element.js";

const WIDTH = 320;
const HEIGHT = 176;
const LEFT = 44;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;
const ASIDE = { typo: -2.5, clean: 2.5 }; // so that the bars of both do not cover each other

/** series: [{name, points: [{day, share, n, interval, words}]}], in order, n > 0; ends: what to
    write below the first and the last day. */
export function chart(series, label, ends) {
  const times = series.flatMap(({ points }) => points.map(({ day }) => Date.parse(day)));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (name, day) => {
    const share = last > first ? (Date.parse(day) - first) / (last - first) : 0.5;
    return LEFT + 8 + share * (WIDTH - LEFT - RIGHT - 16) + ASIDE[name];
  };
  const y = (share) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  return drawn(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, class: "chart" },
    ...grid(y),
    ...below(first === last ? ends.slice(1) : ends),
    ...series.flatMap((each) => bars(each, x, y)),
    ...series.flatMap((each) => line(each, x, y)),
  );
}

function grid(y) {
  return [0, 0.5, 1].flatMap((share) => [
    drawn("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share), class: "grid" }),
    drawn("text", { x: LEFT - 9, y: y(share) + 4, class: "tick end" }, `${share * 100}%`),
  ]);
}

function below(words) {
  const places = words.length === 1 ? ["middle"] : ["start", "end"];
  const x = { start: LEFT, middle: (LEFT + WIDTH - RIGHT) / 2, end: WIDTH - RIGHT };
  return places.map((place, i) =>
    drawn("text", { x: x[place], y: HEIGHT - 6, class: `tick ${place}` }, words[i]),
  );
}

function bars({ name, points }, x, y) {
  return points.map(({ day, interval: [low, high] }) =>
    drawn("line", {
      x1: x(name, day),
      x2: x(name, day),
      y1: y(low),
      y2: y(high),
      class: `interval ${name}`,
    }),
  );
}

function line({ name, points }, x, y) {
  const path = points.map(({ day, share }, i) => `${i ? "L" : "M"}${x(name, day)} ${y(share)}`);
  return [
    drawn("path", { d: path.join(""), class: `line ${name}` }),
    ...points.map((point) => dot(name, x(name, point.day), y(point.share), point)),
  ];
}

function dot(name, x, y, { n, words }) {
  const r = Math.min(6, 2 + Math.sqrt(n) / 2.5);
  const side = 0.9 * r;
  const shape =
    name === "typo"
      ? drawn("circle", { cx: x, cy: y, r, class: `dot ${name}` })
      : drawn("rect", {
          x: x - side,
          y: y - side,
          width: 2 * side,
          height: 2 * side,
          class: `dot ${name}`,
        });
  shape.append(drawn("title", {}, words));
  return shape;
}
