// The custom element: light enough to be on every page. Everything else waits in a chunk that is
// loaded when an element needs it.

import { ATTRIBUTES } from "./attributes.js";
import { folder, glue, load, loadChunk, wasm } from "./assets.js";
import { documentNode } from "./page.js";
import { giveUp, retryLater, settle } from "./retry.js";

/**
 * The box of the element, as in `styles/box.css`, and the space of a list that is on its way: `--head` is
 * the height of the header, `--space` is 1 with rows below it. Percentages of a padding are of the inline
 * size: a row is 81px high below 480px, else 51px.
 */
const box = new CSSStyleSheet();
box.replaceSync(
  ":host{display:block;writing-mode:horizontal-tb!important;max-inline-size:calc(100% + max(0px,100% - 10*var(--key-events-font-size,16px))*999)}:host([hidden]){display:none}:host::after{all:initial!important;content:''!important;display:grid!important;flex:none!important;font-size:var(--key-events-font-size,16px)!important;grid-template-columns:minmax(10em,20em)!important;min-inline-size:0!important;max-inline-size:100%!important;margin-inline-start:-100%!important;block-size:0!important;overflow:clip!important}:host>div{display:grid;flex:none;grid-template-columns:minmax(0,1fr);inline-size:100%}:host>div>*,:host>div::before{grid-area:1/1}:host>div>slot{display:block;contain:inline-size}:host>div::before{--row:clamp(51px,(480px - 100%)*999,81px);content:'';padding-block-start:calc(var(--head,0px) + var(--space,0)*(72px + min(41px + var(--rows,0)*var(--row),var(--key-events-max-height,9999px))))}",
);

/** Requests for feeds that were sent before the widget was there: address → request. */
const prefetched = new Map();

/** What the page's Content Security Policy refused. */
const violations = new Set();
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.size < 99 && violations.add(blockedURI));

/** The nearest `lang` attribute, across shadow roots; or "". */
const langOf = (element) => {
  const root = element.getRootNode();
  const nearest = element.closest("[lang]");
  // A form's controls shadow its properties too.
  if (nearest) return Element.prototype.getAttribute.call(nearest, "lang");
  return root instanceof ShadowRoot ? langOf(root.host) : "";
};

/** The reader's own English. */
const ENGLISH = navigator.languages.find((tag) => /^en\b/.test(tag)) ?? "en";

/** The language tag of an element; servers also write it as POSIX names a locale, such as `pt_BR.UTF-8`. */
const languageOf = (element) => langOf(element).trim().replace(/[.@].*/, "").replaceAll("_", "-").replace(/-+$/, "") || ENGLISH;

/** The usual time between two requests, in seconds. */
const intervalOf = (element) => Math.max(element.getAttribute("refresh"), 0) || 30;

/** What the widgets have of the loader. */
const loader = {
  load,
  early: prefetched,
  /**
   * Whether the policy refused an address; the event may come after the request has failed. And in
   * WebKit a page that is left loses its requests some moments before it is told that.
   */
  refused: (address) =>
    new Promise((resolve) => setTimeout(() => resolve(violations.has(new URL(address, document.baseURI).href.split("#")[0])), 300)),
};

/** Whether the reader left the list expanded (1) or collapsed (0), where that is remembered. */
const storedOpen = (element) => {
  try {
    const address = new URL(element.getAttribute("src")?.trim() ?? "", document.baseURI).href;
    return element.hasAttribute("remember") ? JSON.parse(localStorage["key-events:" + address])[3] : undefined;
  } catch {
    // Refused, or nothing there.
  }
};

/** The name of the file with the strings for a language; "en": the widget has them; none: nobody has. */
const localeFor = (lang) => {
  try {
    const locale = new Intl.Locale(lang);
    const { language, script } = locale.maximize();
    // Words in another script than the dates would be worse than none.
    const same = new Intl.Locale(language).maximize().script == script && language;
    return [locale.baseName, language + "-" + script, same].find((tag) => ("en " + __LOCALES__).split(" ").includes(tag));
  } catch {
    // No language that there is.
  }
};

/** A language tag for the browser's formats, which take `und` for the reader's own language. */
const known = (lang) => {
  try {
    const locale = new Intl.Locale(lang);
    return locale.language == "und" ? locale.maximize().toString() : lang;
  } catch {
    return ENGLISH;
  }
};

/** Requests for strings: name of the file → what is in it. */
const locales = { en: Promise.resolve({}) };
/** Names of files that were requested in vain. */
const missing = new Set();

