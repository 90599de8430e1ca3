/** Draws the conversation. Every text becomes a text node; nothing here reads HTML. */

const log = document.getElementById("log");
const statusLine = document.getElementById("status");
const SAFE = /^(tel:|mailto:|https:\/\/)/;
const NUMBER = /(\+?\d[\d:.,-]*\d)/;
const NOT_A_PHONE = /(art(ikel|icle)?\.?|€)\s*$/i;

let words = {};
let lang = "nl";
let numbers = {};

/** An element with attributes and children; children that are empty are left out. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children.flat().filter(Boolean));
  return element;
}

/** Remember the numbers that may become links. */
export function knowNumbers(known) {
  numbers = known;
}

/** Put the words of a voice on the page. */
export function setVoice(voice, voiceWords) {
  words = voiceWords;
  lang = voice.slice(0, 2);
  const root = document.documentElement;
  root.lang = lang;
  root.dataset.voice = voice;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of document.querySelectorAll("[data-word-label]")) {
    node.setAttribute("aria-label", words[node.dataset.wordLabel]);
  }
  document.getElementById("read").href = `/pages/${voice.replace("@kind", "-kids")}/`;
  for (const link of document.querySelectorAll("#voices a")) {
    if (link.dataset.voice === voice) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** A link; web pages open in a new tab that learns nothing about this one. */
function link(href, ...children) {
  if (!SAFE.test(href || "")) return el("span", {}, ...children);
  const away = href.startsWith("https:") ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href, ...away }, ...children);
}

/** A text in pieces, its known phone numbers as links. */
function withNumbers(text) {
  const pieces = String(text).split(NUMBER);
  return pieces.map((piece, place) => {
    const known = place % 2 && Object.hasOwn(numbers, piece) && !NOT_A_PHONE.test(pieces[place - 1]);
    return known ? link(numbers[piece], piece) : piece;
  });
}

