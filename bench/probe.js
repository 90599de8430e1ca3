/** Put into a page before its own scripts: notes when someone can first type, by typing a letter. */
(() => {
  if (window !== window.top) return;
  const FIELDS =
    "textarea, input:not([type]), input[type=text], input[type=search], [contenteditable]:not([contenteditable=false])";

  /** Every element, those in open shadow roots too. */
  const everywhere = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? [one, ...everywhere(one.shadowRoot)] : [one]));

  const text = (field) => field.value ?? field.textContent;

  /** Whether a field can be seen and is meant to be typed in. */
  function open(field) {
    if (!field.matches(FIELDS) || field.disabled || field.readOnly) return false;
    const { width, height } = field.getBoundingClientRect();
    return width > 20 && height > 10 && field.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  /** Whether a letter that is typed now arrives. */
  function takes(field, letter) {
    field.focus();
    document.execCommand("insertText", false, letter);
    return text(field).includes(letter);
  }

  const probe = {
    field: null,
    usable: null,
    text: () => text(probe.field),
    focused: () => probe.field.getRootNode().activeElement === probe.field,
    elements: () => everywhere(document).length,
  };

  /** Looks just after every frame, so that what is found has been painted. */
  function look() {
    probe.field = everywhere(document).find((one) => open(one) && takes(one, "ŷ")) ?? null;
    if (probe.field) probe.usable = performance.now();
    else nextFrame();
  }

  const nextFrame = () => requestAnimationFrame(() => setTimeout(look));

  window.pageProbe = probe;
  nextFrame();
})();
