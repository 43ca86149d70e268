// Small drawings in the colour of the words around them, for not every machine has a font with emoji.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  clip: "M10.5 4.5 5.7 9.3a1.7 1.7 0 0 0 2.4 2.4l5-5a3 3 0 0 0-4.3-4.3L3.6 7.7a4.3 4.3 0 0 0 6.1 6.1l4-4",
  smile: "M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7M5.6 6.4v.2M10.4 6.4v.2M5 9.6c1.4 2 4.6 2 6 0",
  bubble: "M2.5 3h11v7.5H7.2L4 13.2v-2.7H2.5z",
  dots: "M8 3.3v.2M8 7.9v.2M8 12.5v.2",
  eye: "M1.5 8C4 3.5 12 3.5 14.5 8 12 12.5 4 12.5 1.5 8M8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2",
  lock: "M3.5 7.2h9v6.3h-9zM5.3 7.2V5a2.7 2.7 0 0 1 5.4 0v2.2",
  bolt: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
  send: "M2 2.5 14 8 2 13.5 4 8zM4 8h6",
  home: "M2.5 7.5 8 2.5l5.5 5V13.5h-4v-4h-3v4h-4z",
  mail: "M2 3.5h12v9H2zM2 4l6 5 6-5",
  page: "M4 1.7h5.5L12.5 5v9.3H4zM9 1.7V5.3h3.5",
};

export function icon(name) {
  const node = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", "aria-hidden": "true", class: "icon" })) node.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  node.append(path);
  return node;
}