/** Lines of text as paragraphs, and lines that begin with "- " as a list. */
function paragraphs(text) {
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

/** The same paragraphs, marked as another language than the page's when they are. */
function inLanguage(other, nodes) {
  return other ? [el("div", { lang: other, dir: "auto" }, nodes)] : nodes;
}

/** A list, or nothing when there is nothing to list. */
function list(className, items) {
  return items?.length ? el("ul", { class: className }, items.map((item) => el("li", {}, item))) : null;
}

/** A heading with points below it, or nothing. */
function points(title, texts) {
  return texts?.length ? [el("h3", {}, title), list("points", texts.map(withNumbers))] : [];
}

/** What is not sure, said as such. */
function notConfirmed(text) {
  return text ? el("p", { class: "unsure" }, el("strong", {}, `${words.not_confirmed}: `), withNumbers(text)) : null;
}

/** The sources, folded away. */
function sources(entries) {
  const items = entries?.map(({ title, href, dated }) => [link(href, title), dated ? ` (${dated})` : ""]);
  return items?.length ? el("details", {}, el("summary", {}, words.sources), list("sources", items)) : null;
}

/** Term and meaning pairs; pairs without a meaning are left out. */
function facts(pairs) {
  const known = pairs.filter(([, meaning]) => meaning);
  const rows = known.map(([term, meaning]) => [el("dt", {}, term), el("dd", {}, withNumbers(meaning))]);
  return rows.length ? el("dl", {}, rows.flat()) : null;
}

/** When a card was last checked. */
function checked(text) {
  return text ? el("p", { class: "checked" }, text) : null;
}

/** Ways to reach someone, as large links. */
function contacts(entries, className) {
  return list(className, entries?.map(({ label, value, number, href, note }) => [
    link(href, el("span", {}, label), " ", el("strong", {}, value || number)),
    note ? el("small", {}, withNumbers(note)) : null,
  ].filter(Boolean)));
}

/** A name with, if known, how to reach it. */
function helper({ name, contact }) {
  if (!contact) return name;
  const reach = contact.href ? link(contact.href, contact.value || contact.label) : withNumbers(contact);
  return [`${name}: `, reach].flat();
}

/** One step of a plan. */
function step({ n, text, who, optional }, current) {
  const now = n === current;
  return el("li", now ? { value: n, "aria-current": "step" } : { value: n },
    now ? el("strong", { class: "now" }, words.now) : null,
    paragraphs(text),
    optional ? el("p", { class: "optional" }, `(${words.optional})`) : null,
    who?.length ? [el("p", { class: "helps" }, words.who), list("who", who.map(helper))] : null);
}

/** "Step 2 of 6", in the voice. */
function stepOf({ current, total }) {
  return words.step_of.replace("{n}", current).replace("{total}", total);
}

const CARDS = {
  emergency: (card) => [contacts(card.numbers, "reach")],
  organisation: (card) => [
    card.why ? el("p", {}, withNumbers(card.why)) : null,
    contacts(card.contacts, "reach"),
    facts([
      [words.does, card.does],
      [words.cannot, card.cannot],
      [words.for_whom, card.for_whom],
      ...(card.facts || []).map(({ label, value }) => [label, value]),
    ]),
    notConfirmed(card.not_confirmed),
    sources(card.sources),
    checked(card.checked),
  ],
  right: (card) => [
    list("basis", card.basis?.map(({ label, article, holds, href }) => [
      el("span", { class: "tag" }, label), " ", link(href, article), holds ? el("small", {}, holds) : "",
    ])),
    sources(card.sources),
    checked(card.checked),
    checked(card.note),
  ],
  plan: (card) => [
    card.current ? el("p", { class: "where" }, stepOf(card)) : null,
    card.steps?.length ? el("ol", {}, card.steps.map((entry) => step(entry, card.current))) : null,
    points(words.limits, card.limits),
    points(words.avoid, card.avoid),
    sources(card.sources),
    checked(card.checked),
  ],
};

/** A card, or nothing when its kind is unknown. */
function drawCard(card) {
  if (!card || !Object.hasOwn(CARDS, card.kind)) return null;
  return el("section", { class: `card ${card.kind}` }, el("h2", {}, card.title), ...CARDS[card.kind](card).flat());
}

/** Quick replies; a fieldset, so that all of them can be switched off at once. */
function drawChoices(buttons, onChoice) {
  if (!buttons?.length) return null;
  const choices = buttons.map((button) => {
    const node = el("button", { type: "button" }, button.title);
    node.addEventListener("click", () => onChoice(button));
    return node;
  });
  return el("fieldset", { class: "choices" }, el("legend", { class: "unseen" }, words.choices), choices);
}

/** What someone said, with their name above it. */
function said(who, name, nodes) {
  return el("div", { class: `said ${who}`, lang }, el("p", { class: "speaker" }, name), nodes);
}

/** Bring a turn into view: its end when it fits, else its beginning. */
function show(turn) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  turn.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

/** A new turn of the conversation, with the person's line when there is one. */
export function openTurn(text) {
  const turn = el("div", { class: "turn" }, text ? said("you", words.you, el("p", {}, text)) : null);
  log.append(turn);
  show(turn);
  return turn;
}

/** Draw messages as the answer in a turn. */
export function answer(turn, messages, onChoice) {
  const nodes = messages.map((message) => [
    ...inLanguage(message.lang, paragraphs(message.text)), drawCard(message.card), drawChoices(message.buttons, onChoice),
  ]).flat();
  turn.append(said("bot", "Danswijzer", nodes));
  show(turn);
}

/** Say something about the page itself, such as a failure. */
export function note(turn, text, className) {
  turn.append(el("p", { class: className, lang }, withNumbers(text)));
  show(turn);
}

/** Switch off the quick replies that are on, and give them back so that a failure can switch them on again. */
export function closeChoices() {
  const open = [...log.querySelectorAll("fieldset:not(:disabled)")];
  for (const fieldset of open) fieldset.disabled = true;
  return open;
}

/** Show that an answer is being made, or (without text) that nothing is. */
export function setStatus(text) {
  statusLine.textContent = text || "";
}

/** Empty the conversation. */
export function clear() {
  log.replaceChildren();
  setStatus();
}

/** Has the person said anything yet? */
export function isSpoken() {
  return Boolean(log.querySelector(".you"));
}
