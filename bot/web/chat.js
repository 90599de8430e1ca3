/** Talks to the server and steers the page. The session lives in a variable only: nothing is stored in the browser. */

import { armExit } from "./exit.js";
import * as view from "./view.js";

const TIMEOUT = 30000;
const RETRY_AFTER = 1000;
const TYPING_AFTER = 500;
const TRY_AGAIN = [0, 502, 503, 504];

const page = JSON.parse(document.getElementById("page-data").textContent);
const form = document.getElementById("form");
const input = document.getElementById("input");
const sendButton = document.getElementById("send");

let session = null;
let voice = page.voice;
let chosenVoice = null;
let conversation = 0;
let busy = false;

/** The words of the page in the voice of now. */
const words = () => page.words[voice];

/** One request as {status, data}; status 0 is no connection, -1 is no answer in time. */
async function fetchOnce(method, path, body, keepalive) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT);
  try {
    const response = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: patience.signal,
      credentials: "omit",
      cache: "no-store",
      keepalive,
    });
    return { status: response.status, data: await response.json().catch(() => ({})) };
  } catch {
    return { status: patience.signal.aborted ? -1 : 0, data: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** A request, tried once more when the server was away for a moment. */
async function request(method, path, body) {
  const reply = await fetchOnce(method, path, body);
  if (!TRY_AGAIN.includes(reply.status)) return reply;
  await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
  return fetchOnce(method, path, body);
}

/** Open a session in the voice of now. */
async function open() {
  const mine = conversation;
  const reply = await request("POST", "/api/session", { voice });
  if (reply.status === 200 && mine === conversation) session = reply.data.session;
  return reply;
}

/** Send what was said; a session that has expired is opened again without a word.
 * A new session may not know an old button: then its greeting, with buttons that work, is the answer. */
async function send(said) {
  const message = () => ({ session, ...said, ...(chosenVoice && { voice: chosenVoice }) });
  if (session) {
    const reply = await request("POST", "/api/message", message());
    if (reply.status !== 404) return reply;
  }
  const opened = await open();
  if (opened.status !== 200) return opened;
  const reply = await request("POST", "/api/message", message());
  return reply.status === 422 && said.payload ? opened : reply;
}

/** Put the page in a voice. */
function useVoice(next) {
  voice = next;
  view.setVoice(voice, words());
}

/** Draw an answer, or say that it failed. */
function draw(turn, { status, data }) {
  const isAnswer = status === 200;
  if (isAnswer && !chosenVoice && page.words[data.voice]) useVoice(data.voice);
  if (!isAnswer) view.note(turn, data.message || words().failed, "trouble");
  if (data.messages?.length) view.answer(turn, data.messages, choose);
  return isAnswer;
}

/** Wait for work while the page shows that an answer is coming; undefined when the conversation was wiped meanwhile. */
async function whileBusy(work) {
  const mine = conversation;
  busy = true;
  sendButton.setAttribute("aria-disabled", "true");
  const typing = setTimeout(() => mine === conversation && view.setStatus(words().typing), TYPING_AFTER);
  const reply = await work();
  clearTimeout(typing);
  if (mine !== conversation) return undefined;
  busy = false;
  sendButton.removeAttribute("aria-disabled");
  view.setStatus();
  return reply;
}

/** Say something as the person; false when it did not arrive. */
async function say(said, text) {
  const choices = view.closeChoices();
  const turn = view.openTurn(text);
  const sentVoice = chosenVoice;
  const reply = await whileBusy(() => send(said));
  if (!reply) return true;
  if (reply.status === 200 && chosenVoice === sentVoice) chosenVoice = null;
  if (draw(turn, reply)) return true;
  for (const fieldset of choices) fieldset.disabled = false;
  return false;
}

/** Begin a conversation, after what was there is wiped from the screen. */
async function begin(told) {
  conversation += 1;
  session = null;
  chosenVoice = null;
  view.clear();
  const turn = view.openTurn();
  if (told) view.note(turn, told, "told");
  const reply = await whileBusy(open);
  if (!reply || draw(turn, reply)) return;
  view.answer(turn, [{ text: "", buttons: [{ title: words().again }] }], () => begin());
}

/** Have the server forget the session; true when it is gone. */
async function forget() {
  if (!session) return true;
  const { status } = await request("DELETE", "/api/session", { session });
  return status === 404 || (status >= 200 && status < 300);
}

/** Wipe the conversation and begin anew. */
async function wipe() {
  if (await forget()) await begin(words().deleted);
  else view.note(view.openTurn(), words().delete_failed, "trouble");
  rest();
}

/** Send what stands in the input; it comes back when it did not arrive. */
async function submit(event) {
  event.preventDefault();
  const text = input.value.trim();
  if (busy || !text) return;
  input.value = "";
  if (!(await say({ text }, text)) && !input.value) input.value = text;
}

/** After a button: focus on the input, but on a touch screen on the log, so that no keyboard covers the answer. */
function rest() {
  const place = matchMedia("(pointer: coarse)").matches ? document.getElementById("log") : input;
  place.focus({ preventScroll: true });
}

/** Send a quick reply. */
function choose({ title, payload }) {
  if (busy) return;
  say({ payload }, title);
  rest();
}

/** Switch voice: before anything is said the greeting is fetched anew, later the next answer follows. */
function switchVoice(event) {
  event.preventDefault();
  const next = event.currentTarget.dataset.voice;
  if (next === voice) return;
  useVoice(next);
  history.replaceState(null, "", event.currentTarget.href);
  if (!view.isSpoken()) {
    forget();
    begin();
    return;
  }
  chosenVoice = next;
  view.note(view.openTurn(), words().voice_changed, "told");
}

/** Enter sends, Shift and Enter makes a new line. */
function onKey(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
}

/** Tell the stylesheet how much of the window the header and the form cover. */
function measure() {
  const style = document.documentElement.style;
  style.setProperty("--head", `${document.getElementById("head").offsetHeight}px`);
  style.setProperty("--form", `${form.offsetHeight}px`);
}

/** Make the page ready: show the chat, fold the rest, listen. */
function start() {
  document.documentElement.classList.add("js");
  document.getElementById("no-script").remove();
  document.getElementById("about").open = false;
  document.getElementById("helplines").open = matchMedia("(min-width: 64rem)").matches;
  document.getElementById("chat").hidden = false;
  view.knowNumbers(page.numbers);
  useVoice(voice);
  const forgetQuietly = () => session && fetchOnce("DELETE", "/api/session", { session }, true);
  armExit(forgetQuietly, () => words().leaving);
  addEventListener("pagehide", forgetQuietly);
  form.addEventListener("submit", submit);
  input.addEventListener("keydown", onKey);
  document.getElementById("delete").addEventListener("click", wipe);
  for (const choice of document.querySelectorAll("#voices a")) choice.addEventListener("click", switchVoice);
  const sizes = new ResizeObserver(measure);
  for (const node of [form, document.getElementById("head")]) sizes.observe(node);
  begin();
}

start();
