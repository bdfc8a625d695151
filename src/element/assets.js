// What an element loads when it starts.

const here = (path) => new URL(path, import.meta.url).href;
/** The loader's folder, which tells one copy of it from another. */
export const folder = here("./");
export const wasm = here(__WASM__);
export const glue = here(__GLUE__);

/** How long a file that is not needed for the first list may take, in milliseconds. */
const PATIENCE = 60_000;

/** How the cache is used: after a failure what it has may be what failed. */
let cache;
/** Requests a file; `isAgain` (`false` or `true`): it has a limited time, after a failure not from the cache. */
export const load = async (path, isAgain) => {
  const limited = isAgain == null ? {} : { signal: AbortSignal.timeout(PATIENCE) };
  const response = await fetch(here(path), { cache: isAgain ? "reload" : cache, ...limited });
  if (!response.ok) throw new TypeError(response.status + " " + response.url);
  return response;
};

/**
 * What tells one attempt to import the glue from the last: Firefox keeps a module that failed. An import
 * map knows the hash of no address but its own, so where one has hashes each attempt has that address.
 */
let attempt = "";
const nextAttempt = () => {
  const isChecked = [...document.querySelectorAll("script[type=importmap]")].some(({ text }) => text.includes("integrity"));
  if (!isChecked) attempt += "#";
};

const importGlue = async () => {
  if (cache) await fetch(glue, { cache });
  return import(glue + attempt);
};

let chunk;
export const loadChunk = () =>
  // Both at once: neither waits for the other.
  (chunk ??= Promise.all([load(wasm), importGlue().catch((error) => Promise.reject(Object.assign(error, { url: glue })))])
    .then(([response, { start }]) => {
      if (!start) throw Object.assign(new TypeError("no widget in " + glue), { url: glue });
      return start(response);
    })
    .catch((error) => {
      chunk = undefined;
      cache = "reload";
      nextAttempt();
      throw error;
    }));
