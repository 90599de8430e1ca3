/** What can be done with an answer: hear it, copy it, print only it, or share the address of its page. */

import { pageOf } from "./cards.js";
import { el } from "./elements.js";
import { readButton } from "./speech.js";

const SHARED = ["right", "plan", "organisation"];

/** A small button that does something with an answer and sends nothing. */
function tool(title, act) {
  const button = el("button", { type: "button", class: "quiet" }, title);
  button.addEventListener("click", act);
  return button;
}

/** The text of an answer as lines, for the clipboard. */
function textOf(answer) {
  const copy = answer.cloneNode(true);
  for (const node of copy.querySelectorAll("fieldset, .tools, .speaker, progress")) node.remove();
  for (const node of copy.querySelectorAll("p, li, h2, h3, dd, summary, .reach span")) node.append("\n");
  return copy.textContent.replace(/\n\s*\n+/g, "\n").trim();
}

/** Print only this answer; a device can keep it as a file in the same way. */
function printOnly(answer) {
  const root = document.documentElement;
  for (const details of answer.querySelectorAll("details")) details.open = true;
  answer.classList.add("printed");
  root.classList.add("one");
  addEventListener("afterprint", () => {
    answer.classList.remove("printed");
    root.classList.remove("one");
  }, { once: true });
  print();
}

/** Put a text on the clipboard, and say so. */
async function copy(text, words, tell) {
  const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  tell(isCopied ? words.copied : words.not_copied);
}

/** Share the address of a page through the device, or copy it. */
async function share(address, words, tell) {
  if (!navigator.share) return copy(address, words, tell);
  return navigator.share({ url: address }).catch(() => {});
}

/** The tools under an answer; only those that work for it. `tell` says in the status line what happened. */
export function toolsFor(answer, cards, { words, voice, tell }) {
  const shown = cards.find((card) => SHARED.includes(card?.kind));
  const tools = [readButton(answer, voice.slice(0, 2), words, tool)];
  if (shown) {
    const address = new URL(pageOf(shown, voice), location.href).href;
    tools.push(
      tool(words.copy, () => copy(textOf(answer), words, tell)),
      tool(words.print, () => printOnly(answer)),
      tool(words.share, () => share(address, words, tell)),
    );
  }
  return el("div", { class: "tools" }, tools);
}
