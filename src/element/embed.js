// The one-tag form: defines <key-events>, and inserts an element with the options of the script after it. It
// bundles the whole loader, so that it needs no more round trips than the module form.
import { define } from "./element.js";

const script = document.currentScript;
if (script?.src) {
  define("key-events");
  const element = document.createElement("key-events");
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) element.setAttribute(name.slice(5), value);
  }
  // An element in the head is not rendered.
  if (script.closest("head")) console.warn("key-events: put the script where the timeline goes, in the body");
  else script.after(element);
}
