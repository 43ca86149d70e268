// Blocks into nodes. `context` says where they stand, who reads them, and carries out what is clicked:
//   who, place ("message" | "modal" | "home"), click(block, element, chosen), suggest(block, element, typed),
//   upload(file), held(block, element): what was chosen before; and in a form
//   field(block, element): how an input keeps its value and shows its fault.

import { element, picture } from "./elements.js";
import { append, freshId, h } from "./dom.js";
import { FIELDS, initialOf } from "./fields.js";
import { markdown } from "./markdown.js";
import { link, plain, richText, textObject } from "./mrkdwn.js";
import { chart, dataTable, table } from "./tables.js";
import { t } from "./words.js";

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

const words = (object, context) => (object ? textObject(object, context.who) : null);
const all = (elements, block, context) => (elements ?? []).map((one) => element(one, block, context));

const RENDER = {
  section: (block, context) => h("div", {},
    h("div", { class: "grow" }, words(block.text, context),
      block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, words(field, context)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, context)) : null),
  header: (block) => h(`h${Math.min(6, (block.level ?? 1) + 1)}`, { class: `level-${block.level ?? 1}` }, plain(block.text.text)),
  divider: () => h("hr"),
  context: (block, context) => h("div", {}, block.elements.map((one) =>
    (one.type === "image" ? picture(one) : h("span", {}, words(one, context))))),
  actions: (block, context) => h("div", {}, all(block.elements, block, context)),
  context_actions: (block, context) => h("div", {}, all(block.elements, block, context)),
  image: (block) => h("figure", {}, block.title ? h("figcaption", {}, plain(block.title.text)) : null, picture(block)),
  rich_text: (block, context) => richText(block, context.who),
  markdown: (block) => markdown(block.text),
  input: (block, context) => input(block, context),
  alert: (block, context) => h("div", { class: `alert-${block.level ?? "default"}`, role: "note" },
    h("span", { class: "sign", "aria-hidden": "true" }, { success: "✓", default: "•", info: "i" }[block.level ?? "default"] ?? "!"), words(block.text, context)),
  table: (block, context) => table(block, context),
  data_table: (block, context) => dataTable(block, context),
  data_visualization: (block) => chart(block),
  card: (block, context) => card(block, context),
  carousel: (block, context) => h("div", { role: "group", tabindex: "0", "aria-label": t("Cards") }, renderBlocks(block.elements, context)),
  container: (block, context) => container(block, context),
  video: (block) => h("div", {}, "▶ ", link(block.video_url, block.title.text), block.description ? h("div", { class: "hint" }, plain(block.description.text)) : null),
  file: (block) => h("div", {}, `📎 ${block.external_id ?? ""}`),
  task_card: (block) => task(block),
  plan: (block) => h("div", {}, h("strong", {}, block.title), (block.tasks ?? []).map((one) => task(one))),
};

function card(block, context) {
  return h("div", {},
    block.hero_image ? picture(block.hero_image) : null,
    h("div", { class: "card-head" }, block.icon ? picture(block.icon) : null, h("div", {},
      block.title ? h("strong", {}, words(block.title, context)) : null,
      block.subtitle ? h("div", { class: "hint" }, words(block.subtitle, context)) : null)),
    block.body ? h("div", {}, words(block.body, context)) : null,
    block.subtext ? h("div", { class: "hint" }, words(block.subtext, context)) : null,
    block.actions ? h("div", { class: "block-actions" }, all(block.actions, block, context)) : null);
}

function container(block, context) {
  const title = block.rich_text_title ? richText(block.rich_text_title, context.who) : h("strong", {}, words(block.title, context));
  const inside = [
    block.subtitle ? h("div", { class: "hint" }, words(block.subtitle, context)) : null,
    renderBlocks(block.child_blocks, context),
  ];
  if (!block.is_collapsible) return h("section", {}, title, inside);
  return h("section", {}, h("details", { open: !block.default_collapsed }, h("summary", {}, title), inside));
}

const TASK = { pending: "○", in_progress: "◐", complete: "✅", error: "❌" };

function task(one) {
  const node = h("div", { class: "task" }, `${TASK[one.status] ?? "○"} `, plain(one.title ?? ""));
  append(node, [one.details, one.output].filter(Boolean).map((each) => h("div", { class: "hint" }, each.elements ? richText(each, { person: () => null, channel: () => null, group: () => null }) : String(each))));
  return node;
}

function input(block, context) {
  const one = block.element;
  const field = context.field?.(block, one);
  const [labelId, controlId, hintId, faultId] = ["label", "control", "hint", "fault"].map(freshId);
  const tell = () => context.click(block, one, { value: widget.value() });
  const edited = () => { field?.edited(widget.value()); };
  const widget = FIELDS[one.type](one, field ? field.start : context.held?.(block, one) ?? initialOf(one), {
    who: context.who,
    edited,
    changed: () => { edited(); if (block.dispatch_action || context.place !== "modal") tell(); },
    entered: block.dispatch_action ? tell : null,
    suggest: (typed) => context.suggest(block, one, typed),
    upload: context.upload,
  });
  const name = [plain(block.label.text), block.optional ? h("span", { class: "hint" }, ` (${t("optional")})`) : null];
  const fault = h("div", { class: "fault", id: faultId, role: "alert" });
  const hint = block.hint ? h("small", { class: "hint", id: hintId }, plain(block.hint.text)) : null;
  const target = widget.control ?? widget.node;
  target.setAttribute("aria-describedby", hint ? `${faultId} ${hintId}` : faultId);
  if (widget.control) {
    widget.control.id = controlId;
    if (!block.optional && context.place === "modal") widget.control.setAttribute("aria-required", "true");
  } else {
    widget.node.setAttribute("aria-labelledby", labelId);
  }
  field?.shown(widget, fault);
  return h("div", { class: "field", "data-block": block.block_id },
    widget.control ? h("label", { class: "label", id: labelId, for: controlId }, name) : h("span", { class: "label", id: labelId }, name),
    widget.node, fault, hint);
}
