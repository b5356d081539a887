// The board's side: the clock, what the scheduler will do, and the unit × month table.

import { element } from "./conversation.js";
import { dateOf, timeOf, word } from "./words.js";

let shownCells = null;

/** Show the board as the server told it. */
export function showBoard({ now, clock_moves, next_actions, table }) {
  document.querySelector("#date").textContent = dateOf(now);
  document.querySelector("#time").textContent = timeOf(now);
  document.querySelector("#move").hidden = !clock_moves;
  const to = document.querySelector("#to");
  to.min = now.slice(0, 16);
  if (!to.value || to.value < to.min) to.value = to.min;
  showActions(next_actions);
  showTable(table);
}

function showActions(actions) {
  const items = actions.map(({ at, text }) => {
    const item = element("li");
    const time = element("time", "", `${dateOf(at)} ${timeOf(at)}`);
    time.dateTime = at;
    item.append(time, element("span", "", text));
    return item;
  });
  if (!items.length) items.push(element("li", "hint", word("nothing_next")));
  document.querySelector("#next-actions").replaceChildren(...items);
}

function showTable({ title, months, rows }) {
  document.querySelector("#table-title").textContent = title;
  const cells = new Map();
  const head = element("thead");
  head.append(line([word("unit"), ...months, word("total")].map((text) => header(text, "col"))));
  const body = element("tbody");
  let group = "";
  for (const row of rows) {
    if (row.group !== group) {
      group = row.group;
      const across = header(group, "colgroup");
      across.colSpan = months.length + 2;
      if (group) body.append(line([across], "group"));
    }
    const name = header(row.unit, "row");
    // What the shading means is written once; by ear it is said with every such row.
    if (row.note) name.append(element("small", row.silent ? "unseen" : "", row.note));
    const counts = [...row.cells, row.total].map((count, index) => {
      const key = `${row.unit}/${index}`;
      cells.set(key, count);
      const cell = element("td", "", count === null ? "" : String(count));
      if (count === null) cell.append(blank());
      if (shownCells?.has(key) && shownCells.get(key) !== count) cell.classList.add("changed");
      return cell;
    });
    body.append(line([name, ...counts], row.silent ? "silent" : ""));
  }
  shownCells = cells;
  const silent = rows.find((row) => row.silent && row.note);
  document.querySelector("#table-note").textContent = silent ? `${word("shaded")} ${silent.note}.` : "";
  document.querySelector("#table").replaceChildren(head, body);
}

function blank() {
  const dot = element("span", "blank", "·");
  dot.setAttribute("aria-hidden", "true");
  const both = document.createDocumentFragment();
  both.append(dot, element("span", "unseen", word("no_entry")));
  return both;
}

function header(text, scope) {
  const cell = element("th", "", text);
  cell.scope = scope;
  return cell;
}

function line(cells, className = "") {
  const row = element("tr", className);
  row.append(...cells);
  return row;
}
