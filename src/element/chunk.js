// What is loaded when an element needs it: the glue of the wasm, and the look.
import { finish, imports, load } from "glue";
import css from "styles";

export { Widget } from "glue";

/** The look, shared by all elements. */
export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

let exports;
/** Starts the wasm that a response brings. */
export const start = async (response) => {
  const { instance, module } = await load(response, imports());
  exports = finish(instance, module);
};

/** Adds to it what is needed once there is a list. */
export const add = (response) => load(response, { ...imports(), b: exports });

/** Loads what cleans HTML where the browser can't. */
export const purify = async () => (await import("purify")).default;
