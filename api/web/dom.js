// Small parts of which the panels are made.

import { say } from "/static/words.js";

export const at = (id) => document.getElementById(id);

export const number = (value, digits = 0) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;

// Makes an element of a text, a node or several of them.
export function element(tag, content = "", attributes = {}) {
  const made = document.createElement(tag);
  made.append(...[content].flat().filter((one) => one !== "" && one !== null));
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(key, value === true ? "" : value);
  }
  return made;
}

export function row(cells, tag = "td") {
  const made = document.createElement("tr");
  for (const cell of cells) made.append(cell instanceof Element && /^T[DH]$/.test(cell.tagName) ? cell : element(tag, cell, tag === "th" ? { scope: "col" } : {}));
  return made;
}

// A button that says a code and does something; what fails is said where the page says it.
export function button(code, action, attributes = {}) {
  const made = element("button", say(code), { type: "button", ...attributes });
  made.addEventListener("click", action);
  return made;
}

// A field with its name; the name is what a screen reader says.
export function field(code, control, attributes = {}) {
  return element("label", [element("span", say(code)), control], attributes);
}

export function select(options, attributes = {}) {
  const made = element("select", "", attributes);
  for (const [value, text] of options) made.append(element("option", text, { value }));
  return made;
}

// Fills what is marked with the code of its words, or of its name.
export function translate(root = document) {
  for (const node of root.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of root.querySelectorAll("[data-name]")) node.setAttribute("aria-label", say(node.dataset.name));
  for (const node of root.querySelectorAll("[data-hint]")) node.setAttribute("placeholder", say(node.dataset.hint));
}

const DARK = window.matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => document.documentElement.dataset.theme === "dark";

// Shows a theme; "auto" goes with the machine's own.
export function showTheme(theme) {
  const dark = theme === "dark" || (theme === "auto" && DARK.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

export const onMachineTheme = (handler) => DARK.addEventListener("change", handler);

// A duty's colour: neighbours in the list are far apart, however many there are.
export const colourOf = (index) => `hsl(${Math.round((index * 137.508) % 360)} 70% ${index % 2 ? 38 : 46}%)`;
