// The custom element and the loader, small enough for every page. The entry chunk is loaded when an element
// needs it.

import { ATTRIBUTES, DEFAULT_LIMIT, DEFAULT_REFRESH } from "./attributes.js";
import { importLabels } from "addresses";
import { folder, glue, load, loadChunk, wasm } from "./assets.js";
import { documentNode } from "./page.js";
import { cancelRetry, resetBackoff, retryLater } from "./retry.js";
import { resolve as resolveUrl } from "./url.js";

/**
 * The box of the element, as in `styles/box.css`, and the space reserved for the list while it is loading,
 * which avoids a layout shift. `--head` is the height of the header, `--space` is 1 if rows are below it. A
 * percentage of a padding refers to the inline size, so a row is 5em high below 30em, else 3.2em.
 */
const box = new CSSStyleSheet();
box.replaceSync(
  ":host{display:block;writing-mode:horizontal-tb!important;max-inline-size:calc(100% + max(0px,100% - 10*var(--key-events-font-size,max(16px,1rem)))*999)}:host([hidden]){display:none}:host::after{all:initial!important;content:''!important;display:grid!important;flex:none!important;font-size:var(--key-events-font-size,max(16px,1rem))!important;grid-template-columns:minmax(10em,20em)!important;min-inline-size:0!important;max-inline-size:100%!important;margin-inline-start:-100%!important;block-size:0!important;overflow:clip!important}:host>div{display:grid;flex:none;grid-template-columns:minmax(0,1fr);inline-size:100%}:host>div>*,:host>div::before{grid-area:1/1}:host>div>slot{display:block;contain:inline-size}:host>div::before{--row:clamp(3.2em,(30em - 100%)*999,5em);content:'';font-size:var(--key-events-font-size,max(16px,1rem));padding-block-start:calc(var(--head,0px) + var(--space,0)*(88px + min(2.5em + var(--rows,0)*var(--row),var(--key-events-max-height,9999px))))}@media(pointer:coarse){:host>div::before{padding-block-end:calc(var(--space,0)*32px)}}",
);

/** The result of a function. Undefined: a script of the page has removed or broken what it uses. */
export const attempt = (create) => {
  try {
    return create();
  } catch {}
};

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
const intervalOf = (element) => Math.max(element.getAttribute("refresh"), 0) || DEFAULT_REFRESH;

/** Dispatches `key-events-error`. */
const dispatchError = (element, detail) => element.dispatchEvent(new CustomEvent("key-events-error", { bubbles: true, composed: true, detail }));

/** The URLs of reported files. */
const reported = new Set();
/** Reports a file with a wrong hash that the list does not need. Once for the page. */
const reportChange = (element, { kind, message, url }, retryIn = null) => {
  if (!kind || reported.has(url)) return;
  reported.add(url);
  console.warn(`key-events: ${message} (${kind})`);
  dispatchError(element, { kind, message, url, retryIn });
};

/** What widgets use of this script. */
const loader = {
  load,
  reportChange,
  retryLater,
  prefetched,
  /**
   * Whether the policy has blocked a URL. With a delay, because the event may be dispatched after the request
   * has failed. And in WebKit the requests of a page that is unloaded fail some moments before `pagehide`.
   */
  isBlocked: async (url) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return violations.has(resolveUrl(url).split("#")[0]);
  },
};

/** Whether the list was expanded (1) or collapsed (0) at the last visit, if that is stored. */
const storedOpen = (element) => {
  try {
    const url = resolveUrl(element.getAttribute("src")?.trim() ?? "");
    return element.hasAttribute("remember") ? JSON.parse(localStorage["key-events:" + url])[3] : undefined;
  } catch {
    // Access is denied, or nothing is stored.
  }
};

/**
 * The name of the file with the labels of a language. "en": they are in the widget. Undefined: there are
 * none.
 */
const localeFor = (lang) => {
  try {
    const locale = new Intl.Locale(lang);
    const { language, script } = locale.maximize();
    // Labels in another script than the dates would be worse than none.
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

/** Promises of labels, by file name. */
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
    controller?.abort();
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
attempt(() => new MutationObserver(() => connectedElements.forEach((element) => element.attributeChangedCallback())).observe(documentNode, { subtree: true, attributeFilter: ["lang"] }));
/** The last warning about a failed start. */
let lastWarning;
/** The name of a method that is not part of the API. */
const activate = Symbol();

/** Starts elements near the viewport. Without it, they start at once. */
const lazyObserver = attempt(
  () =>
    new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && entry.target[activate]()), {
      rootMargin: "600px",
    }),
);

