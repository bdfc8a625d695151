// Where the other files are: in the folder of the loader. `package/addresses.js` takes its place in the modules for
// bundlers (esbuild's `alias`).
import { addHashes, importModule, pathOfLabels } from "./integrity.js";
import { resolve } from "./url.js";

export { importModule as importFile, integrityOf } from "./integrity.js";

/** The URL of a file of the folder, by its path. */
export const assetUrl = (path) => resolve(path, import.meta.url);
/** The folder of the loader, which identifies a copy of it. */
export const folder = assetUrl("./");
export const wasm = assetUrl(__WASM__);
export const glue = assetUrl(__GLUE__);

/** Loads the labels of a language. */
export const importLabels = async (tag, load) => (await load(await pathOfLabels(tag))).json();

/** Imports the glue, which has the hashes of the files that are loaded later. */
export const importGlue = async (load) => {
  const module = await importModule(__GLUE__, load);
  addHashes(module.hashes);
  return module;
};
