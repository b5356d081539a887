// What is posted to the server, and what the reader is told of it.

import { word } from "./words.js";

let timer = 0;
/** Show a short message over the conversation; `quietly` is for the ear only. */
export function say(text, quietly = false) {
  const toast = document.querySelector("#toast");
  toast.classList.toggle("unseen", quietly);
  toast.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (toast.textContent = ""), quietly ? 2000 : 8000);
}

let before = Promise.resolve();
/** Post to the server, one after the other, and tell the reader what went wrong: the answer or null. */
export function post(address, body, tell = say) {
  const sent = before.then(() => send(address, body, tell));
  before = sent;
  return sent;
}

async function send(address, body, tell) {
  const isFile = body instanceof File;
  try {
    const answer = await fetch(address, {
      method: "POST",
      signal: AbortSignal.timeout(120_000), // what comes behind must not wait for ever
      headers: { "Content-Type": isFile ? body.type || "application/octet-stream" : "application/json" },
      body: isFile ? body : JSON.stringify(body),
    });
    if (answer.ok) return answer;
    const { error } = await answer.json();
    tell(word(error));
  } catch {
    tell(word("failed"));
  }
  return null;
}
