/** Talks to the server and steers the page. The session lives in a variable only: nothing is stored in the browser. */

import { knowNumbers } from "./elements.js";
import { armExit } from "./exit.js";
import { hush } from "./speech.js";
import * as view from "./view.js";

const TIMEOUT = 30000;
const RETRY_AFTER = 1000;
const TYPING_AFTER = 500;
const TRY_AGAIN = [0, 502, 503, 504];

const page = JSON.parse(document.getElementById("page-data").textContent);
const form = document.getElementById("form");
const input = document.getElementById("input");
const sendButton = document.getElementById("send");

const SAFE_WORD = "STOP";

let leave = () => {};
let session = page.session;
let voice = page.voice;
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
  let reply = await fetchOnce(method, path, body);
  if (TRY_AGAIN.includes(reply.status)) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
    reply = await fetchOnce(method, path, body);
  }
  view.setOffline(reply.status === 0 || !navigator.onLine);
  return reply;
}

/** An id for a message, by which the server knows one that comes again. (randomUUID is for https only.) */
const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** Send what was said; without a session, or when it has expired, the server begins a new one in the voice of now.
 * A new session may not know an old button: then the greeting, with buttons that work, is the answer. */
async function send(said) {
  const mine = conversation;
  const turn = newId();
  const post = () => request("POST", "/api/message", { ...(session ? { session } : { voice }), turn, ...said });
  let reply = await post();
  if (reply.status === 404) {
    session = null;
    reply = await post();
    if (reply.status === 422 && said.payload) return { status: 200, data: { voice, messages: page.greetings[voice] } };
  }
  if (mine === conversation) session = reply.data.session || session;
  else if (reply.data.session) await remove(reply.data.session); // wiped while it was on its way
  return reply;
}

/** Put the page in a voice. */
function useVoice(next) {
  voice = next;
  form.elements.voice.value = next;
  view.setVoice(voice, words());
  history.replaceState(null, "", `/?voice=${encodeURIComponent(voice)}`);
}

/** Draw an answer, or say that it failed. */
function draw(turn, { status, data }) {
  const isAnswer = status === 200;
  if (isAnswer && data.voice !== voice && page.words[data.voice]) useVoice(data.voice);
  if (!isAnswer) view.note(turn, data.message || words().failed, "trouble");
  if (data.messages?.length) view.answer(turn, data.messages);
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
  hush();
  const choices = view.closeChoices();
  const turn = view.openTurn(text);
  const reply = await whileBusy(() => send(said));
  if (!reply) return true;
  if (draw(turn, reply)) return true;
  for (const fieldset of choices) fieldset.disabled = false;
  return false;
}

/** Begin a conversation, after what was there is wiped from the screen. */
function begin(told) {
  conversation += 1;
  busy = false;
  sendButton.removeAttribute("aria-disabled");
  session = null;
  hush();
  view.clear();
  const turn = view.openTurn();
  if (told) view.note(turn, told, "told");
  view.answer(turn, page.greetings[voice]);
}

/** Have the server forget a session; true when it is gone. */
async function remove(id) {
  const { status } = await request("DELETE", "/api/session", { session: id });
  return status === 404 || (status >= 200 && status < 300);
}

/** Wipe the conversation and begin anew. */
async function wipe() {
  if (!session || await remove(session)) begin(words().deleted);
  else view.note(view.openTurn(), words().delete_failed, "trouble");
  rest();
}

/** Send what stands in the input; it comes back when it did not arrive. */
async function sayTyped() {
  const text = input.value.trim();
  if (text === SAFE_WORD) leave(new Event("leave"));
  if (!text || text === SAFE_WORD) return;
  input.value = "";
  if (!(await say({ text }, text)) && !input.value) input.value = text;
}

/** After a button: focus on the input, but on a touch screen on the log, so that no keyboard covers the answer. */
function rest() {
  const place = matchMedia("(pointer: coarse)").matches ? document.getElementById("log") : input;
  place.focus({ preventScroll: true });
}

/** The form was sent: by a quick reply, by the button that deletes, or with what was typed. */
function onSubmit(event) {
  event.preventDefault();
  const { name, value, textContent } = event.submitter || {};
  if (name === "delete") wipe();
  else if (busy) return;
  else if (name === "payload") {
    say({ payload: value }, textContent);
    rest();
  } else sayTyped();
}

/** Switch voice: before anything is said the greeting changes, later the last answer is said again in the new voice. */
function switchVoice(event) {
  const { voice: next, payload } = event.currentTarget.dataset;
  if (!payload) return; // drawn by the server in a conversation: then it is a button of the form
  event.preventDefault();
  if (next === voice || busy) return;
  if (view.isSpoken()) {
    say({ payload }, event.currentTarget.textContent);
  } else {
    useVoice(next);
    begin();
  }
}

/** Enter sends, Shift and Enter makes a new line. */
function onKey(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (!busy) sayTyped();
}

/** Tell the stylesheet how much of the window the header and the form cover. */
function measure() {
  const style = document.documentElement.style;
  style.setProperty("--head", `${document.getElementById("head").offsetHeight}px`);
  style.setProperty("--form", `${form.offsetHeight}px`);
}

/** Make the page ready: take over what the server drew, fold the rest, listen. */
function start() {
  document.documentElement.classList.add("js");
  document.getElementById("helplines").open = matchMedia("(min-width: 64rem)").matches;
  knowNumbers(page.numbers);
  useVoice(voice); // its address is one that can be reloaded, also after a form was sent
  for (const answer of document.querySelectorAll("#log .bot")) view.addTools(answer, []);
  for (const reading of document.querySelectorAll("a[href^='/pages/']")) reading.target = "_blank";
  const forgetQuietly = () => {
    hush();
    if (session) fetchOnce("DELETE", "/api/session", { session }, true);
    session = null;
  };
  leave = armExit(forgetQuietly, () => words().leaving);
  addEventListener("pagehide", forgetQuietly);
  addEventListener("offline", () => view.setOffline(true));
  addEventListener("online", () => view.setOffline(false));
  form.addEventListener("submit", onSubmit);
  input.addEventListener("keydown", onKey);
  for (const choice of document.querySelectorAll("#voices a")) choice.addEventListener("click", switchVoice);
  const sizes = new ResizeObserver(measure);
  for (const node of [form, document.getElementById("head")]) sizes.observe(node);
}

start();
