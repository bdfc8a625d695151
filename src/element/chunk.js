// The entry chunk, which is loaded when an element needs it: the glue of the wasm, and the style sheet.
import init, { Widget } from "glue";
import { __wasm_split_load_lazy } from "link";
import css from "styles";
import * as wasmImports from "wasm-imports";
import { asWasm, lazyChunk, setLoad } from "./lazy-chunk.js";

Object.assign(wasmImports, { __wasm_split_load_lazy });

/** The style sheet that all elements share. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// The first format of a locale is slow, because the browser loads the data of the locale. It is created while
// the wasm is loading, so that it does not delay the first list.
try {
  new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "long", month: "long", hour: "numeric", timeZoneName: "short" }).format();
} catch {
  // Not a valid language tag.
}

/** The hashes of the files that are loaded after this one, by path. */
export const hashes = __HASHES__;

/** Imports a module, by its path. The loader checks it, unless a bundler has moved it. */
let importFile;

/** Instantiates the wasm of a response. Resolves with what the loader needs. */
export const start = async (response, assetUrl, importLater) => {
  importFile = importLater;
  lazyChunk.url = assetUrl(__LAZY_CHUNK__);
  await init({ module_or_path: asWasm(response) });
  return { Widget, createRenderer };
};

/** The smallest height of a row in the default theme, in pixels. */
const MIN_ROW_HEIGHT = 40;

/** How many rows the loader reserves space for. */
const RESERVED_ROWS = 10;

/** Loads DOMPurify, for browsers without the HTML Sanitizer API. */
const purify = async () => (await importFile(__PURIFY__, () => import(__PURIFY__))).default;

/** Renders a widget in `root`. */
const render = (widget, element, root, { prefetched, load, retryLater, reportChange, ...loader }) => {
  setLoad(load);
  const isMounted = widget.mount(
    element,
    root,
    {
      ...loader,
      /** Takes the request that was sent for a URL. */
      takePrefetched(url) {
        const request = prefetched.get(url);
        prefetched.delete(url);
        return request;
      },
      /** Waits until a failed file is requested again. `interval` is the polling interval, in seconds. */
      waitForRetry(interval) {
        let seconds;
        const isOver = new Promise((resolve) => (seconds = retryLater(resolve, interval)));
        return { seconds, isOver };
      },
      /** The lazy chunk of the wasm. */
      lazyChunk,
      /** The box of an element of the page. A named control of a form may shadow the method of the form. */
      rectOf: (element) => Element.prototype.getBoundingClientRect.call(element),
      purify: () =>
        purify().catch((error) => {
          reportChange(element, error);
          throw error;
        }),
    },
    navigator.connection?.saveData,
    // As many rows as fill the screen.
    Math.max(screen.height / MIN_ROW_HEIGHT, RESERVED_ROWS),
  );
  if (!isMounted) throw new TypeError("Intl cannot be used");
};

/** Adopts the style sheet. */
const adoptStyles = ({ shadowRoot }) => shadowRoot.adoptedStyleSheets.push(sheet);

/** Loads what upgrades a prerendered list. Not every browser's error message names the file. */
const importUpgrade = () =>
  importFile(__UPGRADE__, () => import(__UPGRADE__)).catch((error) => Promise.reject(Object.assign(error, { url: error.url ?? __UPGRADE__ })));

/**
 * Returns what renders a widget in `root`. If the element has a prerendered list instead, it upgrades that.
 */
const createRenderer = async (root) => {
  if (!root.isConnected) return (await importUpgrade()).upgrade(render, adoptStyles);
  return (widget, element, ...rest) => {
    adoptStyles(element);
    render(widget, element, ...rest);
  };
};
