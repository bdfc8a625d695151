// The files of the entry chunk: wasm and glue.

const here = (path) => new URL(path, import.meta.url).href;
/** The folder of the loader, which identifies a copy of it. */
export const folder = here("./");
export const wasm = here(__WASM__);
export const glue = here(__GLUE__);

/** The timeout of a file that the first list does not need, in milliseconds. */
const TIMEOUT = 60_000;

/** The cache mode. After a failure it is "reload", because the cached response may be the cause. */
let cache;
/** Requests a file. With `isRetry` (`false` or `true`) it has a timeout, and a retry bypasses the cache. */
export const load = async (path, isRetry) => {
  const options = isRetry == null ? {} : { signal: AbortSignal.timeout(TIMEOUT) };
  const response = await fetch(here(path), { cache: isRetry ? "reload" : cache, ...options });
  if (!response.ok) throw new TypeError(response.status + " " + response.url);
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
  if (cache) await fetch(glue, { cache });
  return import(glue + retrySuffix);
};

let chunk;
export const loadChunk = () =>
  // In parallel.
  (chunk ??= Promise.all([load(wasm), importGlue().catch((error) => Promise.reject(Object.assign(error, { url: glue })))])
    .then(([response, { start }]) => {
      if (!start) throw Object.assign(new TypeError("no widget in " + glue), { url: glue });
      return start(response);
    })
    .catch((error) => {
      chunk = undefined;
      cache = "reload";
      changeUrl();
      throw error;
    }));
