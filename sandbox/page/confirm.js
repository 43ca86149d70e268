// Slack's confirmation dialog.

import { h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

export function confirmed(confirm, who) {
  return new Promise((resolve) => {
    const done = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    const dialog = h("dialog", { class: "confirm" },
      h("h2", {}, confirm.title.text),
      h("p", {}, textObject(confirm.text, who)),
      h("div", { class: "buttons" },
        h("button", { type: "button", onclick: () => done(false) }, confirm.deny.text),
        h("button", { type: "button", class: confirm.style ?? "primary", onclick: () => done(true) }, confirm.confirm.text)));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); done(false); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
