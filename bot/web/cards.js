/** Draws the cards of an answer: whom to call, an organisation, a right, a plan. The server draws the same in conversation.html. */

import { el, link, list, paragraphs, withNumbers } from "./elements.js";

/** A heading with points below it, or nothing. */
function points(title, texts) {
  return texts?.length ? [el("h3", {}, title), list("points", texts.map(withNumbers))] : [];
}

/** What is not sure, said as such. */
function notConfirmed(text, words) {
  return text ? el("p", { class: "unsure" }, el("strong", {}, `${words.not_confirmed}: `), withNumbers(text)) : null;
}

/** Something folded away under its name; nothing when it is empty. */
function fold(name, ...children) {
  const kept = children.flat().filter(Boolean);
  return kept.length ? el("details", {}, el("summary", {}, name), kept) : null;
}

/** The sources, folded away. */
function sources(entries, words) {
  const items = entries?.map(({ title, href, dated }) => [link(href, title), dated ? ` (${dated})` : ""]);
  return fold(words.sources, list("sources", items));
}

/** Term and meaning pairs; pairs without a meaning are left out. */
function facts(pairs) {
  const known = pairs.filter(([, meaning]) => meaning);
  const rows = known.map(([term, meaning]) => [el("dt", {}, term), el("dd", {}, withNumbers(meaning))]);
  return rows.length ? el("dl", {}, rows) : null;
}

/** A line about the card itself, such as when it was last checked. */
function checked(text) {
  return text ? el("p", { class: "checked" }, text) : null;
}

/** Ways to reach someone, as large links. */
function contacts(entries) {
  return list("reach", entries?.map(({ label, value, number, href, note }) => [
    link(href, el("span", {}, label), " ", el("strong", { dir: "auto" }, value || number)),
    note ? el("small", {}, withNumbers(note)) : null,
  ].filter(Boolean)));
}

/** One step of a plan. */
function step({ n, text, who, optional }, words) {
  return el("li", { value: n },
    paragraphs(text),
    optional ? el("p", { class: "optional" }, `(${words.optional})`) : null,
    who?.length ? [el("p", { class: "helps" }, words.who), list("who", who.map(({ name }) => withNumbers(name)))] : null);
}

/** "Step 2 of 6", in words and as a bar. */
function where({ current, total }, words) {
  if (!current) return [];
  const place = words.step_of.replace("{n}", current).replace("{total}", total);
  return [
    el("p", { class: "where" }, place),
    el("progress", { value: current, max: total, "aria-label": place }),
  ];
}

/** Where the pages for reading in a voice begin. */
export function pagesIn(voice) {
  return `/pages/${voice.replace("@kind", "-kids")}`;
}

/** The address of the page for reading of what a card shows; it holds no word of the conversation. */
export function pageOf({ kind, id }, voice) {
  return `${pagesIn(voice)}/${kind}s/${id}`;
}

const CARDS = {
  emergency: (card) => [contacts(card.numbers)],
  organisation: (card, words, isChild) => {
    const told = facts([
      [words.does, card.does],
      [words.cannot, card.cannot],
      [words.for_whom, card.for_whom],
      ...(card.facts || []).map(({ label, value }) => [label, value]),
    ]);
    return [
      card.why ? el("p", { class: "why" }, el("strong", {}, `${words.why}: `), withNumbers(card.why)) : null,
      contacts(card.contacts),
      isChild ? fold(words.more_about, told) : told,
      notConfirmed(card.not_confirmed, words),
    ];
  },
  right: (card, words, isChild) => {
    const basis = list("basis", card.basis?.map(({ label, article, holds, href }) => [
      el("span", { class: "tag" }, label), " ", link(href, article), holds ? el("small", {}, holds) : "",
    ]));
    return [isChild ? fold(words.more_about, basis) : basis];
  },
  plan: (card, words, isChild, voice) => {
    const steps = card.steps?.length ? el("ol", {}, card.steps.map((entry) => step(entry, words))) : null;
    return [
      where(card, words),
      isChild ? fold(words.all_steps, steps) : steps,
      points(words.limits, card.limits),
      points(words.avoid, card.avoid),
      el("p", {}, link(pageOf(card, voice), words.whole_plan)),
    ];
  },
};

/** A card in a voice, or nothing when its kind is unknown. */
export function drawCard(card, words, voice) {
  if (!card || !Object.hasOwn(CARDS, card.kind)) return null;
  return el("section", { class: `card ${card.kind}` },
    el("h2", { dir: "auto" }, card.title),
    CARDS[card.kind](card, words, voice.endsWith("@kind"), voice),
    sources(card.sources, words),
    checked(card.checked),
    checked(card.note));
}
