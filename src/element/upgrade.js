// Upgrading a prerendered list: it stays until the widget has drawn one beside it, then
// that takes its place, between two frames.

/** For how many frames the list is waited for that is like the one that was there before. */
const PATIENCE = 120;

/** A selector of a row. */
const row = (id) => `[data-id="${CSS.escape(id)}"]`;

/** A selector of the same button or link in another drawing. */
const twinOf = (thing) => {
  const id = thing.closest("[data-id]")?.dataset.id;
  const part = thing.part.value || (thing.localName == "summary" && "toggle");
  const self = part ? `[part="${part}"]` : `[href="${CSS.escape(thing.getAttribute("href"))}"]`;
  return (id == null ? "" : row(id) + " ") + self;
};

/** The first row in sight, if the list is scrolled, by the page or in its own box. */
const rowInSight = (shadow) => {
  const list = shadow.querySelector(".list");
  const top = Math.max(list?.getBoundingClientRect().top, 0);
  const rows = [...shadow.querySelectorAll(".item")];
  const number = rows.findIndex((row) => row.getBoundingClientRect().bottom > top);
  return number > 0 || list?.scrollTop ? rows[number] : null;
};

/**
 * What draws a widget in `root` and puts it in the place of what the element has, once there is a list,
 * or no events to be had. What is pressed meanwhile is done as soon as the widget can do it. `render`
 * draws a widget, `adoptStyles` gives an element its look.
 */
export const upgrade = (render, adoptStyles) => (widget, element, root, loader) => {
  const { shadowRoot: shadow } = element;
  const [, prerendered] = shadow.children;
  const fold = shadow.querySelector(".fold");
  const all = shadow.querySelector(".all");
  let isOpen = !element.hasAttribute("collapsed");
  let isAll = false;
  let isTold = false;
  let patience = PATIENCE;

  /** Tells the widget what the reader has opened; returns whether that was news. */
  const tell = () => {
    const before = [isOpen, isAll];
    if (fold && fold.open != isOpen) {
      isTold = true;
      widget.open((isOpen = fold.open));
    }
    if (all?.open && !isAll) widget.showAll((isAll = true));
    return isOpen != before[0] || isAll != before[1];
  };

  /** Presses in the widget what was pressed in what was there before, as far as it has that. */
  const press = () => {
    for (const target of root.pressed.splice(0)) {
      const button = target.closest("button");
      const twin = button && root.querySelector(twinOf(button));
      if (twin) twin.click();
      else if (button) root.pressed.push(button);
    }
  };

  /** Whether the widget has rendered what it was told: that may take more than a frame. */
  const isDone = () => {
    const toggle = root.querySelector("[part=toggle]");
    const isRight = !isTold || toggle.getAttribute("aria-expanded") == String(isOpen);
    return isRight && !(isAll && root.querySelector("[part=show-all]"));
  };

  const swap = () => {
    // It has left the page meanwhile.
    if (!root.hasChildNodes()) return;
    const seen = rowInSight(shadow);
    // Neither in the middle of a press, nor before what it opened is drawn, nor, as a long list grows
    // bit by bit, before the row that the reader is at.
    const lacks = !isDone() || (seen && !root.querySelector(row(seen.dataset.id)));
    if (shadow.querySelector(":active") || tell() || (lacks && patience-- > 0)) return requestAnimationFrame(swap);
    const { activeElement: focused } = shadow;
    const top = seen?.getBoundingClientRect().top;
    const scrolled = shadow.querySelector(".list")?.scrollTop;
    const { height } = element.getBoundingClientRect();
    shadow.replaceChildren(root);
    adoptStyles(element);
    const twin = seen && root.querySelector(row(seen.dataset.id));
    if (twin) {
      const moved = twin.getBoundingClientRect().top - top;
      if (scrolled) root.querySelector(".list").scrollTop += moved;
      else scrollBy({ top: moved, behavior: "instant" });
    }
    // A line less below the list, such as the zone that is the reader's, moves nothing.
    const spare = height - element.getBoundingClientRect().height;
    if (spare > 0 && spare < 40) root.style.paddingBlockEnd = spare + "px";
    if (focused) root.querySelector(twinOf(focused))?.focus({ preventScroll: true });
    press();
  };

  /** Says in what was there before that the first load failed. */
  const complain = (error) => {
    const line = document.createElement("p");
    line.className = "status";
    line.part = "status stale";
    line.append(error.querySelector("slot").textContent, " ", error.querySelector("button").cloneNode(true));
    shadow.querySelector(".content > .status")?.remove();
    shadow.querySelector(".content")?.prepend(line);
  };

  const observer = new MutationObserver(() => look());
  const look = () => {
    const error = root.querySelector("[part=error]");
    if (root.querySelector("[part=list], [part=empty]")) {
      observer.disconnect();
      swap();
    } else if (error) {
      complain(error);
      press();
    }
  };
  prerendered.onclick = ({ target }) => {
    root.pressed.push(target);
    if (root.querySelector("[part=error]")) press();
  };
  observer.observe(root, { childList: true, subtree: true });
  render(widget, element, root, loader);
};