/** The strings among the fields of an object, and the objects of strings among them down to a depth; U+FFFD takes the place of a lone surrogate. */
const stringsOf = (object, depth) =>
  Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const isObject = depth && value && typeof value == "object" && !Array.isArray(value);
      const text = isObject ? stringsOf(value, depth - 1) : typeof value == "string" && value.toWellFormed();
      if (text !== false) return [[name.toWellFormed(), text]];
      console.warn(`key-events: labels: "${name}" is ignored: a string was expected${depth ? ", or an object of strings by plural category" : ""}`);
      return [];
    }),
  );

/** Aborts the requests for feeds that no element waits for any more. */
const abortUnusedRequests = () => {
  const wanted = new Set([...connectedElements].map((element) => element.getAttribute("src")?.trim()));
  for (const [src, { controller }] of prefetched) {
    if (wanted.has(src)) continue;
    controller.abort();
    prefetched.delete(src);
  }
};

/** Whether the page's policy lets nobody run wasm: not even a module without content. */
const refusesWasm = () => {
  try {
    return !new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return true;
  }
};

/** The elements in the page: the language around them may change. */
const connectedElements = new Set();
new MutationObserver(() => connectedElements.forEach((element) => element.attributeChangedCallback())).observe(documentNode, { subtree: true, attributeFilter: ["lang"] });
/** What the console was told last of a start that failed. */
let told;
/** The name of a method that is not for pages. */
const start = Symbol();

/** Tells elements that come near the viewport to start. */
const lazyObserver = new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && entry.target[start]()),
  { rootMargin: "600px" },
);

class KeyEvents extends HTMLElement {
  static version = __VERSION__;
  static folder = folder;
  static observedAttributes = ATTRIBUTES;

  #started;
  #widget;
  #root;
  #renderedRoot;
  #strings;
  #language = ENGLISH;
  #labels;
  #updateQueued;
  /** The start under way. */
  #starting;
  /** The line in the console for the last start that failed. */
  #failed;

  constructor() {
    super();
    // What was set before the element was defined is a property of its own, which would hide ours.
    for (const name of Object.getOwnPropertyNames(KeyEvents.prototype)) {
      const own = Object.getOwnPropertyDescriptor(this, name);
      if (own && Reflect.deleteProperty(this, name) && name == "labels") this.labels = own.value;
    }
  }

  connectedCallback() {
    connectedElements.add(this);
    if (this.#root) return this.attributeChangedCallback();
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const root = (this.#root = document.createElement("div"));
    // A list that was prerendered, after its style sheet, stays until there is another; what is pressed
    // in it is done then.
    const prerendered = shadow.children[1];
    shadow.adoptedStyleSheets = [box];
    if (prerendered) {
      root.pressed = [];
      prerendered.onclick = ({ target }) => root.pressed.push(target) && this[start]();
    } else {
      root.style.setProperty("--rows", Math.min(Math.max(this.getAttribute("limit"), 0) || 10, 10));
      if (storedOpen(this) ?? !this.hasAttribute("collapsed")) root.style.setProperty("--space", 1);
      root.style.setProperty("--head", "59px");
      root.append(document.createElement("slot"));
      shadow.replaceChildren(root);
    }
    if (this.#started || this.getAttribute("loading") == "eager") this[start]();
    else lazyObserver.observe(this);
  }

  disconnectedCallback() {
    // A move within the page is a disconnection and a connection in one task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      lazyObserver.unobserve(this);
      connectedElements.delete(this);
      this.#starting = undefined;
      abortUnusedRequests();
      giveUp(this[start]);
      this.#widget?.unmount();
      this.#root = undefined;
    });
  }

  attributeChangedCallback() {
    if (this.#updateQueued) return;
    this.#updateQueued = true;
    queueMicrotask(() => {
      this.#updateQueued = false;
      if (this.#widget && this.#root) {
        this.#widget.update();
        this.#loadStrings();
      }
    });
  }

  /** Gives the widget the strings of its language; where there is a file of them, it returns a promise. */
  #loadStrings() {
    const language = languageOf(this);
    const tag = localeFor(language);
    const apply = (strings) => {
      if (language != languageOf(this)) return;
      // Words and dates are of one language: where there are no words, both are English.
      this.#language = strings ? known(language) : ENGLISH;
      this.#strings = strings;
      this.#pushLabels();
    };
    if (!tag || tag == "en") return apply(tag && {});
    locales[tag] ??= load(`./locales/${tag}.json`)
      .then((response) => response.json())
      .catch((error) => {
        if (this.hasAttribute("debug") && !missing.has(tag)) console.warn(`key-events: no strings for ${tag}: ${error.message}`);
        missing.add(tag);
        retryLater(() => {
          delete locales[tag];
          connectedElements.forEach((element) => element.attributeChangedCallback());
        }, intervalOf(this));
      });
    return locales[tag].then(apply);
  }

  /** Tells the widget its words, their language, and that of the page, in case they are all the page's own. */
  #pushLabels() {
    this.#widget?.setLabels(JSON.stringify({ ...this.#strings, ...this.#labels }), this.#language, known(languageOf(this)));
  }

