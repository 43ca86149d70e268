// What stands in the middle: the app's Home or a conversation, and a thread beside it.

import { showMessages } from "./messages.js";
import { composer } from "./composer.js";
import { h, once } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { language, t } from "./words.js";

const $ = (id) => document.getElementById(id);

// acts: message acts (see messages.js), home (click, suggest, upload), say, command, upload, shortcut, join, closeThread
export class Places {
  constructor(state, acts) {
    this.state = state;
    this.acts = acts;
    this.drafts = new Map();
  }

  // `typed` is put where one types, to be sent by the reader.
  write(channelId, typed) {
    const key = this.draftKey(channelId, null);
    this.drafts.set(key, { text: typed });
    $("foot").mark = "";
  }

  draw() {
    const { place } = this.state;
    $("thread").setAttribute("aria-label", t("Thread"));
    if (place.kind === "home") this.drawHome();
    else this.drawChannel(this.state.current());
  }

  drawHome() {
    const { about, seen, me } = this.state;
    const home = seen.home;
    $("title").textContent = `${about.app.name} · ${t("Home")}`;
    $("topic").textContent = "";
    $("thread").hidden = true;
    const timeline = $("timeline");
    timeline.removeAttribute("role");
    const shown = ["home", me, language(), home?.blocks, home?.hash];
    const focused = document.activeElement?.dataset.action;
    if (once(timeline, shown, () => h("div", { class: "home" }, home ? renderBlocks(home.blocks, this.homeContext(home)) : h("p", { class: "hint" }, t("The app has published no Home yet."))))) {
      timeline.known = undefined;
      timeline.roves = timeline.roves ?? false;
      if (focused) timeline.querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
    }
    once($("foot"), ["home"], () => null);
  }

  homeContext(home) {
    return {
      who: this.state.who(), place: "home", ...this.acts.home,
      held: (block, element) => this.acts.heldIn(home.state?.values?.[block.block_id]?.[element.action_id]),
    };
  }

  drawChannel(channel) {
    const { about, me, seen, place, thread } = this.state;
    const timeline = $("timeline");
    const isDm = channel?.kind === "im";
    const other = isDm ? about.people.find((one) => one.name === channel.name) : null;
    $("title").textContent = channel ? `${isDm ? "" : "# "}${other?.real_name || channel.name}${channel.archived ? ` (${t("archived")})` : ""}` : about.app.name;
    $("topic").textContent = channel ? about.channels.find((one) => one.id === channel.id)?.topic || (isDm ? "" : t("{n} members", { n: channel.members.filter((id) => id !== about.app.bot_user).length })) : "";
    const isNew = once(timeline, ["channel", me, place.id, language()], () => { timeline.known = undefined; return null; });
    timeline.setAttribute("role", "log");
    timeline.setAttribute("aria-live", "off");
    timeline.setAttribute("aria-label", $("title").textContent);
    if (!channel) return;
    const room = this.roomOf(channel);
    this.drawFoot($("foot"), channel, null); // first, for it takes its height from the timeline
    const whispers = seen.ephemerals.filter((one) => one.channel === channel.id && !this.state.dismissed.has(one.id));
    const inThread = (one) => one.thread_ts && one.thread_ts !== one.ts;
    const messages = inOrder([...channel.messages.map(withoutReplies), ...whispers.filter((one) => !inThread(one))]);
    showMessages(timeline, messages, room, false);
    if (isNew) timeline.scrollTop = timeline.scrollHeight;
    this.drawThread(channel, room, whispers.filter(inThread), thread);
  }

  roomOf(channel) {
    const { state } = this;
    const shortcuts = state.about.app.shortcuts.filter((one) => one.type === "message");
    return {
      channel, who: state.who(), me: state.me, may: channel.member && !channel.archived, shortcuts, acts: this.acts.message,
      // What came while one was elsewhere.
      unread: ({ ts, latest_reply: last, user }) => user !== state.me && (last ?? ts) > state.newSince && Number(last ?? ts) <= state.visitedAt,
    };
  }

  drawThread(channel, room, whispers, thread) {
    const panel = $("thread");
    const parent = thread && channel.messages.find((one) => one.ts === thread);
    panel.hidden = !parent;
    document.body.classList.toggle("with-thread", Boolean(parent));
    if (!parent) { panel.mark = ""; return; }
    const isNew = once(panel, [room.me, channel.id, parent.ts, language()], () => [
      h("header", {}, h("h2", {}, t("Thread")), h("button", { type: "button", class: "quiet", "aria-label": t("Close thread"), onclick: () => this.acts.closeThread() }, "✕")),
      h("div", { class: "replies-list scroll", role: "log", "aria-live": "off", "aria-label": t("Thread") }), h("div", { class: "thread-foot" }),
    ]);
    this.drawFoot(panel.querySelector(".thread-foot"), channel, parent.ts);
    const list = panel.querySelector(".replies-list");
    showMessages(list, [withoutReplies(parent), ...inOrder([...parent.replies, ...whispers.filter((one) => one.thread_ts === parent.ts)])], room, true);
    if (isNew) list.scrollTop = list.scrollHeight;
  }

  draftKey(channelId, threadTs) {
    return `${this.state.me} ${channelId} ${threadTs ?? ""}`;
  }

  drawFoot(node, channel, threadTs) {
    const key = this.draftKey(channel.id, threadTs);
    const { commands, shortcuts } = this.state.about.app;
    once(node, [key, channel.member, channel.archived, commands, shortcuts, language()], () => {
      if (channel.archived) return h("p", { class: "hint foot-note" }, t("This channel is archived."));
      if (!channel.member) return h("p", { class: "foot-note" }, h("button", { type: "button", class: "primary", onclick: () => this.acts.join(channel) }, t("Join {name}", { name: `#${channel.name}` })));
      if (!this.drafts.has(key)) this.drafts.set(key, { text: "" });
      const name = channel.kind === "im" ? $("title").textContent : `#${channel.name}`;
      const room = {
        label: threadTs ? t("Reply…") : t("Message {name}", { name }), commands: threadTs ? [] : commands, inThread: Boolean(threadTs),
        shortcuts: threadTs ? [] : shortcuts.filter((one) => one.type !== "message"),
      };
      const where = { channel: channel.id, ...(threadTs ? { thread_ts: threadTs } : {}) };
      return composer(room, this.acts.composer(where), this.drafts.get(key));
    });
  }
}

// For the screen reader: what was said since the last look.
export function spoken(channel, since, who, me) {
  if (!channel) return [];
  const all = channel.messages.flatMap((one) => [one, ...(one.replies ?? [])]);
  return all.filter((one) => one.ts > since && one.user !== me).map((one) => {
    const words = mrkdwn(one.text, who).textContent;
    return `${one.username ?? who.person(one.user) ?? ""}: ${words}`;
  });
}

function withoutReplies({ replies, ...message }) {
  return message;
}

function inOrder(messages) {
  return messages.sort((one, other) => (one.ts < other.ts ? -1 : 1));
}
