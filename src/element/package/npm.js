// The module of the npm package: defines the element under any tag name.
import { KeyEvents } from "../element.js";

export { define } from "../element.js";
export { configure } from "./addresses.js";
export { KeyEvents as KeyEventsElement };

// React, Preact and Vue set a property instead of an attribute if the element has one of that name. `refresh` is an
// attribute and a method: so the property is the method, and setting it sets the attribute.
const { refresh } = KeyEvents.prototype;
Object.defineProperty(KeyEvents.prototype, "refresh", {
  configurable: true,
  get: () => refresh,
  set(interval) {
    if (interval == null) this.removeAttribute("refresh");
    else this.setAttribute("refresh", interval);
  },
});
