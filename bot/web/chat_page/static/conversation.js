// One conversation: bubbles, buttons, files and pictures, kept up to date by events.

import { link, nodesOf } from "./markup.js";
import { dateOf, sizeOf, timeOf, word } from "./words.js";

export class Conversation {
  /** `press(message, data)` and `type(text)` do what the reader does in the bubbles. */
  constructor(log, { press, type }) {
    this.log = log;
    this.press = press;
    this.type = type;
    log.addEventListener("click", (event) => this.#clicked(event));
  }

  /** Show a whole conversation and go to its end. */
  show(messages) {
    // A reader by ear hears what is new, not a whole history again.
    this.log.setAttribute("aria-busy", "true");
    this.log.replaceChildren();
    if (!messages.length) this.log.append(element("div", "empty", word("empty_chat")));
    for (const message of messages) this.#add(message);
    this.log.removeAttribute("aria-busy");
    this.#toEnd();
  }

  /** Show one change. */
  apply({ kind, message }) {
    const shown = this.log.querySelector(`[data-id="${message.id}"]`);
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    if (kind === "delete") shown?.remove();
    else if (shown) this.#replace(shown, message);
    else this.#add(message);
    if (atEnd || !message.from_bot) this.#toEnd();
  }

  #add(message) {
    this.log.querySelector(".empty")?.remove();
    const day = message.at.slice(0, 10);
    const last = this.log.lastElementChild;
    if (last?.dataset.day !== day) {
      const line = element("div", "day", dateOf(message.at));
      line.dataset.day = day;
      this.log.append(line);
    }
    this.log.append(bubble(message));
  }

  #replace(shown, message) {
    const hadFocus = shown.contains(document.activeElement);
    const renewed = bubble(message);
    shown.replaceWith(renewed);
    // An edit takes the pressed button away; the keyboard goes on from the same place.
    if (hadFocus) (renewed.querySelector("button, a") ?? this.log).focus({ preventScroll: true });
  }

  async #clicked(event) {
    const command = event.target.closest("button.command");
    if (command) this.type(command.dataset.command);
    const button = event.target.closest(".buttons button");
    if (!button) return;
    button.classList.add("waiting");
    await this.press(Number(button.closest("[data-id]").dataset.id), button.dataset.data);
    button.classList.remove("waiting");
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    // Pictures take their room only when they have arrived.
    for (const picture of this.log.querySelectorAll("img")) {
      if (!picture.complete) picture.onload = () => (this.log.scrollTop = this.log.scrollHeight);
    }
  }
}

/** Return an element with a class and a text. */
export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function bubble(message) {
  const item = element("div", message.from_bot ? "from-bot" : "from-you");
  item.dataset.id = message.id;
  item.dataset.day = message.at.slice(0, 10);
  const body = element("div", "bubble");
  body.append(element("span", "unseen", `${message.from_bot ? "tinbai" : word("you")}: `));
  if (message.file) body.append(fileView(message.file));
  if (message.text) {
    const text = element("div", "text");
    text.append(nodesOf(message));
    body.append(text);
  }
  const foot = element("span", "foot");
  const time = element("time", "", timeOf(message.at));
  time.dateTime = message.at;
  foot.append(time);
  body.append(foot);
  item.append(body);
  if (message.buttons.length) item.append(buttonRows(message.buttons));
  return item;
}

function fileView(file) {
  if (file.picture) {
    const picture = document.createElement("img");
    picture.src = file.url;
    picture.alt = `${word("picture")}: ${file.name}`;
    const opened = link(file.url, "");
    opened.className = "picture";
    opened.append(picture);
    return opened;
  }
  const anchor = element("a", "file");
  anchor.href = file.url;
  anchor.download = file.name;
  const kind = element("span", "kind", file.name.split(".").pop().slice(0, 4).toUpperCase());
  kind.setAttribute("aria-hidden", "true");
  const about = element("span", "about");
  about.append(element("span", "name", file.name), element("span", "size", sizeOf(file.size)));
  anchor.append(kind, about);
  return anchor;
}

function buttonRows(rows) {
  const box = element("div", "buttons");
  for (const row of rows) {
    const line = element("div", "row");
    for (const { label, data, url } of row) {
      if (url) {
        line.append(link(url, `${label} ↗`));
      } else {
        const button = element("button", "", label);
        button.type = "button";
        button.dataset.data = data;
        line.append(button);
      }
    }
    box.append(line);
  }
  return box;
}
