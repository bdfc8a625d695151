// What is loaded when an element needs it: the glue of the wasm, and the look.
import { finish, imports, load } from "glue";
import css from "styles";

export { Widget } from "glue";

/** The look, shared by all elements. */
export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// The browser loads what it knows of a language with the first format of it: now, while the wasm is
// on its way, rather than before the first list.
try {
  new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "full", timeStyle: "long" }).format();
} catch {
  // No language that there is.
}

let exports;
/** Starts the wasm that a response brings. */
export const start = async (response) => {
  const { instance, module } = await load(response, imports());
  exports = finish(instance, module);
};

let rest;
let warned;
/** Adds to it what is needed once there is a list, by a request to the loader's folder; resolves with whether it is there. */
export const later = (request) =>
  (rest ??= (async () => {
    try {
      if (__LATER__) {
        const { module } = await load(await request(__LATER__), { ...imports(), b: exports });
        const [more] = WebAssembly.Module.customSections(module, "css");
        sheet.replaceSync(css + new TextDecoder().decode(more));
      }
      return true;
    } catch (error) {
      rest = undefined;
      if (!warned) console.warn("key-events: jumps and updates have to wait: " + error.message);
      warned = true;
      return false;
    }
  })());

/** Loads what cleans HTML where the browser can't. */
export const purify = async () => (await import("purify")).default;
