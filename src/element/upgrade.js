// Upgrades a prerendered list: it stays until the widget has rendered its list in a detached element, which
// then replaces it between two frames.

/** For how many frames the swap waits until the list matches the prerendered one. */
const MAX_FRAMES = 120;

/** The selector of a row. */
const row = (id) => `[data-id="${CSS.escape(id)}"]`;

/** The selector of the corresponding button or link in the other list. */
const counterpartOf = (control) => {
  const id = control.closest("[data-id]")?.dataset.id;
  const part = control.part.value || (control.localName == "summary" && "toggle");
  const selector = part ? `[part="${part}"]` : `[href="${CSS.escape(control.getAttribute("href"))}"]`;
  return (id == null ? "" : row(id) + " ") + selector;
};

/** The first visible row, if the list is scrolled, by the page or by its own scrollbar. */
const firstVisibleRow = (shadow) => {
  const list = shadow.querySelector(".list");
  const top = Math.max(list?.getBoundingClientRect().top, 0);
  const rows = [...shadow.querySelectorAll(".item")];
  const index = rows.findIndex((row) => row.getBoundingClientRect().bottom > top);
  return index > 0 || list?.scrollTop ? rows[index] : null;
};

/**
 * Returns what renders a widget in `root`, and replaces the prerendered list by it once the widget shows a
 * list or that there are no events. Clicks on the prerendered list are replayed as soon as the widget can
 * handle them.
 */
export const upgrade = (render, adoptStyles) => (widget, element, root, loader) => {
  const { shadowRoot: shadow } = element;
  const disclosure = shadow.querySelector(".disclosure");
  const prerendered = [...shadow.children].find((child) => child.contains(disclosure));
  const all = shadow.querySelector(".all");
  let isOpen = !element.hasAttribute("collapsed");
  let isAll = false;
  let isSynced = false;
  let framesLeft = MAX_FRAMES;

  /**
   * Applies to the widget what the reader has expanded or collapsed. Returns whether something has changed.
   */
  const syncOpen = () => {
    const before = [isOpen, isAll];
    if (disclosure && disclosure.open != isOpen) {
      isSynced = true;
      widget.open((isOpen = disclosure.open));
    }
    if (all?.open && !isAll) widget.showAll((isAll = true));
    return isOpen != before[0] || isAll != before[1];
  };

  /** Replays the clicks on the prerendered list, if the widget has the corresponding buttons. */
  const replayClicks = () => {
    for (const target of root.clicks.splice(0)) {
      const button = target.closest("button");
      const counterpart = button && root.querySelector(counterpartOf(button));
      if (counterpart) counterpart.click();
      else if (button) root.clicks.push(button);
    }
  };

  /** Whether the widget has rendered the synced state, which may take more than a frame. */
  const isRendered = () => {
    const toggle = root.querySelector("[part=toggle]");
    const isToggled = !isSynced || toggle.getAttribute("aria-expanded") == String(isOpen);
    return isToggled && !(isAll && root.querySelector("[part=show-all]"));
  };

  const swap = () => {
    // The widget is unmounted.
    if (!root.hasChildNodes()) return;
    const visibleRow = firstVisibleRow(shadow);
    // Not while a button is pressed, nor before the synced state is rendered, nor before the first visible
    // row is, as a long list is rendered in steps.
    const isIncomplete = !isRendered() || (visibleRow && !root.querySelector(row(visibleRow.dataset.id)));
    if (shadow.querySelector(":active") || syncOpen() || (isIncomplete && framesLeft-- > 0)) return requestAnimationFrame(swap);
    const { activeElement: focused } = shadow;
    const top = visibleRow?.getBoundingClientRect().top;
    const scrolled = shadow.querySelector(".list")?.scrollTop;
    const { height, bottom } = element.getBoundingClientRect();
    const scrollTop = scrollY;
    shadow.replaceChildren(root);
    adoptStyles(element);
    const counterpart = visibleRow && root.querySelector(row(visibleRow.dataset.id));
    if (counterpart) {
      const moved = counterpart.getBoundingClientRect().top - top;
      if (scrolled) root.querySelector(".list").scrollTop += moved;
      else scrollBy({ top: moved, behavior: "instant" });
    }
    // If a line below the list is missing, such as that of the time zone, its space stays to avoid a layout
    // shift.
    const spare = height - element.getBoundingClientRect().height;
    if (spare > 0 && spare < 40) root.style.paddingBlockEnd = spare + "px";
    // Above the viewport. Firefox has adjusted the scroll position by too much, Chromium adjusts it later, WebKit
    // does not.
    const shift = element.getBoundingClientRect().bottom - bottom;
    const isAnchored = getComputedStyle(document.documentElement).overflowAnchor == "auto";
    if (bottom <= 0 && (!isAnchored || scrollY != scrollTop)) scrollBy({ top: shift, behavior: "instant" });
    if (focused) root.querySelector(counterpartOf(focused))?.focus({ preventScroll: true });
    replayClicks();
  };

  /** Shows in the prerendered list that the first load has failed. */
  const showError = (error) => {
    const line = document.createElement("p");
    line.className = "status";
    line.part = "status stale";
    line.append(error.querySelector("slot").textContent, " ", error.querySelector("button").cloneNode(true));
    shadow.querySelector(".content > .status")?.remove();
    shadow.querySelector(".content")?.prepend(line);
  };

  const observer = new MutationObserver(() => update());
  const update = () => {
    const error = root.querySelector("[part=error]");
    if (root.querySelector("[part=list], [part=empty]")) {
      observer.disconnect();
      swap();
    } else if (error) {
      showError(error);
      replayClicks();
    }
  };
  prerendered.onclick = ({ target }) => {
    root.clicks.push(target);
    if (root.querySelector("[part=error]")) replayClicks();
  };
  observer.observe(root, { childList: true, subtree: true });
  render(widget, element, root, loader);
};
