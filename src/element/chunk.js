// What is loaded when an element needs it: the glue of the wasm, and the look.
import init, { imports, load } from "glue";

export { Widget } from "glue";
export { default as css } from "styles";

let first;
/** Starts the wasm that a response brings. */
export const start = async (wasm) => {
  first = await init({ module_or_path: wasm });
};

/** Adds to it what is needed once there is a list. */
export const add = (wasm) => load(wasm, { ...imports(), b: first });

/** Loads what cleans HTML where the browser can't. */
export const purify = async () => (await import("purify")).default;
