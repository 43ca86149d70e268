// The list of conversations.

import { h, once } from "./dom.js";
import { sees } from "./directory.js";
import { icon } from "./icons.js";
import { language, t } from "./words.js";

// `choose(place)`; places are { kind: "channel", id } and { kind: "home" }.
export function showSidebar(node, state, choose) {
  const { about, seen, place } = state;
  const me = about.people.find((one) => one.id === state.me);
  const names = new Map(about.people.map((one) => [one.name, one.real_name || one.name]));
  const mine = seen.channels.filter((one) => one.kind !== "im");
  const direct = seen.channels.filter((one) => one.kind === "im");
  const withApp = direct.find((one) => one.members.includes(about.app.bot_user));
  const others = about.channels.filter((one) =>
    one.kind === "channel" && !one.archived && !one.members.includes(state.me) && sees(one, me));
  const unread = (id) => state.unread(about.channels.find((one) => one.id === id));
  const row = (one) => ({
    place: { kind: "channel", id: one.id }, sign: one.kind === "im" ? "" : one.kind === "group" ? "lock" : "#",
    words: one.kind === "im" ? names.get(one.name) ?? one.name : one.name, unread: unread(one.id), archived: one.archived,
  });
  const groups = [
    [about.app.name, [
      { place: { kind: "home" }, sign: "home", words: t("Home") },
      { place: { kind: "channel", id: withApp?.id ?? "@app" }, sign: "mail", words: t("Messages"), unread: withApp ? unread(withApp.id) : false },
    ]],
    [t("Channels"), mine.sort(byName).map(row)],
    [t("Direct messages"), direct.filter((one) => one !== withApp).sort(byName).map(row)],
    [t("Other channels"), others.sort(byName).map((one) => ({ ...row(one), unread: false }))],
  ].filter(([, list]) => list.length);
  node.setAttribute("aria-label", t("Conversations"));
  once(node, [groups, place, language()], () => groups.map(([label, list]) => h("section", {}, h("h2", {}, label),
    h("ul", {}, list.map((one) => h("li", {}, entry(one, same(one.place, place), choose)))))));
}

function entry(row, current, choose) {
  return h("button", {
    type: "button", class: [row.unread ? "unread" : "", row.archived ? "archived" : ""].join(" ").trim() || undefined,
    "aria-current": current ? "page" : undefined, onclick: () => choose(row.place),
  }, h("span", { class: "sign", "aria-hidden": "true" }, row.sign.length > 1 ? icon(row.sign) : row.sign), h("span", { class: "grow" }, row.words),
  row.sign === "lock" ? h("span", { class: "unseen" }, ` (${t("private")})`) : null,
  row.unread ? h("span", { class: "dot", role: "img", "aria-label": t("Unread"), title: t("Unread") }, "●") : null);
}

function same(one, other) {
  return one.kind === other.kind && one.id === other.id;
}

function byName(one, other) {
  return one.name.localeCompare(other.name);
}
