// Elements are built from text nodes alone: words from elsewhere never become markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}

export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

// Shows `items` in order, making anew only those that changed, so that focus, menus and scrolling survive.
export function sync(container, items, keyOf, render) {
  const before = container.known ?? new Map();
  const now = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const mark = JSON.stringify(item);
    const old = before.get(key);
    now.set(key, old && old.mark === mark ? old : { mark, node: render(item) });
  }
  const kept = new Set([...now.values()].map(({ node }) => node));
  const focused = document.activeElement;
  const left = [...before].find(([, { node }]) => !kept.has(node) && node.contains(focused));
  // First what goes: a node that stays and is moved would lose focus, menus and scrolling too.
  for (const node of [...container.childNodes]) if (!kept.has(node)) node.remove();
  let place = container.firstChild;
  for (const node of kept) {
    if (node === place) place = place.nextSibling;
    else container.insertBefore(node, place);
  }
  container.known = now;
  const anew = left && now.get(left[0]);
  if (anew) refocus(anew.node, focused);
}

// What was made anew has the focus where the old one had it, as far as it still has that place.
function refocus(node, focused) {
  const { action } = focused.dataset;
  const label = focused.getAttribute("aria-label");
  const same = action ? `[data-action="${CSS.escape(action)}"]` : label && focused.matches("button") ? `button[aria-label="${CSS.escape(label)}"]` : null;
  ((same && node.querySelector(same)) ?? node).focus({ preventScroll: true });
}

// Renders into `container` only if what it shows has changed.
export function once(container, shown, render) {
  const mark = JSON.stringify(shown);
  if (container.mark === mark) return false;
  container.mark = mark;
  fill(container, render());
  return true;
}

let serial = 0;

export function freshId(name) {
  serial += 1;
  return `${name}-${serial}`;
}
