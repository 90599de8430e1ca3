/** Quick exit: what has data-exit, and Shift three times within five seconds. Every open page of Danswijzer leaves along. */

const PRESSES = 3;
const WITHIN = 5000;

/** Count lone Shift presses; a capital letter or a shortcut does not count. */
function onThreeShifts(leave) {
  let alone = false;
  let times = [];
  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    alone = event.key === "Shift";
    if (!alone) times = [];
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    const now = Date.now();
    times = [...times.filter((time) => now - time < WITHIN), now];
    if (times.length >= PRESSES) leave(event);
  });
}

/** Arm the exit: blank the page, let `forget` wipe the session, then go without leaving this page in the history.
 * Gives the way out as a function. */
export function armExit(forget, title) {
  const links = [...document.querySelectorAll("[data-exit]")];
  const address = links[0].href;
  const others = new BroadcastChannel("leave");
  let gone = false;
  const leave = (event) => {
    event?.preventDefault();
    if (gone) return;
    gone = true;
    if (event) others.postMessage("");
    document.title = title();
    document.body.replaceChildren();
    forget();
    location.replace(address);
  };
  others.addEventListener("message", () => leave());
  for (const link of links) link.addEventListener("click", leave);
  onThreeShifts(leave);
  addEventListener("pageshow", () => gone && location.reload());
  return leave;
}
