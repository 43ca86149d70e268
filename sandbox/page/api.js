// The control API, see sandbox/README.md.

async function answered(response) {
  let body;
  try {
    body = await response.json();
  } catch {
    throw new Error(`the sandbox answered ${response.status}`);
  }
  if (!response.ok) throw new Error(body.error ?? `the sandbox answered ${response.status}`);
  return body;
}

export async function get(path) {
  return answered(await fetch(`/control${path}`));
}

export async function post(path, body = {}) {
  return answered(await fetch(`/control${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  }));
}

export function act(person, verb, body) {
  return post(`/as/${encodeURIComponent(person)}/${verb}`, body);
}

// All that the person's screen shows; messages only of the conversation that is open.
export function sees(person, focus) {
  return get(`/as/${encodeURIComponent(person)}/sees?${new URLSearchParams({ limit: "150", focus })}`);
}

export function looksInto(person, channel) {
  return get(`/as/${encodeURIComponent(person)}/sees?${new URLSearchParams({ limit: "150", channel })}`);
}

export async function remove(path) {
  return answered(await fetch(`/control${path}`, { method: "DELETE" }));
}

export async function patch(path, body) {
  return answered(await fetch(`/control${path}`, {
    method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  }));
}

// Calls `told(news)` whenever something may look different, until the page is closed; `lost(isLost)` when the
// stream breaks and when it is back. The browser connects again by itself.
export function listen(told, lost) {
  const stream = new EventSource("/control/live");
  stream.addEventListener("message", (event) => { lost(false); told(JSON.parse(event.data)); });
  stream.addEventListener("error", () => lost(true));
}

export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