  /** Loads and shows the list, once for all who ask at the same time; resolves with the widget, or with nothing if that failed. */
  [start] = () => {
    const starting = (this.#starting ??= this.#start().finally(() => this.#starting == starting && (this.#starting = undefined)));
    return starting;
  };

  async #start() {
    lazyObserver.unobserve(this);
    const root = this.#root;
    if (!root) return;
    this.#started = true;
    giveUp(this[start]);
    const src = this.getAttribute("src")?.trim();
    let isRendering = false;
    try {
      // First of all what takes longest.
      loadChunk();
      if (!this.#widget && !this.#failed && src && src[0] != "#" && !prefetched.has(src)) {
        const controller = new AbortController();
        const response = fetch(src, { cache: "no-cache", signal: controller.signal });
        response.catch(() => {});
        prefetched.set(src, { response, controller });
      }
      this.#loadStrings();
      const { Widget, createRenderer } = await loadChunk();
      const render = await createRenderer(root);
      this.#widget ??= new Widget();
      const strings = this.#loadStrings();
      // No word of English before, but not for ever.
      if (strings) await Promise.race([strings, new Promise((resolve) => setTimeout(resolve, 3000))]);
      if (root != this.#root || root == this.#renderedRoot) return this.#widget;
      this.#renderedRoot = root;
      isRendering = true;
      abortUnusedRequests();
      this.#pushLabels();
      render(this.#widget, this, root, { ...loader, isLate: !!this.#failed });
      this.#failed = told = undefined;
      settle();
      return this.#widget;
    } catch (error) {
      if (isRendering) this.#renderedRoot = undefined;
      this.#starting = undefined;
      prefetched.get(src)?.controller.abort();
      prefetched.delete(src);
      const kind = !globalThis.WebAssembly
        ? "unsupported"
        : refusesWasm() || (await loader.refused(glue)) || (await loader.refused(wasm))
          ? "blocked"
          : "network";
      // The element was taken out of the page, or another start was quicker or is under way.
      if (root != this.#root) return;
      if (root == this.#renderedRoot) return this.#widget;
      if (this.#starting) return this.#starting;
      // No list is on its way any more. Below an element above the viewport nothing moves, in WebKit as elsewhere.
      const { bottom } = this.getBoundingClientRect();
      root.removeAttribute("style");
      if (bottom <= 0 && !CSS.supports("overflow-anchor", "auto"))
        scrollBy({ top: this.getBoundingClientRect().bottom - bottom, behavior: "instant" });
      const line = `key-events: the widget can't start (${kind}): ${error.message}`;
      // The same failure again and again fills no console.
      if (told != line) console.warn(line);
      this.#failed = told = line;
      const retryIn = kind == "unsupported" ? null : retryLater(this[start], intervalOf(this));
      const detail = { kind, message: error.message, url: error.url ?? wasm, retryIn };
      this.dispatchEvent(new CustomEvent("key-events-error", { bubbles: true, composed: true, detail }));
    }
  }

  get entries() {
    return this.#widget?.entries() ?? [];
  }

  get state() {
    if (this.#failed) return "error";
    return this.#widget?.state() ?? (this.#started ? "loading" : "idle");
  }

  get labels() {
    return this.#labels ?? {};
  }

  set labels(labels) {
    try {
      const strings = labels ?? {};
      if (Array.isArray(strings) || Object(strings) !== strings) throw new TypeError("an object was expected");
      this.#labels = stringsOf(strings, 1);
    } catch (error) {
      return console.warn(`key-events: these labels are ignored: ${error.message}`);
    }
    this.#pushLabels();
  }

  async refresh() {
    await (await this[start]())?.refresh();
  }

  async expand() {
    (await this[start]())?.open(true);
  }

  async collapse() {
    (await this[start]())?.open(false);
  }

  async showAll() {
    (await this[start]())?.showAll();
  }

  async goTo(id) {
    // As in a feed, a whole number is an id.
    if (Number.isInteger(id)) id = String(id);
    if (typeof id == "string") return (await (await this[start]())?.goTo(id)) ?? false;
    console.warn(`key-events: goTo() takes the id of an event, a string or a whole number, not ${typeof id}`);
    return false;
  }
}

/** Defines the element under a tag name; where the name is taken, the first one stays. */
export const define = (name) => {
  const first = customElements.get(name);
  if (!first) customElements.define(name, class extends KeyEvents {});
  // Each tag brings the same copy again.
  else if (first.folder != folder)
    console.warn(`key-events: <${name}> is already defined by version ${first.version}; version ${__VERSION__} is ignored`);
};
