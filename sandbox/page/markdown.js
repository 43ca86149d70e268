// The markdown block: the common marks. Whatever is not understood stays text; nothing is ever parsed as HTML.

import { h } from "./dom.js";
import { link } from "./mrkdwn.js";
import { withEmoji } from "./emoji.js";

const MARKS = [
  [/`([^`\n]+)`/, (found) => h("code", {}, found[1])],
  [/\[([^\]\n]+)\]\(([^()\s]+)\)/, (found) => link(found[2], found[1])],
  [/\*\*([^\n]+?)\*\*/, (found) => h("strong", {}, inline(found[1]))],
  [/~~([^\n]+?)~~/, (found) => h("s", {}, inline(found[1]))],
  [/(?<![\p{L}\p{N}*_])[*_](?!\s)([^*_\n]+?)[*_](?![\p{L}\p{N}*_])/u, (found) => h("em", {}, inline(found[1]))],
];

function inline(text) {
  let first = null;
  for (const [pattern, make] of MARKS) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return [withEmoji(text)];
  const { found, make } = first;
  return [withEmoji(text.slice(0, found.index)), make(found), ...inline(text.slice(found.index + found[0].length))];
}

const LINE = [
  [/^(#{1,6})\s+(.*)$/, ([, marks, words]) => h(`h${Math.min(6, marks.length + 1)}`, {}, inline(words))],
  [/^\s*[-*+]\s+(.*)$/, ([, words]) => h("li", {}, inline(words)), "ul"],
  [/^\s*\d+[.)]\s+(.*)$/, ([, words]) => h("li", {}, inline(words)), "ol"],
  [/^>\s?(.*)$/, ([, words]) => h("div", {}, inline(words)), "blockquote"],
  [/^(?:---+|\*\*\*+)$/, () => h("hr")],
];

export function markdown(text) {
  const node = h("div", { class: "rich" });
  String(text).split(/```\w*\n?([\s\S]*?)```/).forEach((part, index) => {
    if (index % 2) node.append(h("pre", {}, part));
    else paragraphs(part, node);
  });
  return node;
}

function paragraphs(text, node) {
  let list = null;
  for (const line of text.split("\n")) {
    const rule = LINE.find(([pattern]) => pattern.test(line));
    if (!rule) {
      list = null;
      if (line.trim()) node.append(h("div", {}, inline(line)));
      continue;
    }
    const [pattern, make, around] = rule;
    const made = make(pattern.exec(line));
    if (!around) { list = null; node.append(made); continue; }
    if (list?.tagName.toLowerCase() !== around) { list = h(around, {}); node.append(list); }
    list.append(made);
  }
}
