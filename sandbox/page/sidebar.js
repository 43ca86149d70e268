// The list of conversations, and who one acts as.

import { h, once } from "./dom.js";
import { sees } from "./directory.js";

// `choose(place)`; places are { kind: "channel", id } and { kind: "home" }.
export function showSidebar(node, state, choose) {
  const { about, seen, place } = state;
  const me = about.people.find((one) => one.id === state.me);
  const mine = seen.channels.filter((one) => one.kind !== "im");
  const direct = seen.channels.filter((one) => one.kind === "im");
  const withApp = direct.find((one) => one.members.includes(about.app.bot_user));
  const others = about.channels.filter((one) =>
    one.kind === "channel" && !one.archived && !one.members.includes(state.me) && sees(one, me));
  const rows = (channels) => channels.map((one) => ({
    place: { kind: "channel", id: one.id }, words: `${one.kind === "im" ? "" : "# "}${one.name}`, isPrivate: one.kind === "group", unread: state.unread(one), archived: one.archived,
  }));
  const groups = [
    [about.app.name, [
      { place: { kind: "home" }, words: "Home" },
      { place: { kind: "channel", id: withApp?.id ?? "@app" }, words: "Messages", unread: withApp && state.unread(withApp) },
    ]],
    ["Channels", rows(mine.sort(byName))],
    ["Direct messages", rows(direct.filter((one) => one !== withApp).sort(byName))],
    ["Other channels", rows(others.sort(byName)).map((row) => ({ ...row, unread: false }))],
  ].filter(([, list]) => list.length);
  once(node, [groups, place], () => groups.map(([label, list]) => h("section", {}, h("h2", {}, label),
    h("ul", {}, list.map((row) => h("li", {}, entry(row, same(row.place, place), choose)))))));
}

function entry(row, current, choose) {
  return h("button", {
    type: "button", class: [row.unread ? "unread" : "", row.archived ? "archived" : ""].join(" ").trim() || undefined,
    "aria-current": current ? "page" : undefined, onclick: () => choose(row.place),
  }, h("span", {}, row.words, row.isPrivate ? h("small", {}, " private") : null), row.unread ? h("span", { class: "dot", title: "Unread" }, "●") : null);
}

function same(one, other) {
  return one.kind === other.kind && one.id === other.id;
}

function byName(one, other) {
  return one.name.localeCompare(other.name);
}

export function showPeople(select, state) {
  const people = state.about.people.filter((one) => !one.is_bot && one.id !== "USLACKBOT");
  const rows = people.map((one) => [one.id, words(one), one.deleted]);
  once(select, rows, () => rows.map(([value, label, gone]) => h("option", { value, disabled: gone }, label)));
  select.value = state.me;
}

function words(person) {
  const notes = [person.title, person.guest !== "none" ? "guest" : "", person.deleted ? "deactivated" : "", person.locale];
  return `${person.real_name || person.name} · ${notes.filter(Boolean).join(" · ")}`;
}
