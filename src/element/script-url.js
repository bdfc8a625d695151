// Finds the tags that a classic script inserts elements for. The URL of a tag replaces `import.meta.url`, which
// a classic script has not (esbuild's `define` and `inject`).
//
// `document.currentScript` is null in a module, in a shadow root and after a delay. It is another script if an
// optimizer or a bundle runs the code. So tags are found by the URL of the running code.
import { ATTRIBUTES } from "./attributes.js";
import { document } from "./page.js";

/** The URL of the running code: the first one in a stack trace. */
const running = /https?:[^\s()]+(?=:\d+:\d+)/.exec(new Error().stack)?.[0];

const withoutQuery = (url) => url.split(/[?#]/)[0];
const isNamedEmbed = (url) => /\/embed(\.min)?\.js$/.test(withoutQuery(url));

/** The path of a URL, and whether it is that of a script. */
const pathOf = (url) => Object.assign(document.createElement("a"), { href: url }).pathname;
const isScript = (path) => /\.m?js$/.test(path);

/**
 * The feed of a tag. Consent tools and optimizers may put the URL of the script into `data-src`. An empty
 * attribute is none.
 */
export const feedOf = ({ dataset, src }) => {
  if (dataset.feed || !dataset.src) return dataset.feed || undefined;
  const path = pathOf(dataset.src);
  return isScript(path) || path == pathOf(src) ? undefined : dataset.src;
};

/** The value of an option of a tag. */
export const optionOf = (script, name) => (name == "src" ? feedOf(script) : script.getAttribute("data-" + name));

/** The scripts with a URL, also those in shadow roots. */
const scriptsIn = (root) =>
  [...root.querySelectorAll("*")].flatMap((one) => {
    if (one.shadowRoot) return scriptsIn(one.shadowRoot);
    return one.localName == "script" && one.src ? one : [];
  });

/** Narrows a list down, unless nothing would be left. */
const prefer = (list, is) => (list.some(is) ? list.filter(is) : list);

const current = document.currentScript;
const isCurrent = (script) => script == current;
const isRunning = ({ src }) => src.split("#")[0] == running;
export const isRendered = (script) => !script.closest("head");
/** Whether the browser runs it. Others may wait for the reader's consent. */
export const canRun = ({ type }) => /^(module|.*(java|ecma)script)?$/i.test(type);

const find = () => {
  const isNamed = ({ src }) => isNamedEmbed(src);
  const hasOption = (script) => ATTRIBUTES.some((name) => optionOf(script, name) != null);
  // A bundle that has the code is no tag.
  const isOwn = (script) => isRunning(script) && (isNamed(script) || hasOption(script));
  if (current && isOwn(current) && isRendered(current)) return [current];
  const scripts = scriptsIn(document);
  let found = scripts.filter(isOwn);
  // Other vendors have an `embed.js` too. A redirect may have changed the URL of the current script.
  const looksOwn = (script) => (isNamed(script) && script.src.includes("key-events")) || ((isNamed(script) || isCurrent(script)) && feedOf(script));
  if (!found[0]) found = scripts.filter(looksOwn);
  found = prefer(prefer(found, isRendered), canRun);
  return prefer(found, isCurrent);
};

/** The tags to insert an element for: the current one, or all of them, because a module runs only once. */
export const tags = find();

export const scriptUrl = tags[0]?.src ?? document.baseURI;
