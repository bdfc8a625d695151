// What is loaded when an element needs it: the glue of the wasm, and the look.
import css from "styles";

export { default, Widget } from "glue";

/** The look, shared by all elements. */
export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
