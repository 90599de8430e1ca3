/** Reads an answer aloud, when asked, with a voice of the device itself: a voice from elsewhere would hear what was said. */

const synthesis = window.speechSynthesis;

/** A voice on this device for a language ("nl"), or nothing. */
function voiceFor(lang) {
  return synthesis?.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
}

/** What to read: the lines in order, without buttons, sources and what is folded; numbers digit by digit. */
function linesOf(answer) {
  const nodes = [...answer.querySelectorAll("p:not(.speaker, .tools p), li, h2, h3, dt, dd")];
  const shown = nodes.filter((node) => !node.closest("fieldset, details, .tools") && !node.querySelector("p, li"));
  return shown.map((node) => node.textContent.trim().replace(/\d[\d-]{2,}/g, (number) => [...number].join(" ")));
}

/** Be silent. */
export function hush() {
  synthesis?.cancel();
}

/** A button that reads an answer aloud, and stops when pressed again; hidden while no voice of its language is there. */
export function readButton(answer, lang, words, make) {
  const button = make(words.aloud, () => {
    const isReading = button.getAttribute("aria-pressed") === "true";
    hush();
    for (const other of document.querySelectorAll("[aria-pressed]")) other.setAttribute("aria-pressed", "false");
    if (!isReading) read(answer, lang, button);
  });
  button.setAttribute("aria-pressed", "false");
  const look = () => { button.hidden = !voiceFor(lang); };
  look();
  synthesis?.addEventListener?.("voiceschanged", look);
  return button;
}

/** Read all lines of an answer, one after another. */
function read(answer, lang, button) {
  button.setAttribute("aria-pressed", "true");
  const lines = linesOf(answer);
  lines.forEach((line, place) => {
    const utterance = new SpeechSynthesisUtterance(line);
    utterance.voice = voiceFor(lang);
    utterance.lang = utterance.voice.lang;
    if (place === lines.length - 1) utterance.onend = () => button.setAttribute("aria-pressed", "false");
    synthesis.speak(utterance);
  });
}
