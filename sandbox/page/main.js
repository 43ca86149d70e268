// Ties the page together: asks each second what the person sees, and carries out what they do.

import { act, base64, get, post, sees } from "./api.js";
import { fill, h, once } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { composer } from "./composer.js";
import { directory } from "./directory.js";
import { fullTime } from "./dates.js";
import { showMessages } from "./messages.js";
import { Modal } from "./modal.js";
import { unescape } from "./mrkdwn.js";
import { showPeople, showSidebar } from "./sidebar.js";

const $ = (id) => document.getElementById(id);
const POLL_MS = 1000;
const NOTICE_MS = 8000;

const state = {
  me: "", place: { kind: "home" }, thread: null, about: null, seen: null, round: 0,
  dismissed: new Set(), read: new Map(), drafts: new Map(),
  unread(channel) {
    const newest = channel.messages?.at(-1);
    const key = `${state.me} ${channel.id}`;
    if (!newest) return false;
    if (!state.read.has(key) || state.place.id === channel.id) state.read.set(key, newest.ts);
    return newest.ts > state.read.get(key) && newest.user !== state.me;
  },
};

// What went wrong, in a sentence.
function notice(words, kind = "error") {
  const node = h("div", { class: `notice ${kind}` }, words,
    h("button", { type: "button", class: "quiet", "aria-label": "Dismiss", onclick: () => node.remove() }, "✕"));
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
  for (const list of [$("timeline"), $("thread").querySelector(".scroll")]) if (answer && list) list.scrollTop = list.scrollHeight;
  return answer;
}

async function uploaded(file, where = {}) {
  const answer = await doing("upload", { filename: file.name, content_base64: await base64(file), ...where });
  return answer?.file ?? null;
}

const clicked = (where, block, element, chosen) =>
  doing("click", { ...where, action_id: element.action_id, block_id: block.block_id, ...chosen });

async function suggested(where, block, element, typed) {
  const answer = await doing("options", { ...where, action_id: element.action_id, block_id: block.block_id, value: typed });
  return answer?.options ?? (answer?.option_groups ?? []).flatMap((group) => group.options);
}

// Where a message stands, as the control API wants it said.
const spot = (one) => (one.is_ephemeral ? { ephemeral: one.id, channel: one.channel } : { channel: state.place.id, ts: one.ts });

const messageActs = {
  click: (one, ...rest) => clicked(spot(one), ...rest),
  suggest: (one, ...rest) => suggested(spot(one), ...rest),
  upload: (file) => uploaded(file),
  react: (one, name, remove) => doing("react", { ...spot(one), reaction: name, remove }),
  reply: (one) => { state.thread = one.thread_ts ?? one.ts; draw(); $("thread").querySelector("textarea")?.focus(); },
  shortcut: (shortcut, one) => doing("shortcut", { ...spot(one), callback_id: shortcut.callback_id }),
  edit: (one) => {
    const words = window.prompt("Edit message", unescape(one.text));
    if (words) doing("edit", { ...spot(one), text: words });
  },
  remove: (one) => { if (window.confirm("Delete this message?")) doing("delete", spot(one)); },
  dismiss: (one) => { state.dismissed.add(one.id); draw(); },
};

const modal = new Modal($("modal"), {
  who: () => who(),
  submit: async (view, values) => (await doing("submit", { view_id: view.id, values }))?.sees ?? {},
  close: (view) => doing("close", { view_id: view.id }),
  click: (view, ...rest) => clicked({ view_id: view.id }, ...rest),
  suggest: (view, ...rest) => suggested({ view_id: view.id }, ...rest),
  upload: (file) => uploaded(file),
});

function who() {
  return directory(state.about, state.about.people.find((one) => one.id === state.me));
}

function current() {
  return state.seen.channels.find((one) => one.id === state.place.id);
}

