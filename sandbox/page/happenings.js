// What the app said, newest first, to whom and where; one click goes there.

import { get } from "./api.js";
import { soon } from "./dates.js";
import { h, sync } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { language, t } from "./words.js";

const KEPT = 100;

export class Happenings {
  // acts: visit(channel, thread, person)
  constructor(acts) {
    this.acts = acts;
    this.posts = [];
    this.last = null; // the number of the newest known
    this.asking = null;
  }

  title() {
    return t("What happened");
  }

  make(node) {
    this.node = h("ol", { class: "happenings scroll", tabindex: "0", "aria-label": this.title() });
    this.empty = h("p", { class: "hint" }, t("Nothing yet. Whatever the app posts, edits or whispers is listed here."));
    node.append(this.empty, this.node);
  }

  async refresh() {
    if (this.asking) return;
    try {
      this.asking = get(`/posts?since=${Math.max(0, this.last ?? 0)}`);
      const { last, posts } = await this.asking;
      this.posts = [...this.posts, ...posts].slice(-KEPT);
      this.last = last;
    } finally {
      this.asking = null;
    }
  }

  async show(state) {
    await this.refresh();
    const shown = this.posts.filter((one) => one.kind !== "update" || one.text).toReversed();
    this.empty.hidden = shown.length > 0;
    sync(this.node, shown.map((one) => ({ ...one, language: language(), me: state.me })), (one) => one.n, (one) => this.entry(one, state));
  }

  entry(one, state) {
    const who = state.who();
    const channel = state.about.channels.find((other) => other.id === one.channel);
    const reader = one.person ?? channel?.members.find((id) => channel.kind === "im" && id !== state.about.app.bot_user);
    const place = channel?.kind === "im" ? `→ ${who.person(reader) ?? ""}` : `#${channel?.name ?? one.channel}`;
    const whisper = one.kind === "ephemeral" ? ` → ${who.person(reader) ?? ""}` : "";
    return h("li", { class: one.kind },
      h("time", {}, soon(one.at, who.reader)),
      h("button", { type: "button", class: "quiet place", onclick: () => this.acts.visit(one, reader) }, `${place}${whisper}${one.thread_ts && one.thread_ts !== one.ts ? " ↳" : ""}`),
      h("span", { class: "kind hint" }, { post: "", update: t("edited"), delete: t("deleted"), ephemeral: t("whispered") }[one.kind]),
      h("span", { class: "what" }, mrkdwn((one.text ?? "").split("\n", 1)[0], who)));
  }
}
