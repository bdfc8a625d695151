// In a classic script, which has no `import.meta`, its address is that of the tag. The build puts it in
// the place of `import.meta.url` (esbuild's `define` and `inject`). An inlined script has none.
import { document } from "./page.js";

export const scriptUrl = document.currentScript?.src || document.baseURI;
