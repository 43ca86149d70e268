// Tables, and figures as tables with bars.

import { append, h } from "./dom.js";
import { richText } from "./mrkdwn.js";

const words = (one, context) => {
  if (one.type === "rich_text") return richText(one, context.who);
  return String(one.text ?? one.value ?? "");
};

export function table(block, context) {
  const [head, ...rest] = block.rows;
  const settings = block.column_settings ?? [];
  const looks = (index) => ["left", "center", "right"].includes(settings[index]?.align) ? `to-${settings[index].align}` : null;
  return framed(null, head, rest, (tag, one, index) => h(tag, { class: looks(index), scope: tag === "th" ? "col" : null }, words(one, context)));
}

export function dataTable(block, context) {
  const [head, ...rest] = block.rows;
  return framed(block.caption, head, rest, (tag, one) =>
    h(tag, { class: one.type === "raw_number" ? "to-right" : null, scope: tag === "th" ? "col" : null }, words(one, context)));
}

function framed(caption, head, rest, cell) {
  return h("div", { class: "wide", tabindex: "0", role: "group", "aria-label": caption ?? null }, h("table", {}, caption ? h("caption", {}, caption) : null,
    h("thead", {}, h("tr", {}, head.map((one, index) => cell("th", one, index)))),
    h("tbody", {}, rest.map((row) => h("tr", {}, row.map((one, index) => cell("td", one, index)))))));
}

// Bars tell what a drawing would, and a screen reader can read them.
export function chart(block) {
  const data = block.chart ?? {};
  const series = data.series ?? [{ name: block.title, data: (data.segments ?? []).map(({ label, value }) => ({ label, value })) }];
  const most = Math.max(1, ...series.flatMap((one) => (one.data ?? []).map(({ value }) => Math.abs(value))));
  const node = h("figure", {}, h("figcaption", {}, block.title ?? ""));
  append(node, series.map((one) => h("table", { class: "bars" }, one.name === block.title ? null : h("caption", {}, one.name ?? ""), (one.data ?? []).map(({ label, value }) =>
    h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, h("meter", { min: "0", max: String(most), value: String(Math.abs(value)), "aria-hidden": "true" }), ` ${value}`))))));
  return node;
}
