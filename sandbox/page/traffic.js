// What goes over the wire between the workspace and the app. What was refused or failed stands out.

import { get } from "./api.js";
import { clockTime } from "./dates.js";
import { h, sync } from "./dom.js";
import { language, t } from "./words.js";

const KEPT = 300;

export class Traffic {
  constructor() {
    this.entries = new Map();
    this.asking = null;
    this.seen = null; // the newest entry when the page opened: earlier ones raise no alarm
    this.onlyRefused = false;
  }

  title() {
    return t("Traffic with the app");
  }

  extras() {
    const box = h("input", { type: "checkbox", onchange: () => { this.onlyRefused = box.checked; this.draw(); } });
    box.checked = this.onlyRefused;
    return h("label", { class: "choice" }, box, t("Only what was refused"));
  }

  make(node) {
    this.node = h("ol", { class: "traffic scroll", tabindex: "0", "aria-label": this.title() });
    node.append(this.node);
  }

  async refresh(last) {
    if (this.asking) return;
    this.seen ??= last;
    const open = [...this.entries.values()].filter(isOpen).map((one) => one.n);
    const newest = Math.max(0, ...this.entries.keys());
    const since = Math.max(last - KEPT, open.length ? Math.min(...open) - 1 : newest || this.seen - 1, 0);
    try {
      this.asking = get(`/traffic?since=${since}`);
      for (const entry of (await this.asking).traffic) this.entries.set(entry.n, entry);
    } finally {
      this.asking = null;
    }
    for (const n of this.entries.keys()) if (n <= last - KEPT) this.entries.delete(n);
  }

  get refused() {
    return [...this.entries.values()].filter((one) => one.n > (this.seen ?? 0) && isRefused(one)).length;
  }

  async show(state) {
    await this.refresh(state.traffic);
    this.reader = state.who().reader;
    this.draw();
  }

  draw() {
    const shown = [...this.entries.values()].filter((one) => !this.onlyRefused || isRefused(one)).sort((one, other) => other.n - one.n);
    sync(this.node, shown.map((one) => ({ ...one, language: language() })), (one) => one.n, (one) => row(one, this.reader));
  }
}

function isOpen(one) {
  return one.status === null && !one.fault && one.reason == null && one.error == null;
}

export function isRefused(one) {
  if (one.kind === "call") return one.answer?.ok === false || one.status >= 400 || Boolean(one.fault);
  return Boolean(one.error || one.reason || one.fault) || one.status >= 400;
}

function row(one, reader) {
  const isCall = one.kind === "call";
  const name = isCall ? one.method : one.of ?? one.kind;
  const verdict = outcome(one);
  return h("li", { class: `${one.kind}${isRefused(one) ? " refused" : ""}` }, h("details", {},
    h("summary", {}, h("time", {}, clockTime(one.at, reader)),
      h("span", { class: "way", role: "img", "aria-label": isCall ? t("from the app") : t("to the app") }, isCall ? "←" : "→"),
      h("code", {}, name), h("span", { class: "verdict" }, verdict),
      one.seconds ? h("span", { class: "hint" }, `${Math.round(one.seconds * 1000)} ms`) : null, h("span", { class: "hint gist" }, gist(one))),
    h("pre", { tabindex: "0" }, JSON.stringify(isCall ? { args: one.args, answer: one.answer } : { ...one, language: undefined }, null, 2))));
}

function outcome(one) {
  const parts = [one.status, one.kind === "call" && one.answer?.ok === false ? one.answer.error : null, one.error, one.reason, one.fault ? `⚡ ${one.fault}` : null, one.retry ? `↻ ${one.retry}` : null];
  return parts.filter(Boolean).join(" ") || "…";
}

function gist(one) {
  const { args, payload } = one;
  const said = args?.text ?? payload?.text ?? payload?.event?.text ?? payload?.actions?.[0]?.action_id ?? payload?.view?.callback_id ?? "";
  return [args?.channel, typeof said === "string" ? said.slice(0, 120) : ""].filter(Boolean).join(" · ");
}
