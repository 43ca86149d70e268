// The form on top of a person's stack.

import { fill, h } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { heldIn, initialOf } from "./fields.js";
import { plain } from "./mrkdwn.js";

export class Modal {
  constructor(node, acts) {
    this.node = node;
    this.acts = acts; // who(), submit(view, values), close(view), click(view, …), suggest(view, …), upload(file)
    this.mark = "";
    this.typed = new Map(); // view id → "block_id action_id" → what was typed and not sent yet
    this.errors = {};
  }

  show(view) {
    if (!view) {
      if (this.mark) fill(this.node);
      this.mark = "";
      return;
    }
    const mark = `${view.id} ${view.hash} ${JSON.stringify(view.blocks)}`;
    if (mark === this.mark) return;
    const isSame = this.mark.startsWith(`${view.id} `);
    this.mark = mark;
    this.view = view;
    if (!isSame) this.errors = {};
    this.draw(isSame ? document.activeElement?.dataset.field : null);
  }

  draw(focused) {
    const view = this.view;
    this.faults = new Map();
    this.widgets = [];
    const form = h("form", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title", novalidate: true },
      h("header", {}, h("h2", { id: "modal-title" }, plain(view.title.text)),
        h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => this.close() }, "✕")),
      h("div", { class: "content" }, renderBlocks(view.blocks, this.context())),
      this.trouble = h("div", { class: "fault", role: "alert" }),
      h("footer", { class: "buttons" },
        h("button", { type: "button", onclick: () => this.close() }, view.close?.text ?? "Cancel"),
        view.submit ? (this.button = h("button", { type: "submit", class: "primary" }, plain(view.submit.text))) : null));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    fill(this.node, h("div", { class: "veil" }, form));
    this.showErrors(this.errors);
    const first = this.widgets.find(({ element }) => element.focus_on_load) ?? this.widgets[0];
    const kept = focused && this.node.querySelector(`[data-field="${CSS.escape(focused)}"]`);
    (kept || focusable(first?.widget.node) || form.querySelector("button.quiet")).focus();
  }

  context() {
    const view = this.view;
    const entry = (block, element) => view.state?.values?.[block.block_id]?.[element.action_id];
    return {
      who: this.acts.who(), place: "modal", upload: this.acts.upload,
      click: (block, element, chosen) => this.acts.click(view, block, element, chosen),
      suggest: (block, element, typed) => this.acts.suggest(view, block, element, typed),
      held: (block, element) => { const found = entry(block, element); return found ? heldIn(found) : undefined; },
      field: (block, element) => this.field(block, element, entry(block, element)),
    };
  }

  field(block, element, entry) {
    const typed = this.typedIn(this.view.id);
    const key = `${block.block_id} ${element.action_id}`;
    const start = typed.has(key) ? typed.get(key) : entry ? heldIn(entry) : initialOf(element);
    return {
      start,
      edited: (value) => { typed.set(key, value); this.clearFault(block.block_id); },
      shown: (widget, fault) => {
        this.faults.set(block.block_id, fault);
        this.widgets.push({ block, element, widget });
        const control = focusable(widget.node);
        if (control) control.dataset.field = key;
      },
    };
  }

  typedIn(id) {
    if (!this.typed.has(id)) this.typed.set(id, new Map());
    return this.typed.get(id);
  }

  values() {
    const values = {};
    for (const { block, element, widget } of this.widgets) {
      (values[block.block_id] ??= {})[element.action_id] = widget.value();
    }
    return values;
  }

  async submit() {
    if (!this.button || this.button.disabled) return;
    this.button.disabled = true;
    this.trouble.textContent = "";
    const { view, button } = this;
    try {
      const { errors, message } = await this.acts.submit(view, this.values());
      if (this.view !== view) return;
      this.errors = errors ?? {};
      this.showErrors(this.errors);
      this.trouble.textContent = message ?? "";
    } finally {
      button.disabled = false;
    }
  }

  close() {
    this.typed.delete(this.view.id);
    this.acts.close(this.view);
  }

  clearFault(blockId) {
    delete this.errors[blockId];
    const fault = this.faults.get(blockId);
    if (fault) fault.textContent = "";
  }

  showErrors(errors) {
    for (const [blockId, fault] of this.faults) fault.textContent = errors[blockId] ?? "";
    const first = this.widgets.find(({ block }) => errors[block.block_id]);
    focusable(first?.widget.node)?.focus();
  }
}

function focusable(node) {
  if (!node) return null;
  return node.matches("input,select,textarea") ? node : node.querySelector("input,select,textarea");
}
