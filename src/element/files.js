// What an element loads when it starts.

const here = (path) => new URL(path, import.meta.url).href;
export const wasm = here(__WASM__);
export const glue = here(__GLUE__);

export const load = async (path) => {
  const response = await fetch(here(path));
  if (!response.ok) throw new TypeError(response.status + " " + response.url);
  return response;
};

let chunk;
export const loadChunk = () =>
  // Both at once: neither waits for the other.
  (chunk ??= Promise.all([load(wasm), import(glue)])
    .then(([response, module]) => module.start(response))
    .catch((error) => {
      chunk = undefined;
      throw error;
    }));
