// A field with suggestions: one types, chooses with the arrows or a click, and what is chosen stands before it.
// For menus of many choices, of people and channels, and for those that ask the app.

import { fill, freshId, h } from "./dom.js";
import { t } from "./words.js";

const PAUSE_MS = 200;

// `find(typed)`: [[value, words, group?]] or a promise of it; `name(value)`: words for what is chosen already.
export function combobox({ many, start, placeholder, least, most, find, name, changed }) {
  let chosen = many ? [...(start ?? [])] : [start].filter(Boolean);
  let asked = 0;
  let timer = 0;
  const names = new Map();
  const listId = freshId("options");
  const list = h("ul", { class: "options", role: "listbox", id: listId, hidden: true });
  const shown = h("span", { class: "chosen" });
  const input = h("input", {
    type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
    placeholder: placeholder ?? t("Search…"),
  });
  const wordsOf = (value) => names.get(value) ?? name?.(value) ?? value;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const current = () => options().find((one) => one.getAttribute("aria-selected") === "true");

  const close = () => {
    asked += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (!option) return;
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const draw = () => fill(shown, chosen.map((value) => h("button", {
    type: "button", class: "chip", "aria-label": `${t("Remove")} ${wordsOf(value)}`, onclick: () => { drop(value); input.focus(); },
  }, wordsOf(value), h("span", { "aria-hidden": "true" }, " ×"))));
  const tell = () => { draw(); changed(); };
  const drop = (value) => { chosen = chosen.filter((one) => one !== value); tell(); };
  const take = (value) => {
    if (many && most && chosen.length >= most) return;
    chosen = many ? [...chosen, value] : [value];
    input.value = "";
    close();
    tell();
    input.focus();
  };
  const show = async () => {
    const typed = input.value.trim();
    const turn = ++asked;
    if (typed.length < (least ?? 0)) { close(); return; }
    const found = (await find(typed)).filter(([value]) => !chosen.includes(value));
    if (turn !== asked || !input.isConnected) return;
    for (const [value, words] of found) names.set(value, words);
    let group = "";
    fill(list, found.length ? found.map(([value, words, label]) => [
      label && label !== group ? h("li", { class: "group-label", role: "presentation" }, group = label) : null,
      h("li", { role: "option", id: freshId("option"), "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); take(value); }, "data-value": value }, words),
    ]) : h("li", { class: "hint", role: "presentation" }, t("Nothing found")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (typed) point(options()[0]);
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, PAUSE_MS); });
  input.addEventListener("click", () => { if (list.hidden) show(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { show(); return; }
      const all = options();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(all[(all.indexOf(current()) + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && current()) take(current().dataset.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && !input.value && chosen.length) drop(chosen.at(-1));
  });
  draw();
  return { node: h("div", { class: "combo" }, h("div", { class: "combo-box" }, shown, input), list), control: input, value: () => (many ? chosen : chosen[0] ?? null) };
}
