/** Makes elements out of texts. Every text becomes a text node; nothing here reads HTML. */

const SAFE = /^(tel:|mailto:|https:\/\/|\/pages\/)/;
const NUMBER = /(\+?\d[\d:.,-]*\d)/;
const NOT_A_PHONE = /(art(ikel|icle)?\.?|€)\s*$/i;
const SVG = "http://www.w3.org/2000/svg";

let numbers = {};

/** Remember the numbers that may become links: number -> what dials it. */
export function knowNumbers(known) {
  numbers = known;
}

/** An element with attributes and children; children that are empty are left out. */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

/** A picture of pictures.svg, beside words that say the same; nothing without a name. */
export function picture(name) {
  if (!/^[a-z]+$/.test(name || "")) return null;
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "picture");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/pictures.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A link; web pages open in a new tab that learns nothing about this one. An address of another kind is no link. */
export function link(href, ...children) {
  if (!SAFE.test(href || "")) return el("span", {}, ...children);
  const away = /^(https:|\/)/.test(href) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href, ...away }, ...children);
}

/** A text in pieces, its known phone numbers as links. */
export function withNumbers(text) {
  const pieces = String(text).split(NUMBER);
  return pieces.map((piece, place) => {
    const known = place % 2 && Object.hasOwn(numbers, piece) && !NOT_A_PHONE.test(pieces[place - 1]);
    return known ? link(numbers[piece], piece) : piece;
  });
}

/** Lines of text as paragraphs, and lines that begin with "- " as a list. */
export function paragraphs(text) {
  const nodes = [];
  for (const line of String(text || "").split("\n")) {
    const item = line.match(/^\s*- (.*)/);
    const list = nodes[nodes.length - 1]?.tagName === "UL" ? nodes[nodes.length - 1] : null;
    if (item && list) list.append(el("li", {}, withNumbers(item[1])));
    else if (item) nodes.push(el("ul", {}, el("li", {}, withNumbers(item[1]))));
    else if (line.trim()) nodes.push(el("p", {}, withNumbers(line)));
  }
  return nodes;
}

/** A list, or nothing when there is nothing to list. */
export function list(className, items) {
  return items?.length ? el("ul", { class: className }, items.map((item) => el("li", {}, item))) : null;
}
