// Where the other files are, for bundlers: each address is a literal `new URL("./file", import.meta.url)` or
// `import("./file")`. Bundlers recognize these, copy the file, and replace the address.
//
// A bare `import.meta.url` is of no use here: some bundlers replace it by the path on the machine that builds.
import { LABELS } from "labels";
import { resolve } from "../url.js";

/** The folder of the files, if the page has set it. */
let base;

/**
 * Sets where the files of the package are, for a bundler that does not copy them. They are requested as soon as an
 * element is near the viewport.
 */
export const configure = (options) => {
  base = options?.base ? resolve(String(options.base).replace(/\/?$/, "/")) : undefined;
};

/** The addresses as functions, because in a bundle that is not a module they throw. */
const ADDRESSES = {
  [__WASM__]: () => new URL(__WASM__, import.meta.url),
  [__LAZY_CHUNK__]: () => new URL(__LAZY_CHUNK__, import.meta.url),
};

/** The address in the bundle, without credentials, because `fetch` rejects them. */
const bundledUrl = (path) => {
  let url;
  try {
    // In Turbopack this is an object of its own, which has a path only and cannot be changed.
    url = new URL(ADDRESSES[path]().href, document.baseURI);
  } catch {
    throw new TypeError(`the bundle does not know where ${path} is: call configure({ base })`);
  }
  url.username = url.password = "";
  return url.href;
};

/** The path of the wasm, and its URL as soon as it has been requested. */
export let wasm = __WASM__;

/** The URL of a file, by its path. Bundlers know where the scripts are. */
export const assetUrl = (path) => {
  if (!Object.hasOwn(ADDRESSES, path)) return path;
  const url = base ? resolve(path, base) : bundledUrl(path);
  if (path == __WASM__) wasm = url;
  return url;
};

/** Identifies this copy of the loader. As text, it is the folder of the wasm. */
export const folder = { toString: () => resolve("./", resolve(wasm)) };

/** Only the bundler knows the URL of the glue. */
export const glue = "";
export const importGlue = () => import(__GLUE__).catch((error) => Promise.reject(Object.assign(error, { url: glue })));

/** Imports a module as the bundler sees it. */
export const importFile = (path, load, importHere) => importHere();

/** Bundlers rewrite files, so their hashes are not known. */
export const integrityOf = () => {};

/** Loads the labels of a language. */
export const importLabels = async (tag) => (await LABELS[tag]()).default;
