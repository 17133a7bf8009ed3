/* Both accuracies by day as a drawing: a line with rings and a dashed line with squares, the larger
   the more texts. The scale is always 0 to 100 %. A day without texts of a sort has no point. */

import { drawn } from "./element.js";

const WIDTH = 320;
const HEIGHT = 168;
const LEFT = 44;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 24;

/** series: [{name, points: [{day, share, n, words}]}], days in order; dates: how to write a day. */
export function chart(series, label, writeDay) {
  const days = series.flatMap((each) => each.points.map((point) => point.day)).sort();
  const [first, last] = [Date.parse(days[0]), Date.parse(days[days.length - 1])];
  const x = (day) => {
    const share = last > first ? (Date.parse(day) - first) / (last - first) : 0.5;
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  };
  const y = (share) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  return drawn(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, class: "chart" },
    ...grid(y),
    ...ends(days, writeDay),
    ...series.flatMap((each) => line(each, x, y)),
  );
}

function grid(y) {
  return [0, 0.5, 1].flatMap((share) => [
    drawn("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share), class: "grid" }),
    drawn("text", { x: LEFT - 9, y: y(share) + 4, class: "tick end" }, `${share * 100}%`),
  ]);
}

function ends(days, writeDay) {
  const [first, last] = [days[0], days[days.length - 1]];
  const text = (x, place, day) =>
    drawn("text", { x, y: HEIGHT - 6, class: `tick ${place}` }, writeDay(day));
  if (first === last) return [text((LEFT + WIDTH - RIGHT) / 2, "middle", first)];
  return [text(LEFT, "start", first), text(WIDTH - RIGHT, "end", last)];
}

function line({ name, points }, x, y) {
  const known = points.filter((point) => point.share !== null);
  const path = known.map((point, i) => `${i ? "L" : "M"}${x(point.day)} ${y(point.share)}`);
  return [
    drawn("path", { d: path.join(""), class: `line ${name}` }),
    ...known.map((point) => dot(name, x(point.day), y(point.share), point)),
  ];
}

function dot(name, x, y, { n, words }) {
  const r = Math.min(5, 1.6 + Math.sqrt(n) / 2.5);
  const shape =
    name === "typo"
      ? drawn("circle", { cx: x, cy: y, r, class: `dot ${name}` })
      : drawn("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, class: `dot ${name}` });
  shape.append(drawn("title", {}, words));
  return shape;
}
