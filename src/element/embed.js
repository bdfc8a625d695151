// The one-tag form: defines <key-events>, and inserts an element with the options of the script after it. It
// bundles the whole loader, so that it needs no more round trips than the module form.
import { ATTRIBUTES } from "./attributes.js";
import { define } from "./element.js";
import { optionOf, tags } from "./script-url.js";

/** Marks a tag that has its element. Other copies of this script use the mark too. */
const hasElement = Symbol.for("key-events");

if (tags.length) define("key-events");
else console.warn("key-events: embed.js cannot find its tag, so there is no timeline: leave the tag in the page, or use key-events.js");
for (const script of tags) {
  if (script[hasElement]) continue;
  script[hasElement] = true;
  const element = document.createElement("key-events");
  for (const name of ATTRIBUTES) {
    const value = optionOf(script, name);
    if (value != null) element.setAttribute(name, value);
  }
  // An element in the head is not rendered.
  if (script.closest("head")) console.warn("key-events: put the script where the timeline goes, in the body");
  else script.after(element);
}
