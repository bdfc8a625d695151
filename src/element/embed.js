// The one-tag form: defines <key-events>, and puts an element with the script's options right after the
// script. It is the whole loader, so that the tag takes no round trip more than the module form.
import { define } from "./element.js";

const script = document.currentScript;
if (script?.src) {
  define("key-events");
  const element = document.createElement("key-events");
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
  }
  // In the head there is no place for it that anyone would see.
  if (script.closest("head")) console.warn("key-events: put the script where the timeline goes, in the body");
  else script.after(element);
}
