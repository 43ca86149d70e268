// Slack's date tokens: <!date^1700000000^{date_short_pretty} at {time}^link|fallback>

const DAY = 86400;

export function clockTime(seconds, person) {
  return new Intl.DateTimeFormat(person.locale, { hour: "numeric", minute: "2-digit", timeZone: person.tz })
    .format(seconds * 1000);
}

export function fullTime(seconds, person) {
  return new Intl.DateTimeFormat(person.locale, { dateStyle: "full", timeStyle: "medium", timeZone: person.tz })
    .format(seconds * 1000);
}

function day(seconds, person, options) {
  return new Intl.DateTimeFormat(person.locale, { ...options, timeZone: person.tz }).format(seconds * 1000);
}

// A calendar date in the person's zone, as a number of days.
function dayNumber(seconds, person) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: person.tz }).format(seconds * 1000);
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / 1000 / DAY);
}

function pretty(seconds, person, options) {
  const away = dayNumber(seconds, person) - dayNumber(Date.now() / 1000, person);
  if (Math.abs(away) <= 1) {
    return new Intl.RelativeTimeFormat(person.locale, { numeric: "auto" }).format(away, "day");
  }
  return day(seconds, person, options);
}

function ago(seconds, person) {
  const format = new Intl.RelativeTimeFormat(person.locale, { numeric: "auto" });
  const away = seconds - Date.now() / 1000;
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

// What <input type=datetime-local> shows, and back; in the browser's own zone, as the browser has no other.
export function localInput(seconds) {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export function fromLocalInput(value) {
  return value ? Math.round(new Date(value).getTime() / 1000) : null;
}
