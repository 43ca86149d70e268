// One widget for each element a person puts something into. A widget has a `node`, its `control` (what takes the focus;
// none where several do), `value()`, and tells `edited` at each key and `changed` when something is chosen.

import { combobox } from "./combobox.js";
import { fromLocalInput, localInput } from "./dates.js";
import { fill, freshId, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { t } from "./words.js";

export const FIELDS = {
  plain_text_input: typed, rich_text_input: typed, email_text_input: typed, url_text_input: typed,
  number_input: typed, datepicker: typed, timepicker: typed, datetimepicker: moment,
  static_select: select, users_select: select, conversations_select: select, channels_select: select,
  radio_buttons: boxes, checkboxes: boxes,
  multi_static_select: several, multi_users_select: several, multi_conversations_select: several,
  multi_channels_select: several, external_select: search, multi_external_select: search, file_input: files,
};

const TYPES = { email_text_input: "email", url_text_input: "url", datepicker: "date", timepicker: "time" };
const MANY = /^(multi_|checkboxes|file_input)/;

export function holdsMany(element) {
  return MANY.test(element.type);
}

// What an element starts with, as the plain value that the control API takes back.
export function initialOf(element) {
  for (const [name, value] of Object.entries(element)) {
    if (name.startsWith("initial_")) return plainValue(value);
  }
  return holdsMany(element) ? [] : null;
}

// An entry of `state.values`, as the same plain value.
export function heldIn(entry) {
  const found = Object.entries(entry ?? {}).find(([name]) => name !== "type");
  return found ? plainValue(found[1]) : null;
}

function plainValue(value) {
  if (Array.isArray(value)) return value.map(plainValue);
  if (value && typeof value === "object") return value.value ?? value.id ?? richWords(value);
  return value ?? null;
}

function richWords(value) {
  if (value.type === "text") return value.text;
  return (value.elements ?? []).map(richWords).join(value.type === "rich_text" ? "\n" : "");
}

// The choices of a menu, in groups: [value, nodes, description, words].
function groupsOf(element, who) {
  const all = (options) => (options ?? []).map((one) => [one.value, textObject(one.text, who), textObject(one.description, who), one.text.text]);
  if (element.option_groups) return element.option_groups.map((group) => [group.label.text, all(group.options)]);
  if (element.options) return [["", all(element.options)]];
  const named = element.type.includes("users") ? who.people()
    : who.channels(element.type.includes("channels"), element.filter);
  return [["", named.map(([id, name]) => [id, name, null, name])]];
}

function typed(element, start, context) {
  const area = element.type === "rich_text_input" || element.multiline;
  const node = h(area ? "textarea" : "input", {
    type: area ? undefined : TYPES[element.type] ?? "text", placeholder: element.placeholder?.text, rows: area ? "4" : undefined,
    inputmode: element.type === "number_input" ? "decimal" : undefined, autocomplete: "off",
  });
  node.value = start ?? "";
  let timer = 0;
  const eager = element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  const isText = !["datepicker", "timepicker"].includes(element.type);
  node.addEventListener("input", () => {
    context.edited();
    clearTimeout(timer);
    if (eager) timer = setTimeout(() => context.changed(), 400);
  });
  if (isText) {
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !area && context.entered) { event.preventDefault(); context.entered(); }
    });
  } else {
    node.addEventListener("change", () => context.changed());
  }
  return { node, control: node, value: () => node.value || null };
}

function moment(element, start, context) {
  const node = h("input", { type: "datetime-local" });
  if (start) node.value = localInput(start, context.who.reader);
  node.addEventListener("change", () => context.changed());
  return { node: h("span", { class: "moment" }, node, h("small", { class: "hint" }, context.who.reader.tz)), control: node, value: () => fromLocalInput(node.value, context.who.reader) };
}

function select(element, start, context) {
  const groups = groupsOf(element, context.who);
  const choices = (options) => options.map(([value, , , words]) => h("option", { value }, words));
  const node = h("select", {},
    h("option", { value: "" }, element.placeholder?.text ?? t("Choose…")),
    groups.map(([label, options]) => (label ? h("optgroup", { label }, choices(options)) : choices(options))));
  node.value = start ?? "";
  node.addEventListener("change", () => context.changed());
  return { node, control: node, value: () => node.value || null };
}

function boxes(element, start, context) {
  const many = holdsMany(element);
  const name = freshId("choice");
  const chosen = new Set(many ? start ?? [] : [start]);
  const inputs = [];
  const rows = groupsOf(element, context.who).flatMap(([label, options]) => [
    label ? h("div", { class: "group-label" }, label) : null,
    ...options.map(([value, words, description]) => {
      const input = h("input", { type: many ? "checkbox" : "radio", name, value });
      input.checked = chosen.has(value);
      input.addEventListener("change", () => context.changed());
      inputs.push(input);
      return h("label", { class: "choice" }, input, h("span", {}, words, description ? h("small", {}, description) : null));
    }),
  ]);
  const node = h("div", { class: "choices", role: many ? "group" : "radiogroup" }, rows);
  const values = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return { node, value: () => (many ? values() : values()[0] ?? null) };
}

// Several of a menu's choices, of people or of channels.
function several(element, start, context) {
  const all = groupsOf(element, context.who).flatMap(([label, options]) => options.map(([value, , , words]) => [value, words, label]));
  return combobox({
    many: true, start, placeholder: element.placeholder?.text, most: element.max_selected_items,
    find: (wish) => all.filter(([, words]) => words.toLowerCase().includes(wish.toLowerCase())),
    name: (value) => all.find(([one]) => one === value)?.[1], changed: () => context.changed(),
  });
}

// An external select: the app is asked while one types.
function search(element, start, context) {
  const known = [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean);
  return combobox({
    many: holdsMany(element), start, placeholder: element.placeholder?.text, most: element.max_selected_items,
    least: element.min_query_length ?? 3,
    find: async (wish) => (await context.suggest(wish)).map((one) => [one.value, one.text.text, one.group]),
    name: (value) => known.find((one) => one.value === value)?.text.text, changed: () => context.changed(),
  });
}

function files(element, start, context) {
  let held = (start ?? []).map((id) => ({ id, name: id }));
  const list = h("span", { class: "chosen" });
  const draw = () => fill(list, held.map((one) => h("button", {
    type: "button", class: "chip", "aria-label": `${t("Remove")} ${one.name}`,
    onclick: () => { held = held.filter((other) => other !== one); draw(); context.changed(); },
  }, one.name, h("span", { "aria-hidden": "true" }, " ×"))));
  const input = h("input", {
    type: "file", multiple: (element.max_files ?? 10) > 1, accept: element.filetypes?.map((kind) => `.${kind}`).join(","),
    onchange: async () => {
      const chosen = [...input.files];
      const ids = await Promise.all(chosen.map((file) => context.upload(file)));
      held = [...held, ...chosen.map((file, index) => ({ id: ids[index], name: file.name }))].filter((one) => one.id);
      input.value = "";
      draw();
      context.changed();
    },
  });
  draw();
  return { node: h("span", { class: "files-field" }, input, list), control: input, value: () => held.map((one) => one.id) };
}
