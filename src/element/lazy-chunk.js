// What the build puts in the place of the platform's `fetch` and `console` in the generated scripts, which
// use them by these names only for the second file of the wasm (esbuild's `inject`).

const platform = globalThis.console;
let request;
let attempt;
let isNoted;
let isTold;

/** Says how the loader requests a file. */
export const requestBy = (load) => (request = load);

/** Of another media type, wasm would not be compiled as it comes. */
export const asWasm = ({ body }) => new Response(body, { headers: { "content-type": "application/wasm" } });

/** The loader requests the second file, as it does the first; once for all who wait for it. */
export const fetch = () => (attempt ??= request(__LAZY_CHUNK__, !!later.failure).then(asWasm));

/** The file, and why it could not be loaded the last time. */
export const later = { url: new URL(__LAZY_CHUNK__, import.meta.url).href, failure: "" };

/** The same failure again and again fills no console. */
const error = (problem) => {
  if (isNoted) return;
  isNoted = true;
  // Those who waited for the same attempt fail in this task.
  setTimeout(() => (attempt = isNoted = undefined));
  const message = problem.message ?? problem;
  const isGone = /^4(04|10) /.test(message);
  later.failure = isGone ? `${later.url} is gone: the server has another version, which a reload brings` : message;
  if (!isTold) platform.warn("key-events: jumps and updates have to wait: " + later.failure);
  isTold = true;
};
export const console = { ...platform, error };
