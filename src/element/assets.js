// Loads the files of the entry chunk: wasm and glue.
import { assetUrl, folder, glue, importGlue, wasm } from "addresses";
import { noteResponse } from "./retry.js";

export { folder, glue, wasm };

/** The timeout of a file that the first list does not need, in milliseconds. */
const TIMEOUT = 60_000;

/** The cache mode. After a failure it is "reload", because the cached response may be the cause. */
let cache;
/**
 * Requests a file. With `isRetry` (`false` or `true`) it has a timeout, and a retry bypasses the cache. Rejects
 * with an `Error`, even if a script of the page has overridden `fetch`.
 */
export const load = async (path, isRetry) => {
  const url = await assetUrl(path);
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

let chunk;
export const loadChunk = () =>
  // In parallel.
  (chunk ??= Promise.all([load(wasm), importGlue(cache && load).catch((error) => Promise.reject(Object.assign(error, { url: glue })))])
    .then(([response, { start }]) => {
      if (!start) throw Object.assign(new TypeError("not a file of key-events"), { url: glue });
      return start(response, assetUrl);
    })
    .catch((error) => {
      chunk = undefined;
      cache = "reload";
      throw error;
    }));
