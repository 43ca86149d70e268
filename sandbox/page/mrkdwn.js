// Slack's markup into nodes. Whatever is not understood stays text; nothing is ever parsed as HTML.

import { h } from "./dom.js";
import { tokenDate } from "./dates.js";
import { emoji, withEmoji } from "./emoji.js";

const SAFE = /^(https?:|mailto:|tel:|slack:)/i;
const HOLD = "\ue000";

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function link(url, label) {
  if (!SAFE.test(url)) return document.createTextNode(label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function plain(text) {
  return h("span", { class: "words" }, withEmoji(text));
}

function mention(label) {
  return h("span", { class: "mention" }, label);
}

// The inside of <…>.
function token(body, who) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : unescape(body.slice(bar + 1));
  if (target.startsWith("@")) return mention(`@${who.person(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${who.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!subteam^")) {
    return mention(`@${who.group(target.slice(9)) ?? label?.replace(/^@/, "") ?? target.slice(9)}`);
  }
  if (target.startsWith("!date^")) return date(target.slice(6), label, who);
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1)}`);
  if (!SAFE.test(target)) return document.createTextNode(`<${unescape(body)}>`);
  return link(unescape(target), label ?? unescape(target));
}

function date(body, fallback, who) {
  const [seconds, format, url] = body.split("^");
  if (!/^-?\d+$/.test(seconds ?? "") || !format) return document.createTextNode(fallback ?? "");
  const words = h("time", { title: fallback ?? "" }, tokenDate(Number(seconds), unescape(format), who.reader));
  return url ? link(unescape(url), words) : words;
}

const STYLES = [
  [/(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])/u, "strong"],
  [/(?<![\p{L}\p{N}_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\p{L}\p{N}_])/u, "em"],
  [/(?<![\p{L}\p{N}~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\p{L}\p{N}~])/u, "s"],
];

function styled(text, held) {
  let first = null;
  for (const [pattern, tag] of STYLES) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { match, tag };
  }
  if (!first) return leaf(text, held);
  const { match, tag } = first;
  return [
    ...leaf(text.slice(0, match.index), held),
    h(tag, {}, styled(match[1], held)),
    ...styled(text.slice(match.index + match[0].length), held),
  ];
}

// Text without styles: puts back what was held, links bare addresses.
function leaf(text, held) {
  return text.split(/(\ue000\d+\ue000|https?:\/\/[^\s<>\ue000]+[^\s<>\ue000.,;:!?)])/).map((part) => {
    if (part.startsWith(HOLD)) return held[Number(part.slice(1, -1))];
    const words = unescape(part);
    return /^https?:\/\//.test(part) ? link(words, words) : withEmoji(words);
  });
}

function inline(text, who) {
  const held = [];
  const hold = (node) => `${HOLD}${held.push(node) - 1}${HOLD}`;
  const marked = text
    .replace(/`([^`\n]+)`/g, (_, code) => hold(h("code", {}, unescape(code))))
    .replace(/<([^<>\n]+)>/g, (_, body) => hold(token(body, who)));
  return styled(marked, held);
}

function lines(text, who) {
  const nodes = [];
  let quoted = [];
  const endQuote = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, joined(quoted, who)));
    quoted = [];
  };
  let open = [];
  const endOpen = () => {
    if (open.length) nodes.push(...joined(open, who));
    open = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) { endOpen(); quoted.push(quote[1]); }
    else { endQuote(); open.push(line); }
  }
  endQuote();
  endOpen();
  return nodes;
}

function joined(texts, who) {
  return texts.flatMap((line, index) => [index ? h("br") : null, ...inline(line, who)]);
}

export function mrkdwn(text, who) {
  const parts = String(text ?? "").replaceAll(HOLD, "").split(/```([\s\S]*?)```/);
  return h("span", { class: "words" }, parts.map((part, index) =>
    index % 2 ? h("pre", {}, unescape(part.replace(/^\n/, ""))) : lines(part, who)));
}

export function textObject(text, who) {
  if (!text) return null;
  return text.type === "mrkdwn" ? mrkdwn(text.text, who) : plain(text.text);
}

// rich_text

function piece(element, who) {
  const style = element.style ?? {};
  let node = pieceNode(element, who);
  for (const [name, tag] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]]) {
    if (style[name]) node = h(tag, {}, node);
  }
  return node;
}

function pieceNode(element, who) {
  switch (element.type) {
    case "text": return h("span", { class: "words" }, element.text);
    case "link": return link(element.url, element.text || element.url);
    case "emoji": return emoji(element.name);
    case "user": return mention(`@${who.person(element.user_id) ?? element.user_id}`);
    case "channel": return mention(`#${who.channel(element.channel_id) ?? element.channel_id}`);
    case "usergroup": return mention(`@${who.group(element.usergroup_id) ?? element.usergroup_id}`);
    case "broadcast": return mention(`@${element.range}`);
    case "date": return h("time", {}, tokenDate(element.timestamp, element.format, who.reader));
    default: return element.text ?? `[${element.type}]`;
  }
}

function container(element, who) {
  const pieces = () => (element.elements ?? []).map((one) => piece(one, who));
  switch (element.type) {
    case "rich_text_list":
      return h(element.style === "ordered" ? "ol" : "ul", { class: `indent-${element.indent ?? 0}` },
        element.elements.map((one) => h("li", {}, (one.elements ?? []).map((inner) => piece(inner, who)))));
    case "rich_text_preformatted": return h("pre", {}, pieces());
    case "rich_text_quote": return h("blockquote", {}, pieces());
    default: return h("div", {}, pieces());
  }
}

export function richText(block, who) {
  return h("div", { class: "rich" }, (block.elements ?? []).map((element) => container(element, who)));
}
