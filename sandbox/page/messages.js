// Messages: the timeline, a thread, and what only one person sees.

import { append, h, sync } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { clockTime, dayName, dayNumber, fullTime, soon } from "./dates.js";
import { shownFile } from "./elements.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { emojiPicker, menu, walk } from "./menus.js";
import { mrkdwn } from "./mrkdwn.js";
import { language, t } from "./words.js";

const TOGETHER = 300; // seconds within which one's messages stand under one name

// `room`: { channel, who, me, may (write), shortcuts, unread(message), acts }
//   acts: click, suggest, upload, react, reply, edit, remove, shortcut, dismiss
export function showMessages(node, messages, room, inThread) {
  const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 80;
  const items = inThread ? messages.map((one) => ({ one })) : withDays(messages, room.who.reader);
  const mark = (item) => ({ ...item, language: language(), tz: room.who.reader, may: room.may, new: item.one ? room.unread(item.one) : false });
  sync(node, items.map(mark), keyOf, (item) => (item.day ? divider(item) : message(item, room, inThread)));
  if (atEnd) node.scrollTop = node.scrollHeight;
  rove(node);
}

function keyOf({ one, day }) {
  return day ?? `${one.is_ephemeral ? "e" : "m"}${one.ts}`;
}

// Day dividers between messages, and which message follows one of the same author.
function withDays(messages, reader) {
  const items = [];
  let before = null;
  for (const one of messages) {
    const at = Number(one.ts);
    const isNewDay = !before || dayNumber(at, reader) !== dayNumber(Number(before.ts), reader);
    if (isNewDay) items.push({ day: `d${dayNumber(at, reader)}`, name: dayName(at, reader) });
    const follows = !isNewDay && before.user === one.user && !before.subtype && !before.is_ephemeral && !one.is_ephemeral
      && !before.reply_count && at - Number(before.ts) < TOGETHER;
    items.push({ one, follows });
    before = one;
  }
  return items;
}

function divider({ name }) {
  return h("div", { class: "day", role: "separator", "aria-label": name }, h("span", {}, name));
}

// One stop for the Tab key; the arrows go from message to message.
function rove(node) {
  const all = [...node.querySelectorAll(":scope > article")];
  if (!all.some((one) => one.tabIndex === 0)) all.at(-1)?.setAttribute("tabindex", "0");
  if (node.roves) return;
  node.roves = true;
  node.addEventListener("keydown", (event) => {
    if (!event.target.matches("article") || ["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    walk(event, [...node.querySelectorAll(":scope > article")], 1);
  });
  node.addEventListener("focusin", (event) => {
    const here = event.target.closest("article");
    if (!here) return;
    for (const one of node.querySelectorAll(":scope > article[tabindex='0']")) one.tabIndex = -1;
    here.tabIndex = 0;
  });
}

function message({ one, follows, new: isNew }, room, inThread) {
  if (/_(join|leave)$/.test(one.subtype ?? "")) {
    return h("article", { class: "message system", tabindex: "-1" }, mrkdwn(one.text, room.who));
  }
  const name = one.username ?? room.who.person(one.user) ?? one.user;
  const at = Number(one.ts);
  const time = h("time", { title: fullTime(at, room.who.reader) }, inThread ? soon(at, room.who.reader) : clockTime(at, room.who.reader));
  const classes = ["message", one.is_ephemeral ? "whisper" : "", follows ? "follows" : "", isNew ? "new" : ""].filter(Boolean).join(" ");
  return h("article", { class: classes, "data-ts": one.ts, tabindex: "-1", "aria-label": `${name}, ${clockTime(at, room.who.reader)}` },
    follows ? h("div", { class: "margin" }, time) : avatar(name, one),
    h("div", { class: "said" },
      one.is_ephemeral ? h("div", { class: "hint only-you" }, icon("eye"), t("Only visible to you"),
        h("button", { type: "button", class: "quiet", onclick: () => room.acts.dismiss(one) }, t("Dismiss"))) : null,
      follows ? null : h("div", { class: "by" }, h("strong", {}, name), one.bot_id ? h("span", { class: "badge" }, t("APP")) : null, time),
      body(one, room), reactions(one, room), inThread ? null : replies(one, room)),
    one.is_ephemeral ? null : tools(one, room, inThread));
}

export function avatar(name, { user, bot_id: isApp }) {
  return h("div", { class: `avatar ${isApp ? "app" : `shade-${shade(user ?? name)}`}`, "aria-hidden": "true" }, isApp ? name[0] : initials(name));
}

function body(one, room) {
  const context = {
    who: room.who, place: "message", upload: room.acts.upload,
    click: (block, element, chosen) => room.acts.click(one, block, element, chosen),
    suggest: (block, element, typed) => room.acts.suggest(one, block, element, typed),
  };
  const nodes = one.blocks?.length ? renderBlocks(one.blocks, context) : [one.text ? mrkdwn(one.text, room.who) : null];
  const edited = one.edited && !one.bot_id ? h("span", { class: "hint" }, ` (${t("edited")})`) : null;
  return h("div", { class: "body" }, nodes, edited, (one.attachments ?? []).map((each) => attachment(each, context)), (one.files ?? []).map(file));
}

function file(one) {
  const name = one.title || one.name;
  if (/^image\/(png|jpeg|gif|webp)$/.test(one.mimetype ?? "")) return h("figure", { class: "file-picture" }, h("figcaption", { class: "hint" }, name), shownFile(one.id, one.alt_txt || name));
  return h("a", { class: "file", href: `/control/files/${encodeURIComponent(one.id)}`, download: one.name }, icon("page"), ` ${name}`, h("span", { class: "hint" }, ` ${sizeOf(one.size)}`));
}

function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
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
    const names = each.users.map((user) => room.who.person(user)).join(", ");
    return h("button", {
      type: "button", class: mine ? "mine" : "", "aria-pressed": String(mine), "aria-label": `${each.name}: ${names}`, title: `${names} :${each.name}:`,
      onclick: () => room.acts.react(one, each.name, mine),
    }, `${emoji(each.name)} ${each.count}`);
  }));
}

function replies(one, room) {
  const count = one.reply_count ?? 0;
  if (!count) return null;
  const last = soon(Number(one.latest_reply), room.who.reader);
  return h("button", { type: "button", class: "quiet replies", onclick: () => room.acts.reply(one) },
    h("span", { class: "faces" }, (one.reply_users ?? []).map((user) => avatar(room.who.person(user) ?? user, { user, bot_id: user === one.user && one.bot_id }))),
    h("strong", {}, count === 1 ? t("1 reply") : t("{n} replies", { n: count })), h("span", { class: "hint" }, last));
}

function tools(one, room, inThread) {
  if (!room.may || one.subtype === "tombstone") return null;
  const own = one.user === room.me;
  return h("div", { class: "tools" },
    emojiPicker(t("Add a reaction"), (name) => room.acts.react(one, name, false)),
    inThread ? null : h("button", { type: "button", class: "quiet", title: t("Reply in thread"), "aria-label": t("Reply in thread"), onclick: () => room.acts.reply(one) }, icon("bubble")),
    menu(icon("dots"), t("More actions"), () => [
      ...room.shortcuts.map((each) => [each.name, () => room.acts.shortcut(each, one)]),
      ...(own ? [[t("Edit message"), () => room.acts.edit(one)], [t("Delete message"), () => room.acts.remove(one), true]] : []),
      [t("Copy text"), () => navigator.clipboard?.writeText(one.text)],
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
