// Loads the files of the entry chunk: wasm and glue.
import { assetUrl, folder, glue, importFile, importGlue, integrityOf, wasm } from "addresses";
import { noteResponse } from "./retry.js";

export { folder, glue, wasm };

/** The timeout of a file that the first list does not need, in milliseconds. */
const TIMEOUT = 60_000;

/** The cache mode. After a failure it is "reload", because the cached response may be the cause. */
let cache;
/**
 * Requests a file, which the browser compares with its hash. With `isRetry` (`false` or `true`) it has a timeout, and
 * a retry bypasses the cache. Rejects with an `Error`, even if a script of the page has overridden `fetch`.
 */
export const load = async (path, isRetry) => {
  const url = assetUrl(path);
  const integrity = await integrityOf(path);
  const options = { cache: isRetry ? "reload" : cache };
  if (isRetry != null) options.signal = AbortSignal.timeout(TIMEOUT);
  let response;
  let isChanged;
  try {
    response = await fetch(url, { ...options, integrity });
  } catch {
    // The browser does not say whether there is a response with another hash. A request without the hash does.
    try {
      const other = integrity && (await fetch(url, options));
      if (other.ok) {
        await other.arrayBuffer();
        isChanged = true;
        // Or the first request was just interrupted.
        response = await fetch(url, { ...options, integrity });
      } else response = other;
    } catch {}
  }
  if (response?.ok) {
    noteResponse();
    return response;
  }
  const message = response
    ? response.status + " " + response.url
    : (isChanged ? "its hash is wrong, so this file is not used: " : "no response: offline, refused, or not shared with this page (CORS): ") + url;
  throw Object.assign(new TypeError(message), { url, kind: response || !isChanged ? undefined : "integrity" });
};

/** Imports a module that the first list does not need. `importHere` imports it in the calling script. */
const importLater = (path, importHere) => importFile(path, load, importHere);

let chunk;
export const loadChunk = () =>
  // In parallel.
  (chunk ??= Promise.all([load(__WASM__), importGlue(load)])
    .then(([response, { start }]) => {
      if (!start) throw Object.assign(new TypeError("not a file of key-events"), { url: glue });
      return start(response, assetUrl, importLater);
    })
    .catch((error) => {
      chunk = undefined;
      cache = "reload";
      throw error;
    }));