export class KeyEvents extends HTMLElement {
  static version = __VERSION__;
  static folder = folder;
  static observedAttributes = ATTRIBUTES;

  #isActivated;
  #widget;
  #root;
  #renderedRoot;
  /** The labels of the language. */
  #localeLabels;
  #language = ENGLISH;
  /** The labels that the page has set. */
  #labels;
  #updateQueued;
  /** The promise of the start in progress. */
  #activation;
  /** The warning about the last start, if it failed. */
  #failed;

  constructor() {
    super();
    // A property that was set before the element was defined is an own property, which would shadow the
    // accessor.
    for (const name of Object.getOwnPropertyNames(KeyEvents.prototype)) {
      const own = Object.getOwnPropertyDescriptor(this, name);
      if (own && Reflect.deleteProperty(this, name)) Object.getOwnPropertyDescriptor(KeyEvents.prototype, name).set?.call(this, own.value);
    }
  }

  connectedCallback() {
    connectedElements.add(this);
    if (this.#root) return this.attributeChangedCallback();
    // Only the HTML parser turns a template into a shadow root. In other documents it stays a template.
    const template = !this.shadowRoot && this.querySelector(":scope > template[shadowrootmode]");
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open", clonable: !!template });
    if (template) {
      shadow.append(template.content);
      template.remove();
    }
    const root = (this.#root = document.createElement("div"));
    // A prerendered list stays until the upgrade. Clicks on it are replayed then. Extensions of the browser may
    // add elements beside it.
    const prerendered = [...shadow.children].find((child) => child.querySelector(".disclosure"));
    shadow.adoptedStyleSheets = [box];
    if (prerendered) {
      root.clicks = [];
      prerendered.onclick = ({ target }) => root.clicks.push(target) && this[activate]();
    } else {
      root.style.setProperty("--rows", Math.min(Math.max(this.getAttribute("limit"), 0) || DEFAULT_LIMIT, 10));
      const isOpen = storedOpen(this) ?? !this.hasAttribute("collapsed");
      if (isOpen) root.style.setProperty("--space", 1);
      // The overview has 40px.
      root.style.setProperty("--head", isOpen && this.hasAttribute("overview") ? "99px" : "59px");
      root.append(document.createElement("slot"));
      shadow.replaceChildren(root);
    }
    if (lazyObserver && !this.#isActivated && this.getAttribute("loading") != "eager") lazyObserver.observe(this);
    else this[activate]();
  }

  disconnectedCallback() {
    // Asynchronously, because a move within the page disconnects and connects in the same task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      lazyObserver?.unobserve(this);
      connectedElements.delete(this);
      this.#activation = undefined;
      abortUnusedRequests();
      cancelRetry(this[activate]);
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
        this.#loadLabels();
      }
    });
  }

