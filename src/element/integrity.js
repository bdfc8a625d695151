// Checks modules by their hashes before they run. The browser compares: no code of a changed file runs.
import { resolve } from "./url.js";

/** The hashes of the files that the loader requests itself, by path. */
const HASHES = __HASHES__;
let addHashes;
const otherHashes = new Promise((resolve) => (addHashes = resolve));
/** Adds the hashes of the files that are loaded later. The glue has them. */
export { addHashes };

/** The path of the labels of a language. The name has the first letters and digits of the hash. */
export const pathOfLabels = async (tag) => {
  const hash = (await otherHashes)[tag];
  const path = `./locales/${tag}.${hash.replace(/\W/g, "").slice(0, 8)}.json`;
  HASHES[path] = hash;
  return path;
};

/** The integrity metadata of a file. Waits for the glue if that has the hash. */
export const integrityOf = async (path) => `sha256-${HASHES[path] ?? (await otherHashes)[path]}=`;

/** WebKit ignores the integrity of `modulepreload`. Other browsers check it, also under Trusted Types. */
const isWebkit = navigator.vendor.startsWith("Apple");
let policy;

/**
 * An element that loads a module and checks it. `undefined`: WebKit, on a page whose policy does not allow the
 * name of the Trusted Types policy.
 */
const createElement = (url, integrity) => {
  try {
    const element = document.createElement(isWebkit ? "script" : "link");
    if (isWebkit) {
      policy ??= window.trustedTypes?.createPolicy("key-events", { createScriptURL: String });
      element.type = "module";
      element.src = policy?.createScriptURL(url) ?? url;
    } else {
      element.rel = "modulepreload";
      element.href = url;
    }
    return Object.assign(element, { crossOrigin: "anonymous", integrity });
  } catch {}
};

/**
 * A suffix that makes the URL of each attempt unique. Browsers keep a failed import, and one of the page that is not
 * checked, by its URL.
 */
let suffix = "#";

const checkAndImport = async (path, load) => {
  const integrity = await integrityOf(path);
  const url = resolve(path, import.meta.url);
  const unique = url + suffix;
  const element = createElement(unique, integrity);
  // A retry bypasses the cache. Without an element, the same response is checked that the import takes from the cache.
  if (suffix != "#" || !element) await load(path, suffix != "#");
  try {
    if (element)
      await new Promise((onload, onerror) => {
        document.head.append(Object.assign(element, { onload, onerror }));
      }).finally(() => element.remove());
    return await import(unique);
  } catch (error) {
    // The module failed while it ran.
    if (error?.message && !error.message.includes(url)) throw error;
    // The browser does not say why it cannot be imported. The request does. If that has the right script, a Content
    // Security Policy forbids it: Firefox dispatches no event for an element that loads a module.
    const { headers } = await load(path, false);
    throw Object.assign(new TypeError("the browser cannot import " + url), { url, isBlocked: /javascript/.test(headers.get("content-type")) });
  }
};

const modules = {};
/** Imports a module of the folder once its hash is checked. `load` requests a file. */
export const importModule = (path, load) =>
  (modules[path] ??= checkAndImport(path, load).catch((error) => {
    modules[path] = undefined;
    suffix += "#";
    throw error;
  }));
