// The module of the npm package: defines the element under any tag name.
import { ATTRIBUTES, FLAGS, NUMBERS } from "../attributes.js";
import { KeyEvents } from "../element.js";

export { define } from "../element.js";
export { configure } from "./addresses.js";
export { KeyEvents as KeyEventsElement };

const { prototype } = KeyEvents;
const { refresh } = prototype;

/** Adds a property that sets an attribute. */
const reflect = (attribute, property, get) =>
  Object.defineProperty(prototype, property, {
    configurable: true,
    get,
    set(value) {
      if (value == null || value === false) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value === true ? "" : value);
    },
  });

// Frameworks and templates that set properties find one for each attribute: `headingLevel` for `heading-level`.
for (const name of ATTRIBUTES) {
  const property = name == "refresh" ? "refreshInterval" : name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  // Each element of HTML has `lang` and `dir`.
  if (name == "lang" || name == "dir") continue;
  reflect(name, property, function () {
    const value = this.getAttribute(name);
    if (FLAGS.includes(name)) return value != null && value != "false";
    return value != null && NUMBERS.includes(name) ? Number(value) : value;
  });
}

// React, Preact and Vue set a property instead of an attribute if the element has one of that name. `refresh` is an
// attribute and a method: so the property is the method, and setting it sets the attribute.
reflect("refresh", "refresh", () => refresh);
