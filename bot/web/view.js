/** Draws the conversation and puts the page in a voice. */

import { drawCard, pagesIn } from "./cards.js";
import { el, paragraphs, picture, withNumbers } from "./elements.js";
import { toolsFor } from "./tools.js";

const log = document.getElementById("log");
const statusLine = document.getElementById("status");
const offlineLine = document.getElementById("offline");
const TOLD_FOR = 4000;

let words = {};
let voice = "nl";

/** Put the words of a voice on the page. */
export function setVoice(next, nextWords) {
  words = nextWords;
  voice = next;
  const root = document.documentElement;
  root.lang = voice.slice(0, 2);
  root.dataset.voice = voice;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of document.querySelectorAll("[data-word-label]")) {
    node.setAttribute("aria-label", words[node.dataset.wordLabel]);
  }
  for (const link of document.querySelectorAll("a[href^='/pages/']:not(#log a)")) {
    link.href = link.pathname.replace(/^\/pages\/[^/]*/, pagesIn(voice));
  }
  for (const choice of document.querySelectorAll("#voices [data-voice]")) {
    if (choice.dataset.voice === voice) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
  }
}

/** Quick replies; a fieldset, so that all of them can be switched off at once. They send the form. */
function drawChoices(buttons) {
  if (!buttons?.length) return null;
  const choices = buttons.map(({ title, payload, picture: name }) => (
    el("button", { form: "form", name: "payload", value: payload || "" }, picture(name), el("span", {}, title))
  ));
  return el("fieldset", { class: "choices" }, el("legend", { class: "unseen" }, words.choices), choices);
}

/** What someone said, with their name above it. */
function said(who, name, nodes) {
  return el("div", { class: `said ${who}`, lang: voice.slice(0, 2) }, el("p", { class: "speaker" }, name), nodes);
}

/** Bring a turn into view: its end when it fits, else its beginning. */
function show(turn) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  turn.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

/** A new turn of the conversation, with the person's line when there is one. */
export function openTurn(text) {
  const turn = el("div", { class: "turn" }, text ? said("you", words.you, el("p", { dir: "auto" }, text)) : null);
  log.append(turn);
  show(turn);
  return turn;
}

/** One message: its text, marked when it is in another language than the page's, its card and its quick replies. */
function drawMessage({ text, lang, card, buttons }) {
  const lines = paragraphs(text);
  return [lang ? el("div", { lang, dir: "auto" }, lines) : lines, drawCard(card, words, voice), drawChoices(buttons)];
}

/** Draw messages as the answer in a turn. */
export function answer(turn, messages) {
  const node = said("bot", "Danswijzer", messages.map(drawMessage));
  addTools(node, messages.map(({ card }) => card));
  turn.append(node);
  show(turn);
}

/** Put the tools under an answer. */
export function addTools(node, cards) {
  node.append(toolsFor(node, cards, { words, voice, tell }));
}

/** Say something about the page itself, such as a failure. */
export function note(turn, text, className) {
  turn.append(el("p", { class: className, lang: voice.slice(0, 2) }, withNumbers(text)));
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

/** Say for a moment what was done. */
function tell(text) {
  setStatus(text);
  setTimeout(() => statusLine.textContent === text && setStatus(), TOLD_FOR);
}

/** Say that there is no connection, with the numbers of the header, which need none; or take that away. */
export function setOffline(isOffline) {
  if (isOffline !== offlineLine.hidden) return;
  offlineLine.hidden = !isOffline;
  const numbers = [...document.querySelectorAll("#numbers a")].map(({ href, lastElementChild }) => (
    el("a", { href }, lastElementChild.textContent)
  ));
  offlineLine.replaceChildren(...(isOffline ? [el("span", {}, words.offline), ...numbers] : []));
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
