// A tour whose words came with the seed: what to do, as whom, where. It types for the reader, and sends nothing.

import { h, once } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { language, said, t } from "./words.js";

const KEY = "guide-step";

export class Guide {
  // acts: go(person, place, typed)
  constructor(acts) {
    this.acts = acts;
    this.at = Number(sessionStorage.getItem(KEY) ?? 0);
  }

  title() {
    return t("Guide");
  }

  make(node) {
    this.node = node;
    node.mark = "";
  }

  show(state) {
    const steps = state.about.guide;
    this.at = Math.max(0, Math.min(this.at, steps.length - 1));
    const step = steps[this.at];
    once(this.node, [steps, this.at, language()], () => h("div", { class: "guide" },
      h("ol", { class: "steps", "aria-label": t("Steps") }, steps.map((one, index) => h("li", {},
        h("button", { type: "button", class: "quiet", "aria-current": index === this.at ? "step" : null, onclick: () => this.turn(index - this.at, state) }, `${index + 1}. ${said(one.title)}`)))),
      h("section", { class: "step", "aria-live": "polite" },
        h("h3", {}, said(step.title)), h("p", {}, mrkdwn(said(step.text ?? ""), state.who())),
        h("div", { class: "buttons" },
          step.as || step.in ? h("button", { type: "button", class: "primary", onclick: () => this.acts.go(step.as, step.in, said(step.type)) }, this.wayWords(step, state)) : null,
          h("button", { type: "button", disabled: this.at === 0, onclick: () => this.turn(-1, state) }, t("Back")),
          h("button", { type: "button", disabled: this.at === steps.length - 1, onclick: () => this.turn(1, state) }, t("Next")))),
    ));
  }

  wayWords(step, state) {
    const person = state.about.people.find((one) => [one.id, one.name].includes(step.as));
    return person ? t("Become {name} and go there", { name: person.real_name || person.name }) : t("Go there");
  }

  turn(by, state) {
    this.at += by;
    sessionStorage.setItem(KEY, String(this.at));
    this.show(state);
    fillFocus(this.node);
  }
}

function fillFocus(node) {
  node.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest" });
  (node.querySelector(".step .primary") ?? node.querySelector(".step button"))?.focus();
}

