// Replaces `fetch` and `console` in the generated scripts (esbuild's `inject`), which use them only to load
// the lazy chunk of the wasm.

const platform = globalThis.console;
let load;
let response;
let isHandled;
let isLogged;

/** Sets the function that requests a file. */
export const setLoad = (value) => (load = value);

/** Sets the media type, without which the browser does not compile wasm while it is streaming. */
export const asWasm = ({ body }) => new Response(body, { headers: { "content-type": "application/wasm" } });

/** Requests the lazy chunk like other files. Concurrent calls share a request. */
export const fetch = () => (response ??= load(__LAZY_CHUNK__, !!lazyChunk.failure).then(asWasm));

/** The lazy chunk, why its last load failed, and whether its hash was wrong. */
export const lazyChunk = { url: "", failure: "", isChanged: false };

/** Handles a failed load. It is logged once, so that it does not fill the console. */
const error = (reason) => {
  if (isHandled) return;
  isHandled = true;
  // All that share the request fail in this task.
  setTimeout(() => (response = isHandled = undefined));
  const message = reason.message ?? reason;
  const isGone = /^4(04|10) /.test(message);
  lazyChunk.isChanged = reason.kind == "integrity";
  lazyChunk.failure = isGone ? `${lazyChunk.url} is gone: the server has another version; reload the page` : message;
  if (!isLogged) platform.warn("key-events: jumps and updates are not available yet: " + lazyChunk.failure);
  isLogged = true;
};
export const console = { ...platform, error };
