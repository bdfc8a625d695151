// Protects `document` and `window` against DOM clobbering.
//
// The `name` or `id` of an element shadows any property of `document`, and each property of `window` that the
// browser lacks (HTML Standard, “DOM tree accessors” and “Named access on the Window object”). User content
// may have such names. So properties are looked up where only the platform and scripts define them.
//
// The build replaces `document`, `window`, `self` and `globalThis` by these in every script, including the
// code of wasm-bindgen and DOMPurify (esbuild's `inject`).

/** The node itself, because the platform accepts no proxy as an argument. */
export const documentNode = document;

/** Binds a method, because methods of the platform throw when they are called on a proxy. */
const bindToObject = (value, object) => (typeof value == "function" ? value.bind(object) : value);

/**
 * A proxy target without own properties. A proxy must report own properties of its target that the page has
 * frozen.
 */
const emptyTarget = (object) => Object.create(Object.getPrototypeOf(object));

const realWindow = window;

const safeDocument = /* @__PURE__ */ new Proxy(emptyTarget(document), {
  get: (prototype, name) => bindToObject(Reflect.get(prototype, name, documentNode), documentNode),
});

const safeWindow = /* @__PURE__ */ new Proxy(emptyTarget(window), {
  get(prototype, name) {
    if (name == "document") return safeDocument;
    // The named properties object, which has the elements, is in the prototype chain between
    // `Window.prototype` and `EventTarget.prototype`.
    const isPlatform = Object.hasOwn(realWindow, name) || Object.hasOwn(Object.getPrototypeOf(prototype), name) || name in EventTarget.prototype;
    if (!isPlatform) return undefined;
    const value = realWindow[name];
    // Such as `parent`, in a page that is not in a frame.
    if (value == realWindow) return safeWindow;
    // Names of classes begin with a capital letter. They must not be bound.
    return /^[a-z]/.test(String(name)) ? bindToObject(value, realWindow) : value;
  },
});

export { safeDocument as document, safeWindow as window, safeWindow as self, safeWindow as globalThis };
