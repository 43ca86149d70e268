// Ties the page together: looks again whenever the sandbox says that something changed, and carries out what one does.

import { act, base64, get, listen, looksInto, patch, post, sees } from "./api.js";
import { now, setNow } from "./dates.js";
import { directory } from "./directory.js";
import { h } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Faults } from "./faults.js";
import { heldIn } from "./fields.js";
import { isHeld } from "./hold.js";
import { Guide } from "./guide.js";
import { Happenings } from "./happenings.js";
import { Modal } from "./modal.js";
import { rewritten, sure } from "./menus.js";
import { unescape } from "./mrkdwn.js";
import { Places, spoken } from "./places.js";
import { showSidebar } from "./sidebar.js";
import { Top } from "./top.js";
import { Traffic } from "./traffic.js";
import { speak, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const NOTICE_MS = 9000;

const state = {
  me: "", place: { kind: "home" }, thread: null, about: null, seen: null, tool: null, turning: false, traffic: 0, refused: 0,
  openedAt: "", newSince: "", visitedAt: 0, spokenTo: "", dismissed: new Set(), read: new Map(),
  who: () => directory(state.about, state.about.people.find((one) => one.id === state.me)),
  current: () => state.seen.channels.find((one) => one.id === state.place.id) ?? state.seen.elsewhere,
  // Whether something was said there since the page opened, or since one looked last. What opened a moment ago may be
  // in one of two answers and not in the other: no channel.
  unread(channel, person = state.me) {
    const newest = channel?.newest;
    if (!newest || newest.user === person) return false;
    return newest.ts > (state.read.get(`${person} ${channel.id}`) ?? state.openedAt);
  },
  awaited(person) {
    return state.about.channels.some((one) => one.kind === "im" && one.members.includes(person) && isAppDm(one.id) && state.unread(one, person));
  },
};

// What went wrong, in a sentence.
function notice(words) {
  const node = h("div", { class: "notice" }, words,
    h("button", { type: "button", class: "quiet", "aria-label": t("Dismiss"), onclick: () => node.remove() }, "✕"));
  $("notices").append(node);
  setTimeout(() => node.remove(), NOTICE_MS);
}

// Acts as the person; tells what they would be told; looks again. The answer, or null when it failed.
async function doing(verb, body) {
  try {
    const answer = await act(state.me, verb, body);
    if (answer.sees?.message && verb !== "submit") notice(answer.sees.message);
    await refresh();
    return answer;
  } catch (error) {
    notice(error.message);
    return null;
  }
}

// What one has said oneself is always in view.
async function said(verb, body) {
  const answer = await doing(verb, body);
  if (answer) for (const list of [$("timeline"), $("thread").querySelector(".scroll")]) if (list) list.scrollTop = list.scrollHeight;
  return answer;
}

async function uploaded(file, where = {}) {
  const answer = await doing("upload", { filename: file.name, content_base64: await base64(file), ...where });
  return answer?.file ?? null;
}

const clicked = (where, block, element, chosen) =>
  doing("click", { ...where, action_id: element.action_id, block_id: block.block_id, ...chosen });

async function suggested(where, block, element, typed) {
  try {
    const answer = await act(state.me, "options", { ...where, action_id: element.action_id, block_id: block.block_id, value: typed });
    if (answer.sees?.message) notice(answer.sees.message);
    return answer.options ?? (answer.option_groups ?? []).flatMap((group) => group.options.map((one) => ({ ...one, group: group.label.text })));
  } catch (error) {
    notice(error.message);
    return [];
  }
}

// Where a message stands, as the control API wants it said.
const spot = (one) => (one.is_ephemeral ? { ephemeral: one.id, channel: one.channel } : { channel: state.place.id, ts: one.ts });

const places = new Places(state, {
  message: {
    // As one sees it: the app may have redrawn it in this moment, and hears what the old card said, as from Slack.
    click: (one, ...rest) => clicked(one.is_ephemeral ? spot(one) : { ...spot(one), message: one }, ...rest),
    suggest: (one, ...rest) => suggested(spot(one), ...rest),
    upload: (file) => uploaded(file),
    react: (one, name, isThere) => doing("react", { ...spot(one), reaction: name, remove: isThere }),
    reply: (one) => { state.thread = one.thread_ts ?? one.ts; draw(); $("thread").querySelector("textarea")?.focus(); },
    shortcut: (shortcut, one) => doing("shortcut", { ...spot(one), callback_id: shortcut.callback_id }),
    edit: async (one) => {
      const words = await rewritten(t("Edit message"), unescape(one.text));
      if (words) doing("edit", { ...spot(one), text: words });
    },
    remove: async (one) => { if (await sure(t("Delete this message?"), t("Delete"))) doing("delete", spot(one)); },
    dismiss: (one) => { state.dismissed.add(one.id); draw(); },
  },
  home: {
    click: (...rest) => clicked({ home: true }, ...rest),
    suggest: (...rest) => suggested({ home: true }, ...rest),
    upload: (file) => uploaded(file),
  },
  heldIn: (entry) => (entry ? heldIn(entry) : undefined),
  composer: (where) => ({
    say: (text) => said("message", { ...where, text }),
    command: (text, inThread) => {
      if (inThread) { notice(t("Slash commands cannot be used in threads.")); return null; }
      return said("command", { channel: where.channel, text });
    },
    upload: (file) => uploaded(file, where),
    shortcut: (one) => doing("shortcut", { callback_id: one.callback_id }),
  }),
  join: (channel) => doing("join", { channel: channel.id }),
  closeThread: () => {
    const opener = $("timeline").querySelector(`[data-ts="${CSS.escape(state.thread)}"]`);
    state.thread = null;
    draw();
    (opener?.querySelector(".replies") ?? opener)?.focus();
  },
});

const modal = new Modal($("sheet"), {
  who: () => state.who(),
  submit: async (view, values) => (await doing("submit", { view_id: view.id, values }))?.sees ?? {},
  close: (view, all) => doing("close", { view_id: view.id, all }),
  click: (view, ...rest) => clicked({ view_id: view.id }, ...rest),
  suggest: (view, ...rest) => suggested({ view_id: view.id }, ...rest),
  upload: (file) => uploaded(file),
});

const traffic = new Traffic();
const drawer = new Drawer($("drawer"), {
  guide: new Guide({ go }), happenings: new Happenings({ visit }), traffic, faults: new Faults({ notice }),
}, () => openTool(state.tool));

const top_ = new Top($("top"), {
  become, speak: async (locale) => { await patch(`/people/${encodeURIComponent(state.me)}`, { locale }).catch((error) => notice(error.message)); refresh(); },
  turn, tool: openTool, sidebar: () => document.body.classList.toggle("with-sidebar"),
});

function openTool(name) {
  const wasOpen = state.tool === name;
  state.tool = wasOpen ? null : name;
  draw();
  if (wasOpen) $("top").querySelector(`[data-tool="${name}"]`)?.focus();
  else $("drawer").querySelector("button, input, select")?.focus();
}

async function become(person) {
  state.me = person;
  state.dismissed.clear();
  await choose(state.place.kind === "home" || !isAppDm(state.place.id) ? state.place : { kind: "channel", id: "@app" });
}

async function choose(place, thread = null) {
  document.body.classList.remove("with-sidebar");
  state.place = place;
  state.newSince = state.read.get(`${state.me} ${place.id}`) ?? state.openedAt;
  state.visitedAt = now();
  state.thread = thread;
  await refresh();
  if (state.place !== place) return; // one has gone on meanwhile
  if (place.kind === "home") await doing("home");
  else if (place.id === "@app" || isAppDm(place.id)) {
    const answer = await doing("dm");
    if (answer && state.place === place) state.place = { kind: "channel", id: answer.channel };
    await refresh();
  }
}

// Where the guide leads: who one is, where one is, and what stands ready to be sent.
async function go(ref, where, typed) {
  const person = state.about.people.find((one) => [one.id, one.name].includes(ref));
  if (person) state.me = person.id;
  const channel = state.about.channels.find((one) => [one.id, one.name].includes(where));
  await choose(where === "home" || !where ? { kind: "home" } : { kind: "channel", id: channel?.id ?? "@app" });
  if (typed) { places.write(state.place.id, typed); draw(); }
  $("foot").querySelector("textarea")?.focus();
}

async function visit(one, reader) {
  const channel = state.about.channels.find((other) => other.id === one.channel);
  const mayRead = channel?.members.includes(state.me);
  if (reader) state.me = reader;
  else if (channel && !mayRead) state.me = channel.members.find((id) => id !== state.about.app.bot_user) ?? state.me;
  await choose({ kind: "channel", id: one.channel }, one.thread_ts && one.thread_ts !== one.ts ? one.thread_ts : null);
}

function isAppDm(id) {
  const channel = state.about.channels.find((one) => one.id === id);
  return channel?.kind === "im" && channel.members.includes(state.about.app.bot_user);
}

// One look at a time; what changes meanwhile is looked at once more.
let looking = null;
let isStale = false;

function refresh() {
  isStale = true;
  looking ??= (async () => {
    try {
      while (isStale) {
        isStale = false;
        await look();
      }
    } finally {
      looking = null;
    }
  })();
  return looking;
}

async function look() {
  const { me, place } = state;
  const focus = place.kind === "channel" ? place.id : "";
  const [about, seen] = await Promise.all([get(""), sees(me, focus)]);
  if (focus && !focus.startsWith("@") && !seen.channels.some((one) => one.id === focus)) {
    seen.elsewhere = (await looksInto(me, focus).catch(() => null))?.channels[0];
  }
  if (me !== state.me || place.id !== state.place.id) { isStale = true; return; }
  Object.assign(state, { about, seen });
  setNow(about.now);
  draw();
}

function draw() {
  if (isHeld(draw)) return;
  const { about, place } = state;
  const me = about.people.find((one) => one.id === state.me);
  speak(me.locale);
  document.title = `${about.workspace.name} · sandbox`;
  $("skip").textContent = t("Skip to the conversation");
  const here = about.channels.find((one) => one.id === place.id);
  if (here?.newest) state.read.set(`${state.me} ${here.id}`, here.newest.ts);
  top_.show(state);
  showSidebar($("sidebar"), state, choose);
  modal.show(state.seen.views.at(-1));
  places.draw();
  drawer.show(state);
  announce();
  const where = place.kind === "home" ? "home" : place.id;
  history.replaceState(null, "", `#${[state.me, where, state.thread].filter(Boolean).join("/")}`);
}

function announce() {
  const channel = state.place.kind === "channel" ? state.current() : null;
  const place = `${state.me} ${state.place.id}`;
  const newest = state.about.channels.find((one) => one.id === state.place.id)?.newest?.ts ?? "";
  if (state.spokenIn === place && newest > state.spokenTo) {
    $("announcer").textContent = spoken(channel, state.spokenTo, state.who(), state.me).slice(-3).join("\n");
  }
  Object.assign(state, { spokenIn: place, spokenTo: newest });
}

async function turn(seconds) {
  state.turning = true;
  if (innerWidth > 700) state.tool ??= "happenings";
  draw();
  try {
    const { ok, status } = await post("/clock", { advance: seconds });
    if (!ok) throw new Error(`the app's clock answered ${status}`);
  } catch (error) {
    notice(error.message);
  } finally {
    state.turning = false;
    await refresh();
  }
}

async function start() {
  state.about = await get("");
  state.openedAt = String(state.about.now);
  const { people, channels, guide } = state.about;
  const [me, where, thread] = decodeURIComponent(location.hash.slice(1)).split("/");
  const living = people.filter((one) => !one.is_bot && !one.deleted && one.id !== "USLACKBOT");
  state.me = (living.find((one) => one.id === me || one.name === me) ?? living[0]).id;
  if (guide.length && innerWidth > 700) state.tool = "guide";
  const first = channels.find((one) => one.id === where || one.name === where)?.id ?? (where === "@app" ? where : null);
  await choose(first ? { kind: "channel", id: first } : { kind: "home" }, thread ?? null);
  let isLost = false;
  listen(async (news) => {
    state.traffic = news.traffic;
    try {
      await traffic.refresh(news.traffic);
      state.refused = traffic.refused;
      await refresh();
    } catch (error) {
      notice(error.message);
    }
  }, (lost) => {
    if (lost && !isLost) notice(t("The sandbox does not answer. Trying again…"));
    isLost = lost;
  });
}

$("skip").addEventListener("click", () => $("main").focus());
start().catch((error) => { notice(`The page could not start: ${error.message}`); setTimeout(() => location.reload(), 5000); });
