// The one-tag form: defines <key-events>, and inserts an element with the options of the script after it. It
// bundles the whole loader, so that it needs no more round trips than the module form.
import { ATTRIBUTES } from "./attributes.js";
import { attempt, define } from "./element.js";
import { documentNode } from "./page.js";
import { canRun, isRendered, optionOf, scriptUrl, tags } from "./script-url.js";

/** Marks a tag that has its element. Other copies of this script use the mark too. */
const hasElement = Symbol.for("key-events");

/** Inserts the element of a tag, unless it is there. */
const insertElement = (script) => {
  // Routers keep a copy of a page they leave, as nodes or as HTML. The copy has the element too, and the attribute is
  // what a copy of the tag has of the mark.
  if (script[hasElement] || script.matches("[data-key-events]:has(+key-events)")) return;
  script[hasElement] = true;
  script.dataset.keyEvents = "";
  const element = document.createElement("key-events");
  for (const name of ATTRIBUTES) {
    const value = optionOf(script, name);
    if (value != null) element.setAttribute(name, value);
  }
  script.after(element);
};

if (tags.length) define("key-events");
else console.warn("key-events: embed.js cannot find its tag, so there is no timeline: leave the tag in the page, or use key-events.js");
for (const script of tags) {
  // An element in the head is not rendered.
  if (isRendered(script)) insertElement(script);
  else console.warn("key-events: put the script where the timeline goes, in the body");
}

/** Inserts the elements of the tags that came into the page, which may not run: some routers run each URL only once. */
const insertElements = (nodes) => {
  for (const node of nodes)
    // Not a method of the node, because a named control of a form may shadow it.
    for (const script of node.firstElementChild ? Element.prototype.querySelectorAll.call(node, "script") : [node])
      if (script.src == scriptUrl && canRun(script) && isRendered(script)) insertElement(script);
};

/** One observer for each URL, although each visit of a page may run the script again. */
const isObserved = Symbol.for("key-events " + scriptUrl);

/** Not while the parser inserts nodes one by one: it runs the tags. */
const observe = () => {
  insertElements([document.documentElement]);
  new MutationObserver((records) => records.forEach(({ addedNodes }) => insertElements(addedNodes))).observe(documentNode, { childList: true, subtree: true });
};

if (tags.length && !documentNode[isObserved]) {
  documentNode[isObserved] = true;
  if (document.readyState == "loading") document.addEventListener("DOMContentLoaded", () => attempt(observe));
  else attempt(observe);
}
