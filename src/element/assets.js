// The files of the entry chunk: wasm and glue.
import { noteResponse } from "./retry.js";
import { resolve } from "./url.js";

const assetUrl = (path) => resolve(path, import.meta.url);
/** The folder of the loader, which identifies a copy of it. */
export const folder = assetUrl("./");
export const wasm = assetUrl(__WASM__);
export const glue = assetUrl(__GLUE__);

/** The timeout of a file that the first list does not need, in milliseconds. */
const TIMEOUT = 60_000;

/** The cache mode. After a failure it is "reload", because the cached response may be the cause. */
let cache;
/**
 * Requests a file. With `isRetry` (`false` or `true`) it has a timeout, and a retry bypasses the cache. Rejects
 * with an `Error`, even if a script of the page has overridden `fetch`.
 */
export const load = async (path, isRetry) => {
  const url = assetUrl(path);
  let response;
  try {
    const options = isRetry == null ? {} : { signal: AbortSignal.timeout(TIMEOUT) };
    response = await fetch(url, { cache: isRetry ? "reload" : cache, ...options });
  } catch {}
  if (!response?.ok)
    throw new TypeError(response ? response.status + " " + response.url : "no response: offline, refused, or not shared with this page (CORS): " + url);
  noteResponse();
  return response;
};

/**
 * A suffix that makes the URL of each import unique, because Firefox caches a failed import. But the
 * integrity metadata of an import map applies to one URL only, so with such a map the URL stays the same.
 */
let retrySuffix = "";
const changeUrl = () => {
  const hasIntegrity = [...document.querySelectorAll("script[type=importmap]")].some(({ text }) => text.includes("integrity"));
  if (!hasIntegrity) retrySuffix += "#";
};

const importGlue = async () => {
  if (cache) await load(__GLUE__);
  return import(glue + retrySuffix);
};

let chunk;
export const loadChunk = () =>
  // In parallel.
  (chunk ??= Promise.all([load(wasm), importGlue().catch((error) => Promise.reject(Object.assign(error, { url: glue })))])
    .then(([response, { start }]) => {
      if (!start) throw Object.assign(new TypeError("not a file of key-events"), { url: glue });
      return start(response);
    })
    .catch((error) => {
      chunk = undefined;
      cache = "reload";
      changeUrl();
      throw error;
    }));
