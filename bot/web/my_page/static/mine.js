// A person's own page: one conversation, live.

import { Composer } from "/trang-static/composer.js";
import { Conversation } from "/trang-static/conversation.js";
import { Loading } from "/trang-static/loading.js";
import { post, say } from "/trang-static/server.js";
import { language, switchLanguage, word, wordPage } from "/trang-static/words.js";

const $ = (selector) => document.querySelector(selector);

const conversation = new Conversation($("#log"), {
  press: (message, data) => post("/trang/api/press", { message, data }),
  type: (text) => post("/trang/api/text", { text }),
});
const loading = new Loading(applyEvent);
const composer = new Composer({
  send: (text) => post("/trang/api/text", { text }),
  sendFile: (file, caption) => {
    const query = new URLSearchParams({ name: file.name, caption });
    return post(`/trang/api/file?${query}`, file);
  },
  say,
});

async function fetched() {
  const answer = await fetch(`/trang/api/chat?${new URLSearchParams({ language })}`);
  if (answer.status === 401) signedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function load() {
  try {
    await loading.load(fetched, ({ name, board, messages, commands }) => {
      $("#who").textContent = name;
      $("#role").textContent = board;
      document.title = `${name} – tinbai`;
      conversation.show(messages);
      composer.become("mine", commands);
      $("#connection").textContent = "";
    });
  } catch {
    $("#connection").textContent = word("offline");
  }
}

function applyEvent(event) {
  if (event.kind === "end") signedOut();
  else if (event.kind === "alert") say(event.message.alert);
  else conversation.apply(event);
}

function signedOut() {
  stream?.close();
  sessionStorage.clear(); // nobody else reads what was typed and not sent
  location.reload();
}

let stream = null;
let again = 0;
function listen() {
  stream = new EventSource("/trang/api/events");
  // After a lost connection whatever happened meanwhile is fetched anew.
  stream.addEventListener("ready", load);
  stream.addEventListener("message", ({ data }) => loading.take(JSON.parse(data)));
  stream.addEventListener("error", () => {
    $("#connection").textContent = word("offline");
    // An answer other than a stream ends it for good: find out why, and begin again.
    if (stream.readyState !== EventSource.CLOSED) return;
    load();
    clearTimeout(again);
    again = setTimeout(listen, 5000);
  });
}

$("#language").addEventListener("click", () => {
  switchLanguage();
  wordPage();
  load();
});
$("#leave").addEventListener("click", async () => {
  if (await post("/trang/api/leave", {})) signedOut();
});
$("#toast").addEventListener("click", () => say(""));

wordPage();
listen();