  /** Applies the labels of the language. Returns a promise if they are loaded from a file. */
  #loadLabels() {
    const language = languageOf(this);
    const tag = localeFor(language);
    const apply = (labels) => {
      if (language != languageOf(this)) return;
      // Labels and dates are in the same language. Without labels for it, both are in English.
      this.#language = labels ? intlLocale(language) : ENGLISH;
      this.#localeLabels = labels;
      this.#pushLabels();
    };
    if (!tag || tag == "en") return apply(tag && {});
    locales[tag] ??= importLabels(tag, load).catch((error) => {
      if (this.hasAttribute("debug") && !failedLocales.has(tag)) console.warn(`key-events: no labels for ${tag}: ${error.message}`);
      failedLocales.add(tag);
      const retryIn = retryLater(() => {
        delete locales[tag];
        connectedElements.forEach((element) => element.attributeChangedCallback());
      }, intervalOf(this));
      reportChange(this, error, retryIn);
    });
    return locales[tag].then(apply);
  }

  /**
   * Passes the labels to the widget, with their language, and that of the page in case the page overrides
   * all of them.
   */
  #pushLabels() {
    // The page may have a `toJSON` that changes any object.
    const json = JSON.stringify({ ...this.#localeLabels, ...this.#labels }, function (name) {
      return this[name];
    });
    this.#widget?.setLabels(json, this.#language, intlLocale(languageOf(this)));
  }

  /**
   * Loads and renders the list. Concurrent calls share a promise, which resolves with the widget, or
   * undefined after a failure.
   */
  [activate] = () => {
    const activation = (this.#activation ??= this.#loadAndRender().finally(() => this.#activation == activation && (this.#activation = undefined)));
    return activation;
  };

  async #loadAndRender() {
    lazyObserver?.unobserve(this);
    const root = this.#root;
    if (!root) return;
    this.#isActivated = true;
    cancelRetry(this[activate]);
    const src = this.getAttribute("src")?.trim();
    let isRendering = false;
    try {
      // First, because it takes longest.
      loadChunk();
      if (!this.#widget && !this.#failed && src && src[0] != "#" && !prefetched.has(src)) {
        const controller = attempt(() => new AbortController());
        // An invalid URL rejects the promise.
        const response = (async () => fetch(resolveUrl(src), { cache: "no-cache", signal: controller?.signal }))();
        response.catch(() => {});
        prefetched.set(src, { response, controller });
      }
      this.#loadLabels();
      const { Widget, createRenderer } = await loadChunk();
      const render = await createRenderer(root);
      this.#widget ??= new Widget();
      const labels = this.#loadLabels();
      // Wait for the labels, so that no English ones flash, but not for long.
      if (labels) await Promise.race([labels, new Promise((resolve) => setTimeout(resolve, 3000))]);
      if (root != this.#root || root == this.#renderedRoot) return this.#widget;
      this.#renderedRoot = root;
      isRendering = true;
      abortUnusedRequests();
      this.#pushLabels();
      render(this.#widget, this, root, { ...loader, isRetry: !!this.#failed });
      this.#failed = lastWarning = undefined;
      resetBackoff();
      return this.#widget;
    } catch (error) {
      if (isRendering) this.#renderedRoot = undefined;
      this.#activation = undefined;
      prefetched.get(src)?.controller?.abort();
      prefetched.delete(src);
      const isSupported = !!globalThis.WebAssembly;
      // What the policy lacks. The message of the browser names 'unsafe-eval', or nothing.
      const missing =
        isSupported &&
        (blocksWasm()
          ? "script-src 'wasm-unsafe-eval'"
          : (await loader.isBlocked(wasm))
            ? "connect-src " + folder
            : ((await loader.isBlocked(glue)) || error.isBlocked) && "script-src " + folder);
      const kind = missing ? "blocked" : isSupported ? (error.kind ?? "network") : "unsupported";
      const url = error.url ?? wasm;
      let message = String(error.message);
      if (missing) message = "the page's Content Security Policy must allow " + missing;
      else if (!message.includes(url)) message += ` (${url})`;
      // The element was disconnected, or another start has succeeded or is in progress.
      if (root != this.#root) return;
      if (root == this.#renderedRoot) return this.#widget;
      if (this.#activation) return this.#activation;
      // Release the reserved space. If it is above the viewport, adjust the scroll position in browsers
      // without scroll anchoring.
      const { bottom } = this.getBoundingClientRect();
      root.removeAttribute("style");
      if (bottom <= 0 && !CSS.supports("overflow-anchor", "auto"))
        scrollBy({ top: this.getBoundingClientRect().bottom - bottom, behavior: "instant" });
      const line = `key-events: the timeline can't start (${kind}): ${message}`;
      // A repeated failure is logged once.
      if (lastWarning != line) console.warn(line);
      this.#failed = lastWarning = line;
      const retryIn = kind == "unsupported" ? null : retryLater(this[activate], intervalOf(this));
      dispatchError(this, { kind, message, url, retryIn });
    }
  }

  get entries() {
    return this.#widget?.entries() ?? [];
  }

  get warnings() {
    return this.#widget?.warnings() ?? [];
  }

  get state() {
    if (this.#failed) return "error";
    return this.#widget?.state() ?? (this.#isActivated ? "loading" : "idle");
  }

  get labels() {
    return this.#labels ?? {};
  }

  set labels(labels) {
    try {
      const own = labels ?? {};
      if (Array.isArray(own) || Object(own) !== own) throw new TypeError("an object was expected");
      this.#labels = stringsOf(own, 1);
    } catch (error) {
      return console.warn(`key-events: these labels are ignored: ${error.message}`);
    }
    this.#pushLabels();
  }

  async refresh() {
    await (await this[activate]())?.refresh();
  }

  async expand() {
    (await this[activate]())?.open(true);
  }

  async collapse() {
    (await this[activate]())?.open(false);
  }

  async showAll() {
    (await this[activate]())?.showAll();
  }

  async goTo(id) {
    // A whole number is an id, as in feeds.
    if (Number.isInteger(id)) id = String(id);
    if (typeof id == "string") return (await (await this[activate]())?.goTo(id)) ?? false;
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
