/* Days put together to stretches that have enough texts to say something: days, then weeks, then four
   weeks, the longer the time. Shares come with their n and an interval. Knows no element. */

const DAY = 86_400_000;
const STEPS = [
  { most: 14, days: 1 },
  { most: 182, days: 7 },
  { most: Infinity, days: 28 },
];
const Z = 1.959963984540054; // 95 %

/** Stretches of days, in order: {from, to, typo: {right, n}, clean: {right, n}}, days as in byDay. */
export function periods(byDay) {
  const days = Object.keys(byDay).sort();
  if (!days.length) return [];
  const last = Date.parse(days[days.length - 1]);
  const back = (day) => Math.round((last - Date.parse(day)) / DAY); // from the last day
  const step = STEPS.find(({ most }) => back(days[0]) < most).days;
  const stretches = new Map();
  for (const day of days) {
    const number = Math.floor(back(day) / step);
    const stretch = stretches.get(number) ?? begun(last - number * step * DAY, step);
    stretch.typo.right += byDay[day].corrected;
    stretch.typo.n += byDay[day].n_typo;
    stretch.clean.right += byDay[day].n_clean - byDay[day].overcorrected;
    stretch.clean.n += byDay[day].n_clean;
    stretches.set(number, stretch);
  }
  return [...stretches.values()];
}

function begun(end, step) {
  const written = (time) => new Date(time).toISOString().slice(0, 10);
  return {
    from: written(end - (step - 1) * DAY),
    to: written(end),
    typo: { right: 0, n: 0 },
    clean: { right: 0, n: 0 },
  };
}

/** The 95 % interval of Wilson (1927) around right / n; n > 0. */
export function wilson({ right, n }) {
  const share = right / n;
  const middle = share + (Z * Z) / (2 * n);
  const reach = Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  const whole = 1 + (Z * Z) / n;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}
