// The drawer below the conversation: the guide, what happened, the traffic, faults. One at a time.

import { fill, h, once } from "./dom.js";
import { language, t } from "./words.js";

export class Drawer {
  // `tools`: name → { title(), make(node), show(state) }
  constructor(node, tools, close) {
    this.node = node;
    this.tools = tools;
    this.close = close;
    node.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) close(); });
  }

  show(state) {
    const tool = this.tools[state.tool];
    this.node.hidden = !tool;
    document.body.classList.toggle("with-drawer", Boolean(tool));
    if (!tool) { this.node.mark = ""; return; }
    const title = tool.title();
    once(this.node, [state.tool, language()], () => {
      const content = h("div", { class: "drawer-content" });
      this.node.setAttribute("aria-label", title);
      this.node.dataset.tool = state.tool;
      tool.make(content);
      const close = h("button", { type: "button", class: "quiet", "aria-label": t("Close"), onclick: () => this.close() }, "✕");
      return [h("header", {}, h("h2", {}, title), h("span", { class: "extras" }, tool.extras?.() ?? null), h("span", { class: "space" }), close), content];
    });
    tool.show(state);
  }

  // Makes the tool anew at the next showing.
  renew() {
    this.node.mark = "";
    fill(this.node);
  }
}
