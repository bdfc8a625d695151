// What is loaded when an element needs it: the glue of the wasm, and the look.
import init, { Widget } from "glue";
import css from "styles";
import { asWasm, later, requestBy } from "./lazy-chunk.js";

/** The look, shared by all elements. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// The browser loads what it knows of a language with the first format of it: now, while the wasm is
// on its way, rather than before the first list.
try {
  new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "full", timeStyle: "long" }).format();
} catch {
  // No language that there is.
}

/** Starts the wasm that a response brings; resolves with what the loader needs of it. */
export const start = async (response) => {
  await init({ module_or_path: asWasm(response) });
  return { Widget, createRenderer };
};

/** How high a row is at least, as long as a page does not make it lower, in pixels. */
const MIN_ROW_HEIGHT = 40;

/** So many rows the loader keeps space for. */
const RESERVED_ROWS = 10;

/** Loads what cleans HTML where the browser can't. */
const purify = async () => (await import(__PURIFY__)).default;

/** Draws a widget in `root`. */
const render = (widget, element, root, { early: prefetched, load, ...loader }) => {
  requestBy(load);
  widget.mount(
    element,
    root,
    {
      ...loader,
      /** Hands over the request that was sent for an address. */
      takePrefetched(address) {
        const request = prefetched.get(address);
        prefetched.delete(address);
        return request;
      },
      /** The second file of the wasm. */
      later,
      /** The box of an element of the page, whose own method a form's control may shadow. */
      rectOf: (element) => Element.prototype.getBoundingClientRect.call(element),
      purify,
    },
    navigator.connection?.saveData,
    // As many rows as fill the screen: the others can wait.
    Math.max(screen.height / MIN_ROW_HEIGHT, RESERVED_ROWS),
  );
};

/** Gives an element its look. */
const adoptStyles = ({ shadowRoot }) => shadowRoot.adoptedStyleSheets.push(sheet);

/** What draws a widget in `root`: at once, or beside a list that was prerendered and is there instead. */
const createRenderer = async (root) => {
  if (!root.isConnected) return (await import(__UPGRADE__)).upgrade(render, adoptStyles);
  return (widget, element, ...rest) => {
    adoptStyles(element);
    render(widget, element, ...rest);
  };
};
