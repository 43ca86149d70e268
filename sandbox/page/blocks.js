// Blocks into nodes. `context` says where they stand, who reads them, and carries out what is clicked:
//   who, place ("message" | "modal" | "home"), click(block, element, chosen), suggest(block, element, typed),
//   upload(file), and in a form `field(block, element)`: how an input keeps its value and shows its fault.

import { h, menu } from "./dom.js";
import { FIELDS, initialOf } from "./fields.js";
import { link, plain, richText, textObject } from "./mrkdwn.js";
import { confirmed } from "./confirm.js";

export function renderBlocks(blocks, context) {
  return (blocks ?? []).map((block) => {
    const node = (RENDER[block.type] ?? unknown)(block, context);
    node.classList.add("block", `block-${block.type}`);
    return node;
  });
}

function unknown(block) {
  return h("div", { class: "unknown" }, `[${block.type}]`);
}

const RENDER = {
  section: (block, context) => h("div", {},
    h("div", { class: "grow" }, textObject(block.text, context.who),
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, textObject(field, context.who)))) : null),
    block.accessory ? element(block.accessory, block, context) : null),
  header: (block) => h("h2", {}, plain(block.text.text)),
  divider: () => h("hr"),
  context: (block, context) => h("div", {}, block.elements.map((one) =>
    one.type === "image" ? picture(one) : h("span", {}, textObject(one, context.who)))),
  actions: (block, context) => h("div", {}, block.elements.map((one) => element(one, block, context))),
  context_actions: (block, context) => h("div", {}, block.elements.map((one) => element(one, block, context))),
  image: (block) => h("figure", {}, block.title ? h("figcaption", {}, block.title.text) : null, picture(block)),
  rich_text: (block, context) => richText(block, context.who),
  markdown: (block) => h("div", { class: "words" }, block.text),
  input: (block, context) => input(block, context),
  alert: (block, context) => h("div", { class: `alert-${block.level ?? "default"}`, role: "note" }, textObject(block.text, context.who)),
  table: (block, context) => table(block, context),
  data_table: (block, context) => table(block, context, block.caption),
  card: (block, context) => h("div", {},
    block.title ? h("strong", {}, textObject(block.title, context.who)) : null,
    block.subtitle ? h("div", { class: "hint" }, textObject(block.subtitle, context.who)) : null,
    block.body ? h("div", {}, textObject(block.body, context.who)) : null,
    block.actions ? h("div", { class: "block-actions" }, block.actions.map((one) => element(one, block, context))) : null),
  carousel: (block, context) => h("div", {}, renderBlocks(block.elements, context)),
  container: (block, context) => h("section", {},
    block.rich_text_title ? richText(block.rich_text_title, context.who) : h("strong", {}, block.title.text),
    block.subtitle ? h("div", { class: "hint" }, textObject(block.subtitle, context.who)) : null,
    renderBlocks(block.child_blocks, context)),
  video: (block) => h("div", {}, link(block.video_url, block.title.text)),
};

// Nothing is fetched from other places: their pictures are shown as links.
function picture(image) {
  const url = image.image_url ?? image.slack_file?.url ?? "";
  if (url.startsWith("data:image/")) return h("img", { src: url, alt: image.alt_text });
  return h("span", { class: "picture" }, url ? link(url, image.alt_text) : image.alt_text);
}

function table(block, context, caption) {
  const cell = (one) => (one.type === "rich_text" ? richText(one, context.who) : one.text);
  const [head, ...rest] = block.rows;
  return h("div", {}, h("table", {}, caption ? h("caption", {}, caption) : null,
    h("thead", {}, h("tr", {}, head.map((one) => h("th", {}, cell(one))))),
    h("tbody", {}, rest.map((row) => h("tr", {}, row.map((one) => h("td", {}, cell(one))))))));
}

export function element(one, block, context) {
  switch (one.type) {
    case "image": return picture(one);
    case "button":
    case "workflow_button": return button(one, block, context);
    case "icon_button": return pressed(one.text.text, one.accessibility_label, one, block, context);
    case "feedback_buttons": return h("span", {}, ["positive_button", "negative_button"].map((side) =>
      pressed(one[side].text.text, one[side].accessibility_label, one, block, context, { value: one[side].value })));
    case "overflow": return menu("⋯", "More", () => one.options.map((option) =>
      [option.text.text, () => ask(one, block, context, { value: option.value })]));
    default: return FIELDS[one.type] ? chooser(one, block, context) : h("span", { class: "unknown" }, `[${one.type}]`);
  }
}

async function ask(one, block, context, chosen) {
  if (one.confirm && !(await confirmed(one.confirm, context.who))) return false;
  await context.click(block, one, chosen);
  return true;
}

function button(one, block, context) {
  const node = pressed(withLabel(one), one.accessibility_label, one, block, context);
  node.classList.add("button");
  if (one.style) node.classList.add(one.style);
  return node;
}

function withLabel(one) {
  return plain(one.text.text);
}

function pressed(words, title, one, block, context, chosen = {}) {
  const node = h("button", { type: "button", "aria-label": title, title }, words);
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy")) return;
    node.setAttribute("aria-busy", "true");
    if (one.url) window.open(one.url, "_blank", "noopener,noreferrer");
    try {
      await ask(one, block, context, chosen);
    } finally {
      node.removeAttribute("aria-busy");
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
    suggest: (typed) => context.suggest(block, one, typed),
    upload: context.upload,
  });
  return widget.node;
}

function input(block, context) {
  const one = block.element;
  const field = context.field?.(block, one);
  const hint = block.hint ? h("small", { class: "hint" }, plain(block.hint.text)) : null;
  const dispatch = block.dispatch_action
    ? () => context.click(block, one, { value: widget.value() }) : () => {};
  const widget = FIELDS[one.type](one, field ? field.start : initialOf(one), {
    who: context.who,
    edited: () => field?.edited(widget.value()),
    changed: () => { field?.edited(widget.value()); dispatch(); },
    suggest: (typed) => context.suggest(block, one, typed),
    upload: context.upload,
  });
  const fault = h("div", { class: "fault", role: "alert" });
  field?.shown(widget, fault);
  const isGroup = ["checkboxes", "radio_buttons"].includes(one.type) || one.type.startsWith("multi_");
  return h("div", {},
    h(isGroup ? "div" : "label", { class: "field" },
      h("span", { class: "label" }, plain(block.label.text), block.optional ? h("span", { class: "hint" }, " (optional)") : null),
      widget.node),
    fault, hint);
}
