// Slack's date tokens: <!date^1700000000^{date_short_pretty} at {time}^link|fallback>

const DAY = 86400;

let ahead = 0;

// The workspace's clock may go ahead of the browser's.
export function setNow(seconds) {
  ahead = seconds - Date.now() / 1000;
}

export function now() {
  return Date.now() / 1000 + ahead;
}

export function clockTime(seconds, person) {
  return new Intl.DateTimeFormat(person.locale, { hour: "numeric", minute: "2-digit", timeZone: person.tz })
    .format(seconds * 1000);
}

export function fullTime(seconds, person) {
  return new Intl.DateTimeFormat(person.locale, { dateStyle: "full", timeStyle: "medium", timeZone: person.tz })
    .format(seconds * 1000);
}

export function deskTime(seconds, person) {
  return day(seconds, person, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
}

export function dayName(seconds, person) {
  const words = pretty(seconds, person, { weekday: "long", day: "numeric", month: "long" });
  return words[0].toLocaleUpperCase(person.locale) + words.slice(1);
}

// When, as short as it can be said.
export function soon(seconds, person) {
  const isToday = dayNumber(seconds, person) === dayNumber(now(), person);
  return isToday ? clockTime(seconds, person) : day(seconds, person, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
}

function day(seconds, person, options) {
  return new Intl.DateTimeFormat(person.locale, { ...options, timeZone: person.tz }).format(seconds * 1000);
}

// A calendar date in the person's zone, as a number of days.
export function dayNumber(seconds, person) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: person.tz }).format(seconds * 1000);
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / 1000 / DAY);
}

function pretty(seconds, person, options) {
  const away = dayNumber(seconds, person) - dayNumber(now(), person);
  if (Math.abs(away) <= 1) {
    return new Intl.RelativeTimeFormat(person.locale, { numeric: "auto" }).format(away, "day");
  }
  return day(seconds, person, options);
}

function ago(seconds, person) {
  const format = new Intl.RelativeTimeFormat(person.locale, { numeric: "auto" });
  const away = seconds - now();
  for (const [unit, size] of [["day", DAY], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(away) >= size) return format.format(Math.round(away / size), unit);
  }
  return format.format(Math.round(away), "second");
}

const LONG = { weekday: "long", year: "numeric", month: "long", day: "numeric" };
const MIDDLE = { year: "numeric", month: "long", day: "numeric" };
const SHORT = { year: "numeric", month: "short", day: "numeric" };

const TOKENS = {
  date_num: (at, person) => new Intl.DateTimeFormat("en-CA", { timeZone: person.tz }).format(at * 1000),
  date_slash: (at, person) => day(at, person, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (at, person) => day(at, person, MIDDLE),
  date_short: (at, person) => day(at, person, SHORT),
  date_long: (at, person) => day(at, person, LONG),
  date_pretty: (at, person) => pretty(at, person, MIDDLE),
  date_short_pretty: (at, person) => pretty(at, person, SHORT),
  date_long_pretty: (at, person) => pretty(at, person, LONG),
  day_divider_pretty: (at, person) => pretty(at, person, LONG),
  time: clockTime,
  time_secs: (at, person) => day(at, person, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

export function tokenDate(seconds, format, person) {
  return format.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(seconds, person) ?? whole);
}

// What <input type=datetime-local> shows, and back, in the person's zone, whatever the browser's is.
export function localInput(seconds, person) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-CA", {
    timeZone: person.tz, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

// An hour that the clocks skip becomes the one after it.
export function fromLocalInput(value, person) {
  if (!value) return null;
  const wall = Date.parse(`${value}Z`) / 1000;
  const wallOf = (seconds) => Date.parse(`${localInput(seconds, person)}Z`) / 1000;
  let at = wall;
  for (let turn = 0; turn < 2; turn += 1) at += wall - wallOf(at);
  return at;
}
