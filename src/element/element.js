// The custom element and the loader, small enough for every page. The entry chunk is loaded when an element
// needs it.

import { ATTRIBUTES } from "./attributes.js";
import { folder, glue, load, loadChunk, wasm } from "./assets.js";
import { documentNode } from "./page.js";
import { giveUp, retryLater, settle } from "./retry.js";

/**
 * The box of the element, as in `styles/box.css`, and the space reserved for the list while it is loading,
 * which avoids a layout shift. `--head` is the height of the header, `--space` is 1 if rows are below it. A
 * percentage of a padding refers to the inline size, so a row is 81px high below 480px, else 51px.
 */
const box = new CSSStyleSheet();
box.replaceSync(
  ":host{display:block;writing-mode:horizontal-tb!important;max-inline-size:calc(100% + max(0px,100% - 10*var(--key-events-font-size,16px))*999)}:host([hidden]){display:none}:host::after{all:initial!important;content:''!important;display:grid!important;flex:none!important;font-size:var(--key-events-font-size,16px)!important;grid-template-columns:minmax(10em,20em)!important;min-inline-size:0!important;max-inline-size:100%!important;margin-inline-start:-100%!important;block-size:0!important;overflow:clip!important}:host>div{display:grid;flex:none;grid-template-columns:minmax(0,1fr);inline-size:100%}:host>div>*,:host>div::before{grid-area:1/1}:host>div>slot{display:block;contain:inline-size}:host>div::before{--row:clamp(51px,(480px - 100%)*999,81px);content:'';padding-block-start:calc(var(--head,0px) + var(--space,0)*(72px + min(41px + var(--rows,0)*var(--row),var(--key-events-max-height,9999px))))}",
);

/** Requests for feeds that are sent before the wasm is loaded, by URL. */
const prefetched = new Map();

/** The URLs that the Content Security Policy of the page has blocked. */
const violations = new Set();
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.size < 99 && violations.add(blockedURI));

/** The nearest `lang` attribute, across shadow roots; or "". */
const langOf = (element) => {
  const root = element.getRootNode();
  const nearest = element.closest("[lang]");
  // A named control of a form may shadow the method of the form.
  if (nearest) return Element.prototype.getAttribute.call(nearest, "lang");
  return root instanceof ShadowRoot ? langOf(root.host) : "";
};

/** The variant of English that the reader prefers. */
const ENGLISH = navigator.languages.find((tag) => /^en\b/.test(tag)) ?? "en";

/** The language tag of an element. It may be a POSIX locale such as `pt_BR.UTF-8`. */
const languageOf = (element) => langOf(element).trim().replace(/[.@].*/, "").replaceAll("_", "-").replace(/-+$/, "") || ENGLISH;

/** The polling interval, in seconds. */
const intervalOf = (element) => Math.max(element.getAttribute("refresh"), 0) || 30;

/** What widgets use of the loader. */
const loader = {
  load,
  early: prefetched,
  /**
   * Whether the policy has blocked a URL. With a delay, because the event may be dispatched after the request
   * has failed. And in WebKit the requests of a page that is unloaded fail some moments before `pagehide`.
   */
  refused: (url) =>
    new Promise((resolve) => setTimeout(() => resolve(violations.has(new URL(url, document.baseURI).href.split("#")[0])), 300)),
};

/** Whether the list was expanded (1) or collapsed (0) at the last visit, if that is stored. */
const storedOpen = (element) => {
  try {
    const url = new URL(element.getAttribute("src")?.trim() ?? "", document.baseURI).href;
    return element.hasAttribute("remember") ? JSON.parse(localStorage["key-events:" + url])[3] : undefined;
  } catch {
    // Access is denied, or nothing is stored.
  }
};

/**
 * The name of the file with the strings of a language. "en": they are in the widget. Undefined: there are
 * none.
 */
const localeFor = (lang) => {
  try {
    const locale = new Intl.Locale(lang);
    const { language, script } = locale.maximize();
    // Strings in another script than the dates would be worse than none.
    const sameScript = new Intl.Locale(language).maximize().script == script && language;
    return [locale.baseName, language + "-" + script, sameScript].find((tag) => ("en " + __LOCALES__).split(" ").includes(tag));
  } catch {
    // Not a valid language tag.
  }
};

/** A language tag for `Intl`, which would take `und` for the reader's language. */
const intlLocale = (lang) => {
  try {
    const locale = new Intl.Locale(lang);
    return locale.language == "und" ? locale.maximize().toString() : lang;
  } catch {
    return ENGLISH;
  }
};

/** Promises of strings, by file name. */
const locales = { en: Promise.resolve({}) };
/** Names of files that failed to load. */
const failedLocales = new Set();

/**
 * The fields of an object that are strings, or objects of strings down to a depth. U+FFFD replaces lone
 * surrogates.
 */
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

/** Aborts the prefetched requests that no element uses any more. */
const abortUnusedRequests = () => {
  const used = new Set([...connectedElements].map((element) => element.getAttribute("src")?.trim()));
  for (const [src, { controller }] of prefetched) {
    if (used.has(src)) continue;
    controller.abort();
    prefetched.delete(src);
  }
};

