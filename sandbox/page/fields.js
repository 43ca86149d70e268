// One widget for each element a person puts something into. A widget has a `node`, `value()` and tells `changed`.

import { h, fill } from "./dom.js";
import { fromLocalInput, localInput } from "./dates.js";
import { textObject } from "./mrkdwn.js";

export const FIELDS = {
  plain_text_input: typed, rich_text_input: typed, email_text_input: typed, url_text_input: typed,
  number_input: typed, datepicker: typed, timepicker: typed, datetimepicker: moment,
  static_select: select, users_select: select, conversations_select: select, channels_select: select,
  radio_buttons: boxes, checkboxes: boxes,
  multi_static_select: boxes, multi_users_select: boxes, multi_conversations_select: boxes,
  multi_channels_select: boxes,
  external_select: search, multi_external_select: search, file_input: files,
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

// The choices of a menu: [value, words, description] in groups.
function groupsOf(element, who) {
  const all = (options) => (options ?? []).map((one) => [one.value, textObject(one.text, who), textObject(one.description, who), one.text.text]);
  if (element.option_groups) return element.option_groups.map((group) => [group.label.text, all(group.options)]);
  if (element.options) return [["", all(element.options)]];
  const named = element.type.includes("users") ? who.people()
    : who.channels(element.type.includes("channels"), element.filter);
  return [["", named.map(([id, name]) => [id, name, null, name])]];
}

function placeholder(element) {
  return element.placeholder?.text;
}

function typed(element, start, context) {
  const area = element.type === "rich_text_input" || element.multiline;
  const node = h(area ? "textarea" : "input", {
    type: area ? undefined : TYPES[element.type] ?? "text", placeholder: placeholder(element), rows: area ? "4" : undefined,
    inputmode: element.type === "number_input" ? "decimal" : undefined,
  });
  node.value = start ?? "";
  let timer = 0;
  const eager = element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  node.addEventListener("input", () => {
    context.edited();
    clearTimeout(timer);
    if (eager) timer = setTimeout(() => context.changed(), 500);
  });
  node.addEventListener("change", () => context.changed());
  return { node, value: () => node.value || null };
}

function moment(element, start, context) {
  const node = h("input", { type: "datetime-local" });
  if (start) node.value = localInput(start);
  node.addEventListener("change", () => context.changed());
  return { node, value: () => fromLocalInput(node.value) };
}

function select(element, start, context) {
  const groups = groupsOf(element, context.who);
  const choices = (options) => options.map(([value, , , words]) =>
    h("option", { value, selected: value === start }, words));
  const node = h("select", {},
    h("option", { value: "" }, placeholder(element) ?? "Choose…"),
    groups.map(([label, options]) => (label ? h("optgroup", { label }, choices(options)) : choices(options))));
  node.addEventListener("change", () => context.changed());
  return { node, value: () => node.value || null };
}

let groupNumber = 0;

function boxes(element, start, context) {
  const many = holdsMany(element);
  const name = `choice-${groupNumber++}`;
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

// An external select: the app is asked while one types.
function search(element, start, context) {
  const many = holdsMany(element);
  const found = h("div", { class: "found" });
  const shown = h("div", { class: "chosen" });
  let chosen = many ? [...(start ?? [])] : start;
  const known = new Map();
  for (const one of [element.initial_option, ...(element.initial_options ?? [])]) if (one) known.set(one.value, one.text.text);
  const draw = () => fill(shown, (many ? chosen : [chosen]).filter(Boolean).map((value) =>
    h("button", { type: "button", class: "chip", title: "Remove", onclick: () => take(value) }, `${known.get(value) ?? value} ×`)));
  const take = (value) => {
    if (many) chosen = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    else chosen = chosen === value ? null : value;
    fill(found);
    draw();
    context.changed();
  };
  const least = element.min_query_length ?? 3;
  const ask = async () => {
    if (input.value.length < least) { fill(found); return; }
    const options = await context.suggest(input.value);
    for (const one of options) known.set(one.value, one.text.text);
    fill(found, options.length
      ? options.map((one) => h("button", { type: "button", onclick: () => { input.value = ""; take(one.value); } }, one.text.text))
      : h("span", { class: "hint" }, "Nothing found"));
  };
  let timer = 0;
  const input = h("input", { type: "text", placeholder: placeholder(element) ?? "Search…", oninput: () => { clearTimeout(timer); timer = setTimeout(ask, 250); } });
  if (least === 0) input.addEventListener("focus", ask);
  draw();
  return { node: h("div", { class: "search" }, shown, input, found), value: () => chosen };
}

function files(element, start, context) {
  let ids = start ?? [];
  const list = h("span", { class: "hint" });
  const input = h("input", {
    type: "file", multiple: (element.max_files ?? 10) > 1,
    accept: element.filetypes?.map((kind) => `.${kind}`).join(","),
    onchange: async () => {
      ids = await Promise.all([...input.files].map((file) => context.upload(file)));
      list.textContent = `${ids.length} uploaded`;
      context.changed();
    },
  });
  return { node: h("span", {}, input, list), value: () => ids };
}
