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

export function sees(person, channel) {
  const query = new URLSearchParams({ limit: "100" });
  if (channel) query.set("channel", channel);
  return get(`/as/${encodeURIComponent(person)}/sees?${query}`);
}

export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