/** Whether the policy of the page forbids wasm, tested with an empty module. */
const blocksWasm = () => {
  try {
    return !new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return true;
  }
};

/** The elements in the page, which are updated when a `lang` attribute changes. */
const connectedElements = new Set();
new MutationObserver(() => connectedElements.forEach((element) => element.attributeChangedCallback())).observe(documentNode, { subtree: true, attributeFilter: ["lang"] });
/** The last warning about a failed start. */
let lastWarning;
/** The name of a method that is not part of the API. */
const start = Symbol();

/** Starts elements near the viewport. */
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
  /** The promise of the start in progress. */
  #starting;
  /** The warning about the last start, if it failed. */
  #failed;

  constructor() {
    super();
    // A property that was set before the element was defined is an own property, which would shadow the
    // accessor.
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
    // A prerendered list, which follows its style sheet, stays until the upgrade. Clicks on it are replayed
    // then.
    const prerendered = shadow.children[1];
    shadow.adoptedStyleSheets = [box];
    if (prerendered) {
      root.clicks = [];
      prerendered.onclick = ({ target }) => root.clicks.push(target) && this[start]();
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
    // Asynchronously, because a move within the page disconnects and connects in the same task.
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

  /** Applies the strings of the language. Returns a promise if they are loaded from a file. */
  #loadStrings() {
    const language = languageOf(this);
    const tag = localeFor(language);
    const apply = (strings) => {
      if (language != languageOf(this)) return;
      // Strings and dates are in the same language. Without strings for it, both are in English.
      this.#language = strings ? intlLocale(language) : ENGLISH;
      this.#strings = strings;
      this.#pushLabels();
    };
    if (!tag || tag == "en") return apply(tag && {});
    locales[tag] ??= load(`./locales/${tag}.json`)
      .then((response) => response.json())
      .catch((error) => {
        if (this.hasAttribute("debug") && !failedLocales.has(tag)) console.warn(`key-events: no strings for ${tag}: ${error.message}`);
        failedLocales.add(tag);
        retryLater(() => {
          delete locales[tag];
          connectedElements.forEach((element) => element.attributeChangedCallback());
        }, intervalOf(this));
      });
    return locales[tag].then(apply);
  }

  /**
   * Passes the strings to the widget, with their language, and that of the page in case the page overrides
   * all of them.
   */
  #pushLabels() {
    this.#widget?.setLabels(JSON.stringify({ ...this.#strings, ...this.#labels }), this.#language, intlLocale(languageOf(this)));
  }

  /**
   * Loads and renders the list. Concurrent calls share a promise, which resolves with the widget, or
   * undefined after a failure.
   */
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
      // First, because it takes longest.
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
      // Wait for the strings, so that no English ones flash, but not for long.
      if (strings) await Promise.race([strings, new Promise((resolve) => setTimeout(resolve, 3000))]);
      if (root != this.#root || root == this.#renderedRoot) return this.#widget;
      this.#renderedRoot = root;
      isRendering = true;
      abortUnusedRequests();
      this.#pushLabels();
      render(this.#widget, this, root, { ...loader, isLate: !!this.#failed });
      this.#failed = lastWarning = undefined;
      settle();
      return this.#widget;
    } catch (error) {
      if (isRendering) this.#renderedRoot = undefined;
      this.#starting = undefined;
      prefetched.get(src)?.controller.abort();
      prefetched.delete(src);
      const kind = !globalThis.WebAssembly
        ? "unsupported"
        : blocksWasm() || (await loader.refused(glue)) || (await loader.refused(wasm))
          ? "blocked"
          : "network";
      // The element was disconnected, or another start has succeeded or is in progress.
      if (root != this.#root) return;
      if (root == this.#renderedRoot) return this.#widget;
      if (this.#starting) return this.#starting;
      // Release the reserved space. If it is above the viewport, adjust the scroll position in browsers
      // without scroll anchoring.
      const { bottom } = this.getBoundingClientRect();
      root.removeAttribute("style");
      if (bottom <= 0 && !CSS.supports("overflow-anchor", "auto"))
        scrollBy({ top: this.getBoundingClientRect().bottom - bottom, behavior: "instant" });
      const line = `key-events: the widget can't start (${kind}): ${error.message}`;
      // A repeated failure is logged once.
      if (lastWarning != line) console.warn(line);
      this.#failed = lastWarning = line;
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
    // A whole number is an id, as in feeds.
    if (Number.isInteger(id)) id = String(id);
    if (typeof id == "string") return (await (await this[start]())?.goTo(id)) ?? false;
    console.warn(`key-events: goTo() takes the id of an event, a string or a whole number, not ${typeof id}`);
    return false;
  }
}

/** Defines the element under a tag name. If the name is taken, the first definition stays. */
export const define = (name) => {
  const first = customElements.get(name);
  if (!first) customElements.define(name, class extends KeyEvents {});
  // Not if a second tag of the same copy defines it again.
  else if (first.folder != folder)
    console.warn(`key-events: <${name}> is already defined by version ${first.version}; version ${__VERSION__} is ignored`);
};
