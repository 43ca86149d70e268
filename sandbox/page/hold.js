// While a button is held down nothing is drawn: a click on what was drawn anew in the middle of it would be lost.

const LONGEST_MS = 500;
let since = 0;
let owed = null;

addEventListener("pointerdown", () => { since = performance.now(); setTimeout(released, LONGEST_MS + 1); }, true);
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { since = 0; setTimeout(released); }, true);

function isDown() {
  return since > 0 && performance.now() - since < LONGEST_MS;
}

function released() {
  if (!owed || isDown()) return;
  const draw = owed;
  owed = null;
  draw();
}

// Whether one has to wait; then `draw` is called once when the button is let go.
export function isHeld(draw) {
  owed = isDown() ? draw : null;
  return owed !== null;
}
