// Names for ids, as one reader sees them.

export function directory(about, reader) {
  const people = new Map(about.people.map((one) => [one.id, one]));
  const channels = new Map(about.channels.map((one) => [one.id, one]));
  const groups = new Map(about.groups.map((one) => [one.id, one]));
  const nameOf = (one) => one && (one.real_name || one.name);
  return {
    reader: { tz: reader?.tz || "UTC", locale: reader?.locale || "en-US" },
    person: (id) => nameOf(people.get(id)),
    channel: (id) => channels.get(id)?.name,
    group: (id) => groups.get(id)?.handle,
    people: () => about.people.filter((one) => !one.deleted && !one.is_bot && one.id !== "USLACKBOT")
      .map((one) => [one.id, nameOf(one)]),
    channels: (publicOnly, filter) => about.channels
      .filter((one) => !one.archived && sees(one, reader) && one.kind !== "im")
      .filter((one) => !publicOnly || one.kind === "channel")
      .filter((one) => !filter?.include || filter.include.includes(one.kind === "channel" ? "public" : "private"))
      .map((one) => [one.id, `#${one.name}`]),
  };
}

export function sees(channel, person) {
  return channel.members.includes(person?.id) || (channel.kind === "channel" && person?.guest === "none");
}
