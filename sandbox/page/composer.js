// Where one types: a message, or a slash command with the app's commands as suggestions.

import { fill, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { emojiPicker, menu } from "./menus.js";
import { t } from "./words.js";

// `room`: { label, commands, shortcuts, inThread } ; acts: say, command, upload, shortcut
export function composer(room, acts, draft) {
  const listId = freshId("commands");
  const hints = h("div", { class: "commands", id: listId, role: "listbox", "aria-label": t("Commands"), hidden: true });
  const usage = h("div", { class: "hint usage", hidden: true });
  const box = h("textarea", { rows: "1", placeholder: room.label, "aria-label": room.label, "aria-controls": listId, "data-composer": room.inThread ? "thread" : "main" });
  box.value = draft.text;
  const offered = () => [...hints.children];
  const pointed = () => offered().find((one) => one.getAttribute("aria-selected") === "true");
  const point = (option) => {
    for (const one of offered()) one.setAttribute("aria-selected", String(one === option));
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };
  const take = (command) => { box.value = `${command} `; changed(); box.focus(); };
  const changed = () => {
    draft.text = box.value;
    box.rows = Math.min(8, box.value.split("\n").length);
    const isName = /^\/\S*$/.test(box.value);
    const found = isName ? room.commands.filter((one) => one.command.startsWith(box.value)) : [];
    hints.hidden = !found.length;
    fill(hints, found.map((one) => h("div", {
      role: "option", id: freshId("command"), "aria-selected": "false", "data-command": one.command,
      onpointerdown: (event) => { event.preventDefault(); take(one.command); },
    }, h("strong", {}, one.command), " ", h("span", { class: "usage" }, one.hint ?? ""), h("span", { class: "hint" }, one.description ?? ""))));
    point(offered()[0]);
    const known = room.commands.find((one) => box.value.startsWith(`${one.command} `));
    usage.hidden = !known?.hint;
    usage.textContent = known?.hint ? `${known.command} ${known.hint}` : "";
  };
  let busy = false;
  const send = async () => {
    const text = box.value.trim();
    if (!text || busy) return;
    busy = true;
    box.readOnly = true;
    box.focus(); // now rather than later: whoever goes on meanwhile is not fetched back
    try {
      const isCommand = /^\/\S/.test(text);
      if (await (isCommand ? acts.command(text, room.inThread) : acts.say(text))) {
        box.value = "";
        changed();
      }
    } finally {
      busy = false;
      box.readOnly = false;
    }
  };
  box.addEventListener("input", changed);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isChoosing = !hints.hidden;
    if (isChoosing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const all = offered();
      point(all[(all.indexOf(pointed()) + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (isChoosing && event.key === "Escape") {
      hints.hidden = true;
    } else if (isChoosing && (event.key === "Tab" || (event.key === "Enter" && pointed()?.dataset.command !== box.value)) && !event.shiftKey) {
      event.preventDefault();
      take((pointed() ?? offered()[0]).dataset.command);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  const picker = h("input", { type: "file", hidden: true, "aria-label": t("Upload a file"), onchange: () => { if (picker.files[0]) acts.upload(picker.files[0]); picker.value = ""; } });
  const put = (words) => { box.setRangeText(words, box.selectionStart, box.selectionEnd, "end"); changed(); box.focus(); };
  changed();
  return h("div", { class: "composer" }, hints, usage, box, h("div", { class: "buttons" },
    room.shortcuts.length ? menu([icon("bolt"), ` ${t("Shortcuts")}`], t("Shortcuts"), () => room.shortcuts.map((one) => [one.name, () => acts.shortcut(one)])) : null,
    h("button", { type: "button", class: "quiet", title: t("Upload a file"), "aria-label": t("Upload a file"), onclick: () => picker.click() }, icon("clip")), picker,
    emojiPicker(t("Add an emoji"), (name) => put(`:${name}: `)),
    h("span", { class: "space" }), h("button", { type: "button", class: "primary send", "aria-label": t("Send"), title: t("Send"), onclick: send }, icon("send"))));
}
