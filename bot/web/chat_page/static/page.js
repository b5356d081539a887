// The chat page: who the reader is, the conversation, and the board, live.

import { showBoard } from "./board.js";
import { Composer } from "./composer.js";
import { Conversation, element } from "./conversation.js";
import { Loading } from "./loading.js";
import { post, say } from "./server.js";
import { language, switchLanguage, word, wordPage } from "./words.js";

const $ = (selector) => document.querySelector(selector);
let user = Number(new URLSearchParams(location.search).get("user"));
let personas = [];

const conversation = new Conversation($("#log"), {
  press: (message, data) => post("/api/press", { user, message, data }),
  type: (text) => post("/api/text", { user, text }),
});
const loading = new Loading(applyEvent);
const composer = new Composer({
  send: (text) => post("/api/text", { user, text }),
  sendFile: (file, caption) => {
    const query = new URLSearchParams({ user, name: file.name, caption });
    return post(`/api/file?${query}`, file);
  },
  say,
});

async function get(address, parameters = {}) {
  const answer = await fetch(`${address}?${new URLSearchParams({ ...parameters, language })}`);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// People

function showPeople() {
  const items = personas.map((persona) => {
    const link = element("a");
    link.href = `?user=${persona.user_id}`;
    link.dataset.user = persona.user_id;
    if (persona.user_id === user) link.setAttribute("aria-current", "page");
    const about = element("span", "about");
    about.append(element("span", "name", persona.name), element("span", "role", persona.role));
    const line = persona.last?.text.split("\n")[0] || persona.last?.file?.name || persona.note;
    if (line) about.append(element("span", "last", line));
    link.append(avatar(persona), about);
    if (isUnread(persona)) {
      const dot = element("span", "unread");
      dot.append(element("span", "unseen", word("unread")));
      link.append(dot);
    }
    const item = element("li");
    item.append(link);
    return item;
  });
  const focused = document.activeElement?.closest("#people a")?.dataset.user;
  $("#people").replaceChildren(...items);
  if (focused) $(`#people a[data-user="${focused}"]`)?.focus();
}

function avatar(persona) {
  const made = element("span", "avatar", initials(persona.name));
  made.dataset.colour = personas.indexOf(persona) % 6;
  made.setAttribute("aria-hidden", "true");
  return made;
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return words.slice(-2).map((each) => each[0]).join("").toUpperCase();
}

/** Tell whether the bot wrote since the reader last was this person (nothing is, at first). */
function isUnread({ user_id, last }) {
  const key = `read:${user_id}`;
  const latest = last?.id ?? 0;
  if (user_id === user || localStorage.getItem(key) === null) localStorage.setItem(key, latest);
  return last?.from_bot && latest > Number(localStorage.getItem(key));
}

// Loading

let boardTurn = 0;
async function loadBoard() {
  const turn = ++boardTurn;
  const board = await get("/api/board");
  if (turn !== boardTurn && personas.length) return; // a later answer may have come first
  personas = board.personas;
  if (!personas.some((persona) => persona.user_id === user)) user = personas[0]?.user_id;
  showPeople();
  const persona = personas.find((each) => each.user_id === user);
  if (persona) {
    $("#who").textContent = persona.name;
    $("#role").textContent = [persona.role, persona.note].filter(Boolean).join(" · ");
    $("#avatar").replaceWith(Object.assign(avatar(persona), { id: "avatar" }));
    document.title = `${persona.name} – tinbai`;
  }
  showBoard(board);
}

function loadChat() {
  const asked = user;
  return loading.load(
    () => get("/api/chat", { user: asked }),
    ({ messages, commands }) => {
      if (asked !== user) return;
      conversation.show(messages);
      composer.become(user, commands);
    },
  );
}

async function loadAll() {
  try {
    await loadBoard();
    await loadChat();
    $("#connection").textContent = "";
  } catch {
    $("#connection").textContent = word("offline");
  }
}

let boardTimer = 0;
function boardSoon() {
  clearTimeout(boardTimer);
  boardTimer = setTimeout(() => loadBoard().catch(() => {}), 200);
}

function applyEvent(event) {
  if (event.chat === user) {
    if (event.kind === "alert") say(event.message.alert);
    else conversation.apply(event);
  }
  boardSoon();
}

const stream = new EventSource("/api/events");
// After a lost connection whatever happened meanwhile is fetched anew.
stream.addEventListener("ready", loadAll);
stream.addEventListener("error", () => ($("#connection").textContent = word("offline")));
stream.addEventListener("message", ({ data }) => loading.take(JSON.parse(data)));

// What the reader does outside the conversation

async function become(id) {
  user = id;
  say("");
  showPane("chat");
  await loadAll();
  if (matchMedia("(min-width: 720px)").matches) composer.focus();
}

function showPane(pane) {
  document.body.dataset.pane = pane;
  for (const tab of document.querySelectorAll(".tabs button")) {
    if (tab.dataset.pane === pane) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

$("#people").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is a new person
  event.preventDefault();
  history.pushState(null, "", link.href);
  become(Number(link.dataset.user));
});
addEventListener("popstate", () => {
  const id = Number(new URLSearchParams(location.search).get("user"));
  if (id !== user) become(id); // the link that skips to the message box comes here too
});
for (const tab of document.querySelectorAll(".tabs button")) {
  tab.addEventListener("click", () => showPane(tab.dataset.pane));
}
$("#language").addEventListener("click", () => {
  switchLanguage();
  wordPage();
  $("#clock-answer").textContent = "";
  loadAll();
});
$("#toast").addEventListener("click", () => say(""));

async function moveClock(to) {
  const tell = (text) => ($("#clock-answer").textContent = text);
  const buttons = document.querySelectorAll("#move button");
  buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
  if (await post("/api/clock", { to }, tell)) {
    $("#to").value = "";
    tell(word("moved"));
    await loadBoard();
  }
  buttons.forEach((button) => button.removeAttribute("aria-disabled"));
}

$("#next-reminder").addEventListener("click", () => moveClock("next reminder"));
$("#move-to").addEventListener("submit", (event) => {
  event.preventDefault();
  moveClock($("#to").value);
});

wordPage();
showPane("chat");
