// Weather: faults wished for on calls and deliveries, how often, how likely; and what is in force.

import { get, remove, post } from "./api.js";
import { fill, h } from "./dom.js";
import { t } from "./words.js";

const DELIVERIES = ["delivery", "event", "message", "command", "block_actions", "view_submission"];
const SECONDS = ["delay", "late_accept", "reorder", "cut_before", "cut_after"];

export class Faults {
  // acts: notice(words)
  constructor(acts) {
    this.acts = acts;
  }

  title() {
    return t("Faults");
  }

  make(node) {
    this.on = h("select", { onchange: () => this.offer() });
    this.fault = h("select", { onchange: () => this.offer(false) });
    this.times = h("input", { type: "number", min: "1", value: "1", placeholder: t("always") });
    this.chance = h("input", { type: "number", min: "1", max: "100", value: "100" });
    this.seconds = h("input", { type: "number", min: "0", max: "30", step: "0.5", value: "2" });
    this.told = h("p", { class: "hint", id: "fault-words" });
    this.list = h("ul", { class: "fault-list", "aria-label": t("In force") });
    this.waits = h("label", {}, t("Seconds"), this.seconds);
    const form = h("form", { class: "fault-form" },
      h("label", {}, t("On"), this.on), h("label", {}, t("What"), this.fault), h("label", {}, t("How often"), this.times),
      h("label", {}, t("Chance in %"), this.chance), this.waits, h("button", { type: "submit", class: "primary" }, t("Inject")));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.wish(); });
    node.append(form, this.told, this.list, h("div", { class: "buttons start" },
      h("button", { type: "button", onclick: () => this.clear() }, t("Clear all"))));
  }

  async show() {
    const { faults, possible } = await get("/faults");
    if (!this.possible) {
      this.possible = possible;
    }
    if (!this.on.options.length) {
      fill(this.on, h("optgroup", { label: t("Calls of the app") }, ["*", ...possible.methods].map((name) => h("option", { value: name }, name === "*" ? t("every call") : name))),
        h("optgroup", { label: t("Deliveries to the app") }, DELIVERIES.map((name) => h("option", { value: name }, name === "delivery" ? t("every delivery") : name))));
      this.offer();
    }
    fill(this.list, faults.length ? faults.map((one) => h("li", {}, h("code", {}, one.on), ` ${one.fault} `,
      h("span", { class: "hint" }, [one.times === null ? t("always") : t("{n} more times", { n: one.times }), `${Math.round(one.chance * 100)} %`, t("struck {n} times", { n: one.struck })].join(" · "))))
      : h("li", { class: "hint" }, t("No faults: fair weather.")));
  }

  get choices() {
    return DELIVERIES.includes(this.on.value) ? this.possible.deliveries : this.possible.calls;
  }

  offer(isNew = true) {
    if (isNew) fill(this.fault, Object.keys(this.choices).map((name) => h("option", { value: name }, name)));
    const words = (this.choices[this.fault.value] ?? "").split("`");
    fill(this.told, words.map((part, number) => (number % 2 ? h("code", {}, part) : part)));
    this.waits.hidden = !SECONDS.includes(this.fault.value);
  }

  async wish() {
    const body = { on: this.on.value, fault: this.fault.value, times: this.times.value ? Number(this.times.value) : null, chance: Number(this.chance.value || 100) / 100 };
    if (SECONDS.includes(body.fault)) body.seconds = Number(this.seconds.value || 0);
    try {
      await post("/faults", body);
      await this.show();
    } catch (error) {
      this.acts.notice(error.message);
    }
  }

  async clear() {
    await remove("/faults");
    await this.show();
  }
}
