// What opens over the page: menus, the emoji picker, questions. Popovers and dialogs are the browser's own, so that
// Escape, a click elsewhere and focus do as everywhere.

import { append, fill, h } from "./dom.js";
import { EMOJI, QUICK, emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { textObject } from "./mrkdwn.js";
import { t } from "./words.js";

// Opens `pop` beside `button`, wholly on the screen.
function openBeside(pop, button) {
  pop.showPopover();
  const at = button.getBoundingClientRect();
  const { width, height } = pop.getBoundingClientRect();
  const below = at.bottom + 4 + height <= innerHeight;
  pop.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  pop.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
}

function opener(label, title, kind, pop, open, classes = "quiet") {
  const button = h("button", {
    type: "button", class: classes, title, "aria-label": title, "aria-haspopup": kind, "aria-expanded": "false",
    onclick: () => (pop.matches(":popover-open") ? pop.hidePopover() : open()),
  }, label);
  pop.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String(event.newState === "open")));
  return button;
}

// `entries()`: [words, act, isDangerous?]
export function menu(label, title, entries, classes) {
  const list = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": title });
  const open = () => {
    fill(list, entries().map(([words, act, isDangerous]) =>
      h("button", { type: "button", role: "menuitem", class: isDangerous ? "danger" : null, onclick: () => { list.hidePopover(); act(); } }, words)));
    openBeside(list, button);
    list.firstChild?.focus();
  };
  const button = opener(label, title, "menu", list, open, classes);
  list.addEventListener("keydown", (event) => walk(event, [...list.children], 1));
  return h("span", { class: "menu-holder" }, button, list);
}

// Arrow keys, Home and End move the focus among `items`, which stand `columns` in a row.
export function walk(event, items, columns) {
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: columns, ArrowUp: -columns, ArrowRight: 1, ArrowLeft: -1, Home: -at, End: items.length - 1 - at };
  if (!(event.key in steps) || at < 0) return;
  event.preventDefault();
  items[(at + steps[event.key] + items.length) % items.length]?.focus();
}

const COLUMNS = 8;

export function emojiPicker(label, chosen) {
  const grid = h("div", { class: "emoji-grid" });
  const search = h("input", { type: "search", "aria-label": t("Search emoji"), placeholder: t("Search emoji") });
  const pop = h("div", { class: "menu emoji-menu", popover: "auto", role: "dialog", "aria-label": label }, search, grid);
  const take = (name) => { pop.hidePopover(); chosen(name); };
  const show = () => {
    const wish = search.value.replaceAll(":", "").trim().toLowerCase();
    const names = wish ? Object.keys(EMOJI).filter((name) => name.includes(wish)) : [...new Set([...QUICK, ...Object.keys(EMOJI)])];
    fill(grid, names.map((name) => h("button", { type: "button", class: "quiet", title: `:${name}:`, "aria-label": name, onclick: () => take(name) }, emoji(name))));
    if (wish && !names.includes(wish)) append(grid, [h("button", { type: "button", class: "quiet wide", onclick: () => take(wish) }, `:${wish}:`)]);
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); grid.firstChild?.click(); }
    if (event.key === "ArrowDown") { event.preventDefault(); grid.firstChild?.focus(); }
  });
  grid.addEventListener("keydown", (event) => walk(event, [...grid.children], COLUMNS));
  const open = () => { search.value = ""; show(); openBeside(pop, button); search.focus(); };
  const button = opener(icon("smile"), label, "dialog", pop, open);
  return h("span", { class: "menu-holder" }, button, pop);
}

function ask(title, content, buttons) {
  return new Promise((resolve) => {
    const done = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    const dialog = h("dialog", { class: "confirm", "aria-labelledby": "question" }, h("h2", { id: "question" }, title), content,
      h("div", { class: "buttons" }, buttons(done)));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); done(null); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// Slack's confirmation dialog: whether one is sure.
export function confirmed(confirm, who) {
  return ask(confirm.title.text, h("p", {}, textObject(confirm.text, who)), (done) => [
    h("button", { type: "button", onclick: () => done(false) }, confirm.deny.text),
    h("button", { type: "button", class: confirm.style ?? "primary", onclick: () => done(true) }, confirm.confirm.text),
  ]);
}

// A question of the page's own: whether one is sure.
export function sure(title, yes) {
  return ask(title, null, (done) => [
    h("button", { type: "button", onclick: () => done(false) }, t("Cancel")),
    h("button", { type: "button", class: "danger", onclick: () => done(true) }, yes),
  ]);
}

// Words in place of `before`, or null.
export function rewritten(title, before) {
  const box = h("textarea", { rows: "5", "aria-label": title });
  box.value = before;
  return ask(title, box, (done) => [
    h("button", { type: "button", onclick: () => done(null) }, t("Cancel")),
    h("button", { type: "button", class: "primary", onclick: () => done(box.value.trim() || null) }, t("Save")),
  ]);
}
