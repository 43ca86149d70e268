// Messages: the timeline, a thread, and what only one person sees.

import { append, h, menu, sync } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { clockTime, fullTime } from "./dates.js";
import { emoji, QUICK } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

// `room`: { channel, who, me, may (write), acts } ; acts: click, react, reply, edit, remove, shortcut, dismiss
export function showMessages(node, messages, room, inThread) {
  const scroller = node.closest(".scroll") ?? node;
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  sync(node, messages, (one) => `${one.is_ephemeral ? "e" : "m"}${one.ts}`, (one) => message(one, room, inThread));
  if (atEnd) scroller.scrollTop = scroller.scrollHeight;
}

function message(one, room, inThread) {
  if (one.subtype?.endsWith("_join") || one.subtype?.endsWith("_leave")) {
    return h("article", { class: "message system" }, mrkdwn(one.text, room.who));
  }
  const name = one.username ?? room.who.person(one.user) ?? one.user;
  return h("article", { class: `message${one.is_ephemeral ? " whisper" : ""}`, "data-ts": one.ts },
    h("div", { class: `avatar shade-${shade(one.user ?? name)}`, "aria-hidden": "true" }, initials(name)),
    h("div", { class: "said" },
      one.is_ephemeral ? h("div", { class: "hint" }, "Only visible to you ",
        h("button", { type: "button", class: "quiet", onclick: () => room.acts.dismiss(one) }, "Dismiss")) : null,
      h("div", { class: "by" }, h("strong", {}, name), one.bot_id ? h("span", { class: "badge" }, "APP") : null,
        h("time", { title: fullTime(Number(one.ts), room.who.reader) }, clockTime(Number(one.ts), room.who.reader))),
      body(one, room), reactions(one, room), inThread ? null : replies(one, room)),
    one.is_ephemeral ? null : tools(one, room, inThread));
}

function body(one, room) {
  const context = {
    who: room.who, place: "message", upload: room.acts.upload,
    click: (block, element, chosen) => room.acts.click(one, block, element, chosen),
    suggest: (block, element, typed) => room.acts.suggest(one, block, element, typed),
  };
  const nodes = one.blocks?.length ? renderBlocks(one.blocks, context) : [one.text ? mrkdwn(one.text, room.who) : null];
  const edited = one.edited ? h("span", { class: "hint" }, " (edited)") : null;
  return h("div", { class: "body" }, nodes, edited, (one.attachments ?? []).map((each) => attachment(each, context)),
    (one.files ?? []).map((file) => h("div", { class: "file" }, file.title || file.name, h("span", { class: "hint" }, ` ${file.size} bytes`))));
}

function attachment(each, context) {
  const node = h("div", { class: "attachment" });
  if (/^#[0-9a-fA-F]{6}$/.test(each.color ?? "")) node.style.borderLeftColor = each.color;
  append(node, [each.pretext, each.title, each.text].filter(Boolean).map((words) => h("div", {}, mrkdwn(words, context.who))));
  append(node, renderBlocks(each.blocks, context));
  return node;
}

function reactions(one, room) {
  if (!one.reactions?.length) return null;
  return h("div", { class: "reactions" }, one.reactions.map((each) => {
    const mine = each.users.includes(room.me);
    return h("button", {
      type: "button", class: mine ? "mine" : "", "aria-pressed": String(mine),
      title: `${each.users.map((user) => room.who.person(user)).join(", ")} :${each.name}:`,
      onclick: () => room.acts.react(one, each.name, mine),
    }, `${emoji(each.name)} ${each.count}`);
  }));
}

function replies(one, room) {
  const count = one.reply_count ?? 0;
  if (!count) return null;
  return h("button", { type: "button", class: "quiet replies", onclick: () => room.acts.reply(one) },
    `${count} ${count === 1 ? "reply" : "replies"}`);
}

function tools(one, room, inThread) {
  if (!room.may) return null;
  const own = one.user === room.me;
  return h("div", { class: "tools" },
    menu("React", "Add a reaction", () => [
      ...QUICK.map((name) => [`${emoji(name)} ${name}`, () => room.acts.react(one, name, false)]),
      ["Another…", () => { const name = window.prompt("Which emoji? For example: ticket"); if (name) room.acts.react(one, name.replaceAll(":", ""), false); }],
    ]),
    inThread ? null : h("button", { type: "button", class: "quiet", title: "Reply in thread", "aria-label": "Reply in thread", onclick: () => room.acts.reply(one) }, "Reply"),
    menu("⋮", "More actions", () => [
      ...room.shortcuts.map((each) => [each.name, () => room.acts.shortcut(each, one)]),
      ...(own ? [["Edit message", () => room.acts.edit(one)], ["Delete message", () => room.acts.remove(one)]] : []),
      ["Copy text", () => navigator.clipboard?.writeText(one.text)],
    ]));
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return (words.length > 1 ? [...words[0]][0] + [...words[1]][0] : [...name].slice(0, 2).join("")).toUpperCase();
}

function shade(text) {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 8;
  return sum;
}
