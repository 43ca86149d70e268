// Renders what stdin holds with the page's own markup module, on a document that has no HTML parser at all.

class Node {
  constructor(tag, text) { this.tag = tag; this.text = text; this.children = []; this.attributes = {}; }
  append(...children) {
    this.children.push(...children.map((one) => (one instanceof Node ? one : new Node("#text", String(one)))));
  }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener() {}
  shown() {
    if (this.tag === "#text") return this.text;
    return [this.tag, this.attributes, ...this.children.map((one) => one.shown())];
  }
}

globalThis.document = {
  createElement: (tag) => new Node(tag),
  createTextNode: (text) => new Node("#text", text),
};

const [folder] = process.argv.slice(2);
const { mrkdwn } = await import(`${folder}/mrkdwn.js`);
const who = {
  person: (id) => ({ U0ANN: "Ann Example" })[id],
  channel: (id) => ({ C0IT: "it-desk" })[id],
  group: (id) => ({ S0CAB: "cab" })[id],
  reader: { tz: "Europe/Berlin", locale: "en-GB" },
};
let input = "";
for await (const part of process.stdin) input += part;
process.stdout.write(JSON.stringify(JSON.parse(input).map((text) => mrkdwn(text, who).shown())));
