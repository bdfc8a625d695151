// Replaces `import.meta.url` in a classic script, which has no `import.meta` (esbuild's `define` and
// `inject`). An inline script has no URL, so the base URL of the page is used.
import { document } from "./page.js";

export const scriptUrl = document.currentScript?.src || document.baseURI;
