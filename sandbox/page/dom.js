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
  let place = container.firstChild;
  for (const { node } of now.values()) {
    if (node === place) place = place.nextSibling;
    else container.insertBefore(node, place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
  container.known = now;
}

// Renders into `container` only if what it shows has changed.
export function once(container, shown, render) {
  const mark = JSON.stringify(shown);
  if (container.mark === mark) return false;
  container.mark = mark;
  fill(container, render());
  return true;
}

export function menu(label, title, entries) {
  const list = h("div", { class: "menu", role: "menu", hidden: true });
  const close = () => { list.hidden = true; };
  const open = () => {
    fill(list, entries().map(([words, act]) =>
      h("button", { type: "button", role: "menuitem", onclick: () => { close(); act(); } }, words)));
    list.hidden = false;
    list.classList.toggle("up", button.getBoundingClientRect().bottom > window.innerHeight / 2);
    list.firstChild?.focus();
  };
  const button = h("button", {
    type: "button", class: "quiet", title, "aria-label": title, "aria-haspopup": "menu",
    onclick: () => (list.hidden ? open() : close()),
  }, label);
  const node = h("span", { class: "menu-holder" }, button, list);
  node.addEventListener("focusout", (event) => { if (!node.contains(event.relatedTarget)) close(); });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); close(); button.focus(); }
  });
  return node;
}
