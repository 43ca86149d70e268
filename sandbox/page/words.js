// The page's own words, in the language of whoever one acts as. What the app says is the app's.

const CHINESE = {
  "+1 day": ["+1 天", "+1 天"],
  "+30 min": ["+30 分钟", "+30 分鐘"],
  "+4 h": ["+4 小时", "+4 小時"],
  "1 reply": ["1 条回复", "1 則回覆"],
  "APP": ["应用", "應用程式"],
  "Acting as": ["身份", "身分"],
  "Add a reaction": ["添加表情回应", "加上表情回應"],
  "Add an emoji": ["添加表情", "加入表情符號"],
  "Back": ["上一步", "上一步"],
  "Become {name} and go there": ["切换为{name}并前往", "切換為{name}並前往"],
  "Calls of the app": ["应用发出的调用", "應用程式發出的呼叫"],
  "Cancel": ["取消", "取消"],
  "Cards": ["卡片", "卡片"],
  "Chance in %": ["概率（%）", "機率（%）"],
  "Channels": ["频道", "頻道"],
  "Choose…": ["请选择…", "請選擇…"],
  "Clear all": ["全部清除", "全部清除"],
  "Clock": ["时钟", "時鐘"],
  "Close": ["关闭", "關閉"],
  "Close thread": ["关闭消息列", "關閉討論串"],
  "Commands": ["命令", "指令"],
  "Conversations": ["会话", "對話"],
  "Copy text": ["复制文字", "複製文字"],
  "Delete": ["删除", "刪除"],
  "Delete message": ["删除消息", "刪除訊息"],
  "Delete this message?": ["要删除这条消息吗？", "要刪除這則訊息嗎？"],
  "Deliveries to the app": ["发给应用的请求", "送往應用程式的請求"],
  "Direct messages": ["私信", "私訊"],
  "Dismiss": ["忽略", "關閉"],
  "Edit message": ["编辑消息", "編輯訊息"],
  "Faults": ["故障", "故障"],
  "Go there": ["前往", "前往"],
  "Guide": ["导览", "導覽"],
  "Home": ["主页", "首頁"],
  "How often": ["次数", "次數"],
  "In force": ["已生效", "生效中"],
  "Inject": ["注入", "注入"],
  "Join {name}": ["加入 {name}", "加入 {name}"],
  "Language": ["语言", "語言"],
  "Message {name}": ["发消息到 {name}", "傳訊息到 {name}"],
  "Messages": ["消息", "訊息"],
  "More": ["更多", "更多"],
  "More actions": ["更多操作", "更多動作"],
  "Next": ["下一步", "下一步"],
  "No faults: fair weather.": ["没有故障，一切正常。", "沒有故障，一切正常。"],
  "Nothing found": ["没有找到", "找不到結果"],
  "Nothing yet. Whatever the app posts, edits or whispers is listed here.": [
    "还没有。应用发布、编辑或仅对个人显示的消息都会列在这里。", "還沒有。應用程式發布、編輯或只給個人看的訊息都會列在這裡。"],
  "Now": ["现在", "現在"],
  "On": ["对象", "對象"],
  "Only visible to you": ["仅你可见", "只有您看得到"],
  "Only what was refused": ["只看被拒绝的", "只看被拒絕的"],
  "Other channels": ["其他频道", "其他頻道"],
  "Remove": ["移除", "移除"],
  "Reply in thread": ["在消息列中回复", "在討論串中回覆"],
  "Reply…": ["回复…", "回覆…"],
  "Save": ["保存", "儲存"],
  "Search emoji": ["搜索表情", "搜尋表情符號"],
  "Search…": ["搜索…", "搜尋…"],
  "Seconds": ["秒数", "秒數"],
  "Send": ["发送", "傳送"],
  "Shortcuts": ["快捷方式", "捷徑"],
  "Skip to the conversation": ["跳到会话内容", "跳到對話內容"],
  "Slash commands cannot be used in threads.": ["消息列中不能使用斜杠命令。", "討論串中不能使用斜線指令。"],
  "Steps": ["步骤", "步驟"],
  "The app has published no Home yet.": ["应用还没有发布主页。", "應用程式還沒有發布首頁。"],
  "The sandbox does not answer. Trying again…": ["沙盒没有响应，正在重试…", "沙盒沒有回應，正在重試…"],
  "This channel is archived.": ["此频道已归档。", "這個頻道已封存。"],
  "Thread": ["消息列", "討論串"],
  "Tools": ["工具", "工具"],
  "Traffic": ["流量", "流量"],
  "Traffic with the app": ["与应用之间的流量", "與應用程式之間的流量"],
  "Unread": ["未读", "未讀"],
  "Upload a file": ["上传文件", "上傳檔案"],
  "What": ["故障", "故障"],
  "What happened": ["动态", "動態"],
  "always": ["始终", "一律"],
  "archived": ["已归档", "已封存"],
  "deactivated": ["已停用", "已停用"],
  "deleted": ["已删除", "已刪除"],
  "edited": ["已编辑", "已編輯"],
  "every call": ["所有调用", "所有呼叫"],
  "every delivery": ["所有请求", "所有請求"],
  "from the app": ["来自应用", "來自應用程式"],
  "guest": ["访客", "訪客"],
  "optional": ["选填", "選填"],
  "private": ["私密", "私人"],
  "struck {n} times": ["已发生 {n} 次", "已發生 {n} 次"],
  "to the app": ["发给应用", "送往應用程式"],
  "whispered": ["仅个人可见", "只給個人看"],
  "{n} members": ["{n} 位成员", "{n} 位成員"],
  "{n} more times": ["还有 {n} 次", "還有 {n} 次"],
  "{n} replies": ["{n} 条回复", "{n} 則回覆"],
};

let current = "en";

// "en", "zh-CN" or "zh-TW"; people of other languages get English, with their own way of writing dates.
export function speak(locale) {
  current = { "zh-CN": "zh-CN", "zh-SG": "zh-CN", "zh-TW": "zh-TW", "zh-HK": "zh-TW" }[locale] ?? (locale.startsWith("en") ? locale : "en");
  document.documentElement.lang = current;
}

export function language() {
  return current;
}

export function t(words, values = {}) {
  const index = { "zh-CN": 0, "zh-TW": 1 }[current];
  const found = index === undefined ? words : CHINESE[words]?.[index] ?? words;
  return found.replace(/(.?)\{(\w+)\}(?=(.?))/gsu, (whole, before, name, after) => {
    const value = String(values[name] ?? `{${name}}`);
    return before + gap(before, value[0]) + value + gap(value.at(-1), after);
  });
}

// Between Han and Latin characters stands a blank, which no template knows that takes names of both.
const HAN = /\p{Script=Han}/u, LATIN = /[\p{Script=Latin}\d]/u;

function gap(left = "", right = "") {
  return (HAN.test(left) && LATIN.test(right)) || (LATIN.test(left) && HAN.test(right)) ? " " : "";
}

// What came in several languages: { en, "zh-CN", "zh-TW" }, or in one.
export function said(text) {
  if (!text || typeof text === "string") return text ?? "";
  return text[current] ?? text.en ?? Object.values(text)[0] ?? "";
}
