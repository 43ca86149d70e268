// Elements that are clicked or chosen from, and pictures.

import { h } from "./dom.js";
import { FIELDS, initialOf } from "./fields.js";
import { confirmed, menu } from "./menus.js";
import { link, plain } from "./mrkdwn.js";
import { t } from "./words.js";

const OWN_FILE = /\/files-pri\/[^/]+-([A-Z0-9]+)\//;

// Pictures that were uploaded here are shown. Nothing is fetched from other places: theirs are links.
export function picture(image) {
  const url = image.image_url ?? image.slack_file?.url ?? "";
  const own = image.slack_file?.id ?? OWN_FILE.exec(url)?.[1];
  if (own) return shownFile(own, image.alt_text);
  if (url.startsWith("data:image/")) return h("img", { src: url, alt: image.alt_text });
  return h("span", { class: "picture" }, url ? link(url, image.alt_text) : image.alt_text);
}

export function shownFile(id, alt) {
  const address = `/control/files/${encodeURIComponent(id)}`;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", class: "shown-file" }, h("img", { src: address, alt: alt ?? "", loading: "lazy" }));
}

export function element(one, block, context) {
  switch (one.type) {
    case "image": return picture(one);
    case "button":
    case "workflow_button": return button(one, block, context);
    case "icon_button": return pressed([one.icon === "trash" ? "🗑 " : "", one.text.text], one.accessibility_label, one, block, context);
    case "feedback_buttons": return h("span", { class: "feedback" }, [["positive_button", "👍 "], ["negative_button", "👎 "]].map(([side, sign]) =>
      pressed([sign, one[side].text.text], one[side].accessibility_label, one, block, context, { value: one[side].value })));
    case "overflow": return menu("⋯", t("More"), () => one.options.map((option) =>
      [plain(option.text.text), () => overflowed(one, option, block, context)]), "overflow");
    default: return FIELDS[one.type] ? chooser(one, block, context) : h("span", { class: "unknown" }, `[${one.type}]`);
  }
}

function overflowed(one, option, block, context) {
  if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
  return ask(one, block, context, { value: option.value });
}

async function ask(one, block, context, chosen) {
  if (one.confirm && !(await confirmed(one.confirm, context.who))) return false;
  await context.click(block, one, chosen);
  return true;
}

function button(one, block, context) {
  const node = pressed(plain(one.text.text), one.accessibility_label, one, block, context);
  node.classList.add("button");
  if (one.style) node.classList.add(one.style);
  return node;
}

function pressed(words, title, one, block, context, chosen = {}) {
  const node = h("button", { type: "button", "aria-label": title, title, "data-action": one.action_id }, words);
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy")) return;
    node.setAttribute("aria-busy", "true");
    node.setAttribute("aria-disabled", "true");
    if (one.url) window.open(one.url, "_blank", "noopener,noreferrer");
    try {
      await ask(one, block, context, chosen);
    } finally {
      node.removeAttribute("aria-busy");
      node.removeAttribute("aria-disabled");
    }
  });
  return node;
}

// A menu or picker that acts at once: on messages, on Home, and outside the inputs of a form.
function chooser(one, block, context) {
  const start = context.held?.(block, one) ?? initialOf(one);
  const widget = FIELDS[one.type](one, start, {
    who: context.who,
    edited: () => {},
    changed: () => ask(one, block, context, { value: widget.value() }),
    entered: () => ask(one, block, context, { value: widget.value() }),
    suggest: (typed) => context.suggest(block, one, typed),
    upload: context.upload,
  });
  (widget.control ?? widget.node).setAttribute("aria-label", one.placeholder?.text ?? block.text?.text ?? t("Choose…"));
  if (one.focus_on_load) widget.control?.setAttribute("autofocus", "");
  return widget.node;
}