async function choose(place) {
  state.place = place;
  state.thread = null;
  state.seen && draw();
  if (place.kind === "home") await doing("home");
  else if (place.id === "@app" || isAppDm(place.id)) {
    const answer = await doing("dm");
    if (answer) state.place = { kind: "channel", id: answer.channel };
  }
  await refresh();
}

function isAppDm(id) {
  const channel = state.about.channels.find((one) => one.id === id);
  return channel?.kind === "im" && channel.members.includes(state.about.app.bot_user);
}

async function refresh() {
  const round = ++state.round;
  const { me, place } = state;
  const isElsewhere = place.kind === "channel" && !place.id.startsWith("@") && state.seen && !current()?.member;
  const [about, seen, other] = await Promise.all([get(""), sees(me), isElsewhere ? sees(me, place.id).catch(() => null) : null]);
  if (round !== state.round) return;
  if (other && !seen.channels.some((one) => one.id === place.id)) seen.elsewhere = other.channels[0];
  Object.assign(state, { about, seen });
  draw();
}

function draw() {
  const { about, place } = state;
  $("workspace").textContent = about.workspace.name;
  document.title = `${about.workspace.name} · sandbox`;
  $("clock").hidden = !about.app.clock_url;
  showPeople($("me"), state);
  showSidebar($("sidebar"), state, choose);
  modal.show(state.seen.views.at(-1));
  if (place.kind === "home") drawHome();
  else drawChannel(current() ?? state.seen.elsewhere);
  const where = place.kind === "home" ? "home" : place.id;
  history.replaceState(null, "", `#${[state.me, where, state.thread].filter(Boolean).join("/")}`);
}

function drawHome() {
  const home = state.seen.home;
  $("title").textContent = `${state.about.app.name}: Home`;
  $("thread").hidden = true;
  const timeline = $("timeline");
  const shown = ["home", state.me, home?.blocks, home?.hash];
  if (once(timeline, shown, () => h("div", { class: "home" }, home ? renderBlocks(home.blocks, homeContext()) : "The app has published no Home yet."))) {
    timeline.known = undefined;
  }
  once($("foot"), ["home"], () => null);
}

function homeContext() {
  return {
    who: who(), place: "home", upload: (file) => uploaded(file),
    click: (...rest) => clicked({ home: true }, ...rest),
    suggest: (...rest) => suggested({ home: true }, ...rest),
  };
}

function drawChannel(channel) {
  const timeline = $("timeline");
  $("title").textContent = channel ? `${channel.kind === "im" ? "" : "#"}${channel.name}${channel.archived ? " (archived)" : ""}` : "";
  once(timeline, ["channel", state.me, state.place.id], () => { timeline.known = undefined; return null; });
  if (!channel) return;
  const room = roomOf(channel);
  drawFoot($("foot"), channel, null); // first, for it takes its height from the timeline
  const whispers = state.seen.ephemerals.filter((one) => one.channel === channel.id && !state.dismissed.has(one.id));
  const inThread = (one) => one.thread_ts && one.thread_ts !== one.ts;
  showMessages(timeline, inOrder([...channel.messages.map(withoutReplies), ...whispers.filter((one) => !inThread(one))]), room, false);
  drawThread(channel, room, whispers.filter(inThread));
}

function roomOf(channel) {
  const shortcuts = state.about.app.shortcuts.filter((one) => one.type === "message");
  return { channel, who: who(), me: state.me, may: channel.member && !channel.archived, shortcuts, acts: messageActs };
}

function withoutReplies({ replies, ...message }) {
  return message;
}

function inOrder(messages) {
  return messages.sort((one, other) => (one.ts < other.ts ? -1 : 1));
}

