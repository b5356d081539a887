// Shows the bot's HTML without trusting it: only these tags are copied, and only a link's address.

const TAGS = {
  B: "b", STRONG: "b", I: "i", EM: "i", U: "u", INS: "u", S: "s", STRIKE: "s", DEL: "s",
  CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote", A: "a",
};
const LINK_OR_COMMAND = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])|(?<![^\s(])(\/[a-z][a-z0-9_]{0,31})(?![\p{L}\p{N}_/])/gu;

/** Return a message's text as nodes: HTML by the allow-list, links and commands made live. */
export function nodesOf(message) {
  const fragment = document.createDocumentFragment();
  if (message.html === null) {
    fragment.append(...liveText(message.text, message.from_bot));
  } else {
    // A document made by DOMParser runs no scripts and loads nothing.
    const parsed = new DOMParser().parseFromString(message.html, "text/html");
    copy(parsed.body, fragment, message.from_bot);
  }
  return fragment;
}

/** Return a link that opens elsewhere and tells nothing of this page. */
export function link(address, text) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.textContent = text;
  return anchor;
}

function copy(source, target, live) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(...(live ? liveText(node.data, true) : [node.data]));
      continue;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const tag = TAGS[node.tagName];
    const address = tag === "a" ? (node.getAttribute("href") ?? "") : "";
    let element = target;
    if (tag === "a" && /^https?:\/\//i.test(address)) element = link(address, "");
    else if (tag && tag !== "a") element = document.createElement(tag);
    copy(node, element, live && !["a", "code", "pre"].includes(tag));
    if (element !== target) target.append(element);
  }
}

function liveText(text, withCommands) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(LINK_OR_COMMAND)) {
    const [found, address, command] = match;
    if (command && !withCommands) continue;
    nodes.push(text.slice(end, match.index));
    nodes.push(address ? link(address, address) : commandButton(command));
    end = match.index + found.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

function commandButton(command) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "command";
  button.dataset.command = command;
  button.textContent = command;
  return button;
}
