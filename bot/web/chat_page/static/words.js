// Everything the page says itself, in both languages; what the bot says comes from the bot.

const WORDS = {
  vi: {
    skip: "Đến ô nhập tin nhắn",
    motto: "Trò chuyện thử trên máy này, không cần tài khoản",
    other_language: "English",
    panes: "Các phần của trang",
    people: "Mọi người",
    chat: "Trò chuyện",
    board: "Ban Biên tập",
    be: "Anh/chị là ai?",
    two_tabs: "Mở hai thẻ trình duyệt để là hai người cùng lúc.",
    conversation: "Cuộc trò chuyện với tinbai",
    menu: "Các lệnh",
    attach: "Gửi tệp hoặc ảnh",
    write: "Nhắn cho tinbai…",
    send: "Gửi",
    clock: "Đồng hồ",
    next_reminder: "Đến lần nhắc kế tiếp",
    move_to: "Hoặc chuyển đến",
    move: "Chuyển",
    next_actions: "Sắp tới",
    nothing_next: "Chưa có việc nào được hẹn.",
    unit: "Đơn vị",
    total: "Cộng",
    shaded: "Dòng tô màu:",
    you: "Bạn",
    empty_chat: "Chưa có tin nhắn. Gõ “/” để xem các lệnh.",
    unread: "có tin mới",
    picture: "Ảnh",
    no_entry: "chưa có số liệu",
    offline: "Mất kết nối, đang nối lại…",
    moved: "Đã chuyển đồng hồ.",
    sending: "Đang gửi tệp…",
    matches: (count) => `${count} lệnh`,
    failed: "Chưa gửi được. Hãy thử lại.",
    bad_length: "Tin nhắn cần có từ 1 đến 4096 ký tự.",
    too_large: "Tệp lớn hơn 20 MB. Hãy gửi tệp nhỏ hơn.",
    empty_file: "Tệp này trống. Hãy chọn tệp khác.",
    message_gone: "Tin nhắn này không còn nữa.",
    unknown_person: "Không có người này. Hãy chọn một người ở danh sách.",
    clock_backwards: "Đồng hồ chỉ chạy tới. Hãy chọn một lúc muộn hơn.",
    clock_fixed: "Đồng hồ này chạy theo giờ thật nên không chuyển được.",
    nothing_due: "Phía trước không còn lần nhắc nào.",
    leave: "Thoát",
    signed_out: "Trang đã đóng trên máy này. Gõ /trang trong Zalo hoặc Telegram để mở lại.",
    foreign: "Yêu cầu này không đến từ trang của anh/chị. Hãy tải lại trang.",
  },
  en: {
    skip: "Skip to the message box",
    motto: "A trial chat on this computer, no account needed",
    other_language: "Tiếng Việt",
    panes: "Parts of the page",
    people: "People",
    chat: "Chat",
    board: "The board",
    be: "Who are you?",
    two_tabs: "Open two browser tabs to be two people at once.",
    conversation: "Conversation with tinbai",
    menu: "Commands",
    attach: "Send a file or picture",
    write: "Write to tinbai…",
    send: "Send",
    clock: "Clock",
    next_reminder: "Move to the next reminder",
    move_to: "Or move to",
    move: "Move",
    next_actions: "What comes next",
    nothing_next: "Nothing is due yet.",
    unit: "Unit",
    total: "Total",
    shaded: "Shaded rows:",
    you: "You",
    empty_chat: "No messages yet. Type “/” to see the commands.",
    unread: "new message",
    picture: "Picture",
    no_entry: "nothing recorded",
    offline: "Connection lost, trying again…",
    moved: "The clock has moved.",
    sending: "Sending the file…",
    matches: (count) => (count === 1 ? "1 command" : `${count} commands`),
    failed: "That could not be sent. Please try again.",
    bad_length: "A message needs 1 to 4096 characters.",
    too_large: "The file is over 20 MB. Please send a smaller one.",
    empty_file: "This file is empty. Please choose another.",
    message_gone: "This message is no longer there.",
    unknown_person: "There is no such person. Please choose one from the list.",
    clock_backwards: "The clock only runs forward. Please choose a later time.",
    clock_fixed: "This clock follows the real time and cannot be moved.",
    nothing_due: "No reminder lies ahead.",
    leave: "Sign out",
    signed_out: "The page is closed on this device. Type /page in Zalo or Telegram to open it again.",
    foreign: "This request does not come from your page. Please load the page again.",
  },
};

// What the reader chose here last, else what the address asks for.
const asked = localStorage.getItem("language") ?? new URLSearchParams(location.search).get("language");
export let language = asked === "en" ? "en" : "vi";

/** Return a word of the page in the reader's language. */
export function word(key) {
  return WORDS[language][key] ?? WORDS[language].failed;
}

/** Switch between Vietnamese and English, and remember it. */
export function switchLanguage() {
  language = language === "vi" ? "en" : "vi";
  localStorage.setItem("language", language);
}

/** Put the words into every element that names one. */
export function wordPage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = word(element.dataset.word);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
  }
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = word(element.dataset.placeholder);
  }
  document.querySelector("#language").lang = language === "vi" ? "en" : "vi";
}

/** Write an ISO time, already in the board's zone, as 29/7/2021. */
export function dateOf(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  return `${day}/${month}/${year}`;
}

/** Write the hour and minute of an ISO time, already in the board's zone. */
export function timeOf(iso) {
  return iso.slice(11, 16);
}

/** Write a size in bytes for people. */
export function sizeOf(bytes) {
  const format = (value) => value.toLocaleString(language, { maximumFractionDigits: 1 });
  if (bytes < 1024) return `${format(bytes)} B`;
  if (bytes < 1024 * 1024) return `${format(bytes / 1024)} KB`;
  return `${format(bytes / 1024 / 1024)} MB`;
}
