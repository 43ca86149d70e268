// The few that ITSM messages use; any other name is shown as it was written.
export const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", eyes: "👀", tada: "🎉", wave: "👋", pray: "🙏",
  ok_hand: "👌", raised_hands: "🙌", clap: "👏", heart: "❤️", fire: "🔥", rocket: "🚀", star: "⭐", sparkles: "✨",
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", no_entry: "⛔", no_entry_sign: "🚫", warning: "⚠️",
  rotating_light: "🚨", bell: "🔔", no_bell: "🔕", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰",
  stopwatch: "⏱️", clock3: "🕒", calendar: "📆", date: "📅", ticket: "🎫", admission_tickets: "🎟️", wrench: "🔧",
  hammer_and_wrench: "🛠️", gear: "⚙️", computer: "💻", printer: "🖨️", lock: "🔒", unlock: "🔓", key: "🔑",
  mag: "🔍", bulb: "💡", memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋", paperclip: "📎", link: "🔗",
  inbox_tray: "📥", outbox_tray: "📤", package: "📦", email: "📧", phone: "☎️", speech_balloon: "💬",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", question: "❓", exclamation: "❗", information_source: "ℹ️",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", large_green_square: "🟩", large_red_square: "🟥",
  arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", arrows_counterclockwise: "🔄", repeat: "🔁",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", shield: "🛡️",
  slightly_smiling_face: "🙂", smile: "😄", neutral_face: "😐", slightly_frowning_face: "🙁", disappointed: "😞",
  cry: "😢", angry: "😠", thinking_face: "🤔", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣",
  star2: "🌟", rage: "😡", frowning: "😦", relieved: "😌", grinning: "😀", blue_book: "📘", book: "📖", pushpin: "📌",
  triangular_flag_on_post: "🚩", construction: "🚧", zap: "⚡", recycle: "♻️", mute: "🔇", mega: "📣", house: "🏠",
  globe_with_meridians: "🌐", file_folder: "📁", card_index_dividers: "🗂️", hourglass_with_sand: "⏳", handshake: "🤝",
};

export const QUICK = ["ticket", "eyes", "white_check_mark", "+1", "heart", "tada"];

export function emoji(name) {
  return EMOJI[name] ?? `:${name}:`;
}

export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}
