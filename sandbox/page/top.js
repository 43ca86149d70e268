// The bar above: who one is, in which language, what time it is, and the tools.

import { deskTime, now } from "./dates.js";
import { fill, h, once } from "./dom.js";
import { language, t } from "./words.js";

export const SPANS = [[1800, "+30 min"], [14400, "+4 h"], [86400, "+1 day"]];
const LOCALES = [["en-US", "English"], ["zh-CN", "简体中文"], ["zh-TW", "繁體中文"]];

// acts: become(person), speak(locale), turn(seconds), tool(name), sidebar()
export class Top {
  constructor(node, acts) {
    this.node = node;
    this.acts = acts;
    setInterval(() => this.tick(), 1000);
  }

  show(state) {
    this.state = state;
    const { about } = state;
    const people = about.people.filter((one) => !one.is_bot && one.id !== "USLACKBOT").map((one) => [one.id, this.words(one), one.deleted]);
    const me = about.people.find((one) => one.id === state.me);
    const turning = Boolean(state.turning);
    once(this.node, [about.workspace.name, language(), Boolean(about.app.clock_url), about.guide.length > 0], () => this.bar(about));
    once(this.people, people, () => people.map(([value, words, gone]) => h("option", { value, disabled: gone }, words)));
    this.people.value = state.me;
    const locales = localesFor(me.locale);
    once(this.locales, locales, () => locales.map(([value, words]) => h("option", { value }, words)));
    this.locales.value = me.locale;
    for (const button of this.clock.querySelectorAll("button")) button.disabled = turning;
    this.clock.setAttribute("aria-busy", String(turning));
    for (const button of this.node.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset.tool === state.tool));
    this.alarm.hidden = !state.refused;
    this.alarm.textContent = String(state.refused);
    this.me = me;
    this.tick();
  }

  // Somebody to whom the app has written something new carries a dot.
  words(person) {
    const notes = [person.title, person.guest !== "none" ? t("guest") : "", person.deleted ? t("deactivated") : ""].filter(Boolean);
    return `${this.state.awaited(person.id) ? "● " : ""}${person.real_name || person.name}${notes.length ? ` – ${notes.join(", ")}` : ""}`;
  }

  bar(about) {
    const tool = (name, words, more = null) => h("button", { type: "button", "data-tool": name, "aria-pressed": "false", onclick: () => this.acts.tool(name) }, words, more);
    this.people = h("select", { id: "me", onchange: () => this.acts.become(this.people.value) });
    this.locales = h("select", { id: "locale", onchange: () => this.acts.speak(this.locales.value) });
    this.time = h("time", { id: "now" });
    this.alarm = h("span", { class: "alarm", hidden: true });
    this.clock = h("span", { id: "clock", role: "group", "aria-label": t("Clock") }, h("span", { class: "unseen" }, t("Now"), " "), this.time,
      about.app.clock_url ? SPANS.map(([seconds, words]) => h("button", { type: "button", "data-seconds": String(seconds), onclick: () => this.acts.turn(seconds) }, t(words))) : null);
    fill(this.locales);
    return [
      h("button", { type: "button", id: "conversations", class: "narrow-only", "aria-label": t("Conversations"), onclick: () => this.acts.sidebar() }, "☰"),
      h("strong", { id: "workspace" }, about.workspace.name),
      h("label", {}, h("span", { class: "word" }, t("Acting as")), this.people),
      h("label", {}, h("span", { class: "word" }, t("Language")), this.locales),
      h("span", { class: "space" }), this.clock,
      h("span", { id: "tools", role: "group", "aria-label": t("Tools") },
        about.guide.length ? tool("guide", t("Guide")) : null,
        tool("happenings", t("What happened")), tool("traffic", t("Traffic"), this.alarm), tool("faults", t("Faults"))),
    ];
  }

  tick() {
    if (!this.time || !this.me) return;
    const seconds = now();
    const words = deskTime(seconds, { tz: this.me.tz, locale: language() });
    if (this.time.textContent !== words) this.time.textContent = words;
    this.time.title = this.me.tz;
    this.time.dateTime = new Date(seconds * 1000).toISOString();
  }
}

// The three that are offered; another one's own in addition, or another English in place of the American one.
function localesFor(locale) {
  if (LOCALES.some(([value]) => value === locale)) return LOCALES;
  if (locale.startsWith("en-")) return [[locale, "English"], ...LOCALES.slice(1)];
  return [[locale, localeName(locale)], ...LOCALES];
}

function localeName(locale) {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(new Intl.Locale(locale).language);
  } catch {
    return locale;
  }
}