function drawThread(channel, room, whispers) {
  const panel = $("thread");
  const parent = state.thread && channel.messages.find((one) => one.ts === state.thread);
  panel.hidden = !parent;
  if (!parent) return;
  once(panel, [state.me, channel.id, parent.ts], () => [
    h("header", {}, h("h2", {}, "Thread"), h("button", { type: "button", class: "quiet", "aria-label": "Close thread", onclick: () => { state.thread = null; draw(); } }, "✕")),
    h("div", { class: "replies-list scroll" }), h("div", { class: "thread-foot" }),
  ]);
  drawFoot(panel.querySelector(".thread-foot"), channel, parent.ts);
  const replies = [withoutReplies(parent), ...inOrder([...parent.replies, ...whispers.filter((one) => one.thread_ts === parent.ts)])];
  showMessages(panel.querySelector(".replies-list"), replies, room, true);
}

function drawFoot(node, channel, threadTs) {
  const key = `${state.me} ${channel.id} ${threadTs ?? ""}`;
  const { commands, shortcuts } = state.about.app;
  once(node, [key, channel.member, channel.archived, commands, shortcuts], () => {
    if (channel.archived) return h("p", { class: "hint" }, "This channel is archived.");
    if (!channel.member) return h("button", { type: "button", class: "primary", onclick: () => doing("join", { channel: channel.id }) }, `Join #${channel.name}`);
    if (!state.drafts.has(key)) state.drafts.set(key, { text: "" });
    const room = { label: threadTs ? "Reply…" : `Message ${channel.name}`, commands: threadTs ? [] : commands, inThread: Boolean(threadTs), shortcuts: shortcuts.filter((one) => one.type !== "message") };
    const where = { channel: channel.id, ...(threadTs ? { thread_ts: threadTs } : {}) };
    return composer(room, {
      say: (text) => said("message", { ...where, text }),
      command: (text, inThread) => {
        if (inThread) { notice("Slash commands cannot be used in threads."); return null; }
        return said("command", { channel: channel.id, text });
      },
      upload: (file) => uploaded(file, where),
      shortcut: (one) => doing("shortcut", { callback_id: one.callback_id }),
    }, state.drafts.get(key));
  });
}

async function turnClock(button) {
  const buttons = [...$("clock").querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  $("desk-time").textContent = "turning…";
  try {
    const { ok, status, answer } = await post("/clock", { advance: Number(button.dataset.seconds) });
    if (!ok) throw new Error(`the app's clock answered ${status}`);
    const now = Date.parse(answer?.now ?? "");
    $("desk-time").textContent = Number.isNaN(now) ? `turned by ${button.textContent.slice(1)}` : fullTime(now / 1000, who().reader);
    await refresh();
  } catch (error) {
    $("desk-time").textContent = "";
    notice(error.message);
  } finally {
    for (const one of buttons) one.disabled = false;
  }
}

async function start() {
  const about = await get("");
  state.about = about;
  const [me, where, thread] = decodeURIComponent(location.hash.slice(1)).split("/");
  const people = about.people.filter((one) => !one.is_bot && !one.deleted && one.id !== "USLACKBOT");
  state.me = (people.find((one) => one.id === me || one.name === me) ?? people[0]).id;
  state.seen = await sees(state.me);
  $("me").addEventListener("change", () => { state.me = $("me").value; state.dismissed.clear(); choose(state.place.kind === "home" || !isAppDm(state.place.id) ? state.place : { kind: "channel", id: "@app" }); });
  $("clock").addEventListener("click", (event) => { if (event.target.matches("button")) turnClock(event.target); });
  const first = about.channels.find((one) => one.id === where || one.name === where)?.id ?? (where === "@app" ? where : null);
  await choose(first ? { kind: "channel", id: first } : { kind: "home" });
  if (thread) { state.thread = thread; draw(); }
  poll();
}

let wasLost = false;
async function poll() {
  try {
    await refresh();
    wasLost = false;
  } catch (error) {
    if (!wasLost) notice(`The sandbox does not answer: ${error.message}`);
    wasLost = true;
  }
  setTimeout(poll, POLL_MS);
}

start().catch((error) => { fill($("notices"), h("div", { class: "notice error" }, `The page could not start: ${error.message}`)); setTimeout(() => location.reload(), 5000); });
