// The form on top of a person's stack.

import { fill, h } from "./dom.js";
import { renderBlocks } from "./blocks.js";
import { heldIn, initialOf } from "./fields.js";
import { plain } from "./mrkdwn.js";
import { language, t } from "./words.js";

export class Modal {
  // `node` is a <dialog>: the browser keeps the focus in it, and gives it back when it closes.
  constructor(node, acts) {
    this.node = node;
    this.acts = acts; // who(), submit(view, values), close(view, all), click(view, …), suggest(view, …), upload(file)
    this.mark = "";
    this.typed = new Map(); // view id → "block_id action_id" → what was typed and not sent yet
    this.errors = {};
    node.setAttribute("aria-labelledby", "sheet-title");
    node.addEventListener("cancel", (event) => { event.preventDefault(); this.close(); });
  }

  show(view) {
    if (!view) {
      if (this.node.open) this.node.close();
      fill(this.node);
      this.mark = "";
      return;
    }
    const mark = `${view.id} ${view.hash} ${language()} ${JSON.stringify(view.blocks)}`;
    if (mark === this.mark) return;
    const isSame = this.mark.startsWith(`${view.id} `);
    this.mark = mark;
    this.view = view;
    if (!isSame) this.errors = {};
    this.draw(isSame ? document.activeElement?.dataset.field : null, isSame ? this.node.querySelector(".content")?.scrollTop : 0);
  }

  draw(focused, scrolled) {
    const view = this.view;
    this.faults = new Map();
    this.widgets = [];
    const content = h("div", { class: "content", tabindex: "-1" }, renderBlocks(view.blocks, this.context()));
    const form = h("form", { class: "sheet", novalidate: true },
      h("header", {}, h("h2", { id: "sheet-title" }, plain(view.title.text)),
        h("button", { type: "button", class: "quiet", "aria-label": t("Close"), onclick: () => this.close(true) }, "✕")),
      content,
      this.trouble = h("div", { class: "fault trouble", role: "alert" }),
      h("footer", { class: "buttons" },
        h("button", { type: "button", onclick: () => this.close() }, view.close ? plain(view.close.text) : t("Cancel")),
        view.submit ? (this.button = h("button", { type: "submit", class: "primary" }, plain(view.submit.text))) : (this.button = null)));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    fill(this.node, form);
    if (!this.node.open) this.node.showModal();
    this.showErrors(this.errors);
    content.scrollTop = scrolled ?? 0;
    const first = this.widgets.find(({ element }) => element.focus_on_load) ?? this.widgets[0];
    const kept = focused && this.node.querySelector(`[data-field="${CSS.escape(focused)}"]`);
    (kept || focusable(first?.widget) || content.querySelector("button,select,input") || content).focus({ preventScroll: Boolean(kept) });
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
        const control = focusable(widget);
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
    this.button.setAttribute("aria-busy", "true");
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
      button.removeAttribute("aria-busy");
    }
  }

  // By the form's own button, or by the cross in the corner: then the forms below go as well.
  close(all = false) {
    this.typed.delete(this.view.id);
    this.acts.close(this.view, all);
  }

  clearFault(blockId) {
    delete this.errors[blockId];
    const fault = this.faults.get(blockId);
    if (fault) fault.textContent = "";
    for (const { block, widget } of this.widgets) if (block.block_id === blockId) (widget.control ?? widget.node).removeAttribute("aria-invalid");
  }

  showErrors(errors) {
    for (const [blockId, fault] of this.faults) fault.textContent = errors[blockId] ?? "";
    for (const { block, widget } of this.widgets) if (errors[block.block_id]) (widget.control ?? widget.node).setAttribute("aria-invalid", "true");
    focusable(this.widgets.find(({ block }) => errors[block.block_id])?.widget)?.focus();
  }
}

function focusable(widget) {
  return widget?.control ?? widget?.node.querySelector("input,select,textarea") ?? null;
}
