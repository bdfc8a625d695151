// The object that the wasm imports the loader of its lazy chunk from. `chunk.js` fills it.
//
// It takes the place of the generated module, whose exports esbuild would copy into an object with a `for…in` loop.
// The loop fails where a script of the page has added a property to `Object.prototype`. As esbuild bundles a module
// without exports, its namespace is a plain object.
export {};
