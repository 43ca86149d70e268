// Where one types: a message, or a slash command with the app's commands as suggestions.

import { fill, h, menu } from "./dom.js";

// `room`: { label, commands, shortcuts, inThread } ; acts: say, command, upload, shortcut
export function composer(room, acts, draft) {
  const hints = h("div", { class: "commands", hidden: true });
  const box = h("textarea", { rows: "2", placeholder: room.label, "aria-label": room.label });
  box.value = draft.text;
  const suggest = () => {
    draft.text = box.value;
    const found = box.value.startsWith("/") && !box.value.includes(" ") && !box.value.includes("\n")
      ? room.commands.filter((one) => one.command.startsWith(box.value)) : [];
    hints.hidden = !found.length;
    fill(hints, found.map((one) => h("button", { type: "button", onclick: () => { box.value = `${one.command} `; suggest(); box.focus(); } },
      h("strong", {}, one.command), ` ${one.hint ?? ""} `, h("span", { class: "hint" }, one.description ?? ""))));
  };
  const send = async () => {
    const text = box.value.trim();
    if (!text || send.busy) return;
    send.busy = true;
    box.readOnly = true;
    try {
      const isCommand = /^\/\S/.test(text);
      if (await (isCommand ? acts.command(text, room.inThread) : acts.say(text))) {
        box.value = "";
        suggest();
      }
    } finally {
      send.busy = false;
      box.readOnly = false;
      if (!document.querySelector(".sheet")) box.focus();
    }
  };
  box.addEventListener("input", suggest);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    if (event.key === "Tab" && !hints.hidden) { event.preventDefault(); hints.firstChild.click(); }
  });
  const picker = h("input", { type: "file", hidden: true, onchange: () => { if (picker.files[0]) acts.upload(picker.files[0]); picker.value = ""; } });
  return h("div", { class: "composer" }, hints, box, h("div", { class: "buttons" },
    room.shortcuts.length ? menu("Shortcuts", "Shortcuts", () => room.shortcuts.map((one) => [one.name, () => acts.shortcut(one)])) : null,
    h("button", { type: "button", class: "quiet", title: "Upload a file", "aria-label": "Upload a file", onclick: () => picker.click() }, "File"),
    picker, h("span", { class: "space" }), h("button", { type: "button", class: "primary", onclick: send }, "Send")));
}
