// Where the other files are: in the folder of the loader. `package/addresses.js` takes its place in the modules for
// bundlers (esbuild's `alias`).
import { resolve } from "./url.js";

/** The URL of a file of the folder, by its path. */
export const assetUrl = (path) => resolve(path, import.meta.url);
/** The folder of the loader, which identifies a copy of it. */
export const folder = assetUrl("./");
export const wasm = assetUrl(__WASM__);
export const glue = assetUrl(__GLUE__);

/** Loads the labels of a language. */
export const importLabels = async (tag, load) => (await load(`./locales/${tag}.json`)).json();

/**
 * A suffix that makes the URL of each import unique, because Firefox caches a failed import. But the
 * integrity metadata of an import map applies to one URL only, so with such a map the URL stays the same.
 */
let retrySuffix = "";
const changeUrl = () => {
  const hasIntegrity = [...document.querySelectorAll("script[type=importmap]")].some(({ text }) => text.includes("integrity"));
  if (!hasIntegrity) retrySuffix += "#";
};

/** Imports the glue. After a failure, `reload` requests it past the cache first. */
export const importGlue = async (reload) => {
  if (reload) {
    changeUrl();
    await reload(__GLUE__);
  }
  return import(glue + retrySuffix);
};
