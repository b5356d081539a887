// The message box with its "/"-menu, and files to send.

import { element } from "./conversation.js";
import { language, word } from "./words.js";

export class Composer {
  /** `send(text)` and `sendFile(file, caption)` return whether it went out; `say` tells the reader. */
  constructor({ send, sendFile, say }) {
    this.text = document.querySelector("#text");
    this.menu = document.querySelector("#menu");
    this.file = document.querySelector("#file");
    this.commands = [];
    this.draft = ""; // where the reader's unsent text is kept, once it is known who reads
    this.chosen = -1;
    this.send = send;
    this.sendFile = sendFile;
    this.say = say;
    document.querySelector("#composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    document.querySelector("#open-menu").addEventListener("click", () => this.#toggleMenu());
    document.querySelector("#attach").addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => this.#attach());
    this.text.addEventListener("input", () => this.#changed());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.menu.addEventListener("mousedown", (event) => event.preventDefault());
    this.menu.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#complete(option.dataset.command);
    });
    // The list scrolls, so it can be focused; there the keys do what they do in the box.
    this.menu.addEventListener("keydown", (event) => this.#key(event));
    this.text.addEventListener("blur", (event) => this.#left(event));
    this.menu.addEventListener("blur", (event) => this.#left(event));
  }

  /** Take a persona's menu and what they had typed and not sent. */
  become(user, commands) {
    this.commands = commands;
    // After a lost connection the same person types on.
    if (this.draft === `draft:${user}`) return;
    const early = this.draft ? "" : this.text.value; // typed while the page was loading
    this.draft = `draft:${user}`;
    this.text.value = early || (sessionStorage.getItem(this.draft) ?? "");
    this.#grow();
    this.#close();
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  async #submit() {
    const text = this.text.value;
    if (!text.trim() || !(await this.send(text))) return;
    if (this.text.value === text) this.#set("");
  }

  async #attach() {
    const [file] = this.file.files;
    if (!file) return;
    this.say(word("sending"));
    const sent = await this.sendFile(file, this.text.value.trim());
    this.file.value = "";
    if (sent) {
      this.say("");
      this.#set("");
    }
    this.focus();
  }

  #set(text) {
    this.text.value = text;
    this.#changed();
  }

  #changed() {
    if (this.draft && this.text.value) sessionStorage.setItem(this.draft, this.text.value);
    else if (this.draft) sessionStorage.removeItem(this.draft);
    this.#grow();
    const typed = this.text.value.match(/^\/(\S*)$/);
    if (typed) this.#open(typed[1].toLowerCase());
    else this.#close();
  }

  #grow() {
    this.text.rows = Math.min(6, this.text.value.split("\n").length);
  }

  #toggleMenu() {
    if (!this.menu.hidden) {
      this.#close();
      return;
    }
    this.focus();
    if (!this.text.value) this.#set("/");
    else this.#open("");
  }

  #open(start) {
    const options = [];
    for (const { name, twin, description } of this.commands) {
      const names = [name, twin].filter(Boolean);
      if (!names.some((each) => each.startsWith(start))) continue;
      if (language === "vi") names.reverse();
      const option = element("li");
      option.id = `option-${name}`;
      option.role = "option";
      option.dataset.command = names.find((each) => each.startsWith(start));
      option.append(element("b", "", `/${option.dataset.command}`));
      const other = names.find((each) => each !== option.dataset.command);
      if (other) option.append(element("small", "", `/${other}`));
      option.append(element("span", "", description));
      options.push(option);
    }
    this.menu.replaceChildren(...options);
    this.menu.hidden = !options.length;
    this.#choose(options.length && start ? 0 : -1);
    if (options.length) this.say(word("matches")(options.length), true);
  }

  #close() {
    this.menu.hidden = true;
    this.#choose(-1);
  }

  #left({ relatedTarget }) {
    if (relatedTarget !== this.menu && relatedTarget !== this.text) this.#close();
  }

  #choose(index) {
    this.chosen = index;
    for (const [position, option] of [...this.menu.children].entries()) {
      option.setAttribute("aria-selected", String(position === index));
      if (position === index) option.scrollIntoView({ block: "nearest" });
    }
    const option = this.menu.children[index];
    if (option && !this.menu.hidden) this.text.setAttribute("aria-activedescendant", option.id);
    else this.text.removeAttribute("aria-activedescendant");
  }

  #complete(command) {
    this.#set(`/${command} `);
    this.#close();
    this.focus();
  }

  #key(event) {
    if (event.isComposing) return; // an input method for Vietnamese is still at work
    const open = !this.menu.hidden;
    const count = this.menu.children.length;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#choose(this.chosen < 0 && step < 0 ? count - 1 : (this.chosen + step + count) % count);
    } else if (open && event.key === "Escape") {
      this.focus();
      this.#close();
    } else if (open && this.chosen >= 0 && (event.key === "Tab" || event.key === "Enter")) {
      event.preventDefault();
      const { command } = this.menu.children[this.chosen].dataset;
      const whole = this.text.value === `/${command}`;
      this.#complete(command);
      if (whole && event.key === "Enter") this.#submit();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }
}
