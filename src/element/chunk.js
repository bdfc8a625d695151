// What is loaded when an element needs it: the glue of the wasm, and the look.
export { default, Widget } from "glue";
export { default as css } from "styles";
