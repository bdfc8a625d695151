// What is loaded when an element needs it: the glue of the wasm, and the look.
import { finish, imports, load as instantiate, Widget } from "glue";
import css from "styles";

/** The look, shared by all elements. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// The browser loads what it knows of a language with the first format of it: now, while the wasm is
// on its way, rather than before the first list.
try {
  new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "full", timeStyle: "long" }).format();
} catch {
  // No language that there is.
}

/** Of another media type, wasm would not be compiled as it comes. */
const asWasm = ({ body }) => new Response(body, { headers: { "content-type": "application/wasm" } });

let exports;
/** Starts the wasm that a response brings; resolves with what the loader needs of it. */
export const start = async (response) => {
  const { instance, module } = await instantiate(asWasm(response), imports());
  exports = finish(instance, module);
  return { Widget: Patient, drawer };
};

let rest;
let warned;
/** Adds to it what is needed once there is a list, by a request to the loader's folder; resolves with whether it is there. */
const later = (request) =>
  (rest ??= (async () => {
    try {
      if (__LATER__) {
        const { module } = await instantiate(asWasm(await request(__LATER__)), { ...imports(), b: exports });
        const [more] = WebAssembly.Module.customSections(module, "css");
        sheet.replaceSync(css + new TextDecoder().decode(more));
      }
      return true;
    } catch (error) {
      rest = undefined;
      if (!warned) console.warn("key-events: jumps and updates have to wait: " + error.message);
      warned = true;
      return false;
    }
  })());

/** A widget that changes, once it is drawn, when there is all that takes. */
class Patient extends Widget {
  #loader;
  /** What waits until all of the wasm is there. */
  #waiting = [];

  mount(element, root, loader, ...rest) {
    this.#loader = loader;
    super.mount(element, root, loader, ...rest);
  }

  unmount() {
    this.#loader?.leave();
    this.#loader = undefined;
    this.#waiting = [];
    super.unmount();
  }

  /** All of the wasm is there. */
  settle() {
    for (const act of this.#waiting.splice(0)) act();
  }

  update() {
    this.#later(() => super.update());
  }

  setLabels(...labels) {
    this.#later(() => super.setLabels(...labels));
  }

  async goTo(id) {
    return !!(await this.#loader?.later()) && super.goTo(id);
  }

  #later(act) {
    if (!this.#loader) return act();
    this.#waiting.push(act);
    this.#loader.later();
  }
}

/** How high a row is at least, as long as a page does not make it lower, in pixels. */
const ROW = 40;

/** So many rows the loader keeps space for. */
const KEPT = 10;

/** Loads what cleans HTML where the browser can't. */
const purify = async () => (await import(__PURIFY__)).default;

/** Draws a widget in `root`. */
const draw = (widget, element, root, { early, load, retryLater, giveUp, intervalOf, ...loader }) => {
  const update = () => widget.update();
  widget.mount(
    element,
    root,
    {
      ...loader,
      /** Hands over the request that was sent for an address. */
      claim(address) {
        const request = early.get(address);
        early.delete(address);
        return request;
      },
      async later() {
        const there = await later(load);
        if (there) widget.settle();
        else retryLater(update, intervalOf(element));
        return there;
      },
      leave: () => giveUp(update),
      /** The box of an element of the page, whose own method a form's control may shadow. */
      rectOf: (element) => Element.prototype.getBoundingClientRect.call(element),
      purify,
    },
    navigator.connection?.saveData,
    // As many rows as fill the screen: the others can wait.
    Math.max(screen.height / ROW, KEPT),
  );
};

/** Gives an element its look. */
const dress = ({ shadowRoot }) => shadowRoot.adoptedStyleSheets.push(sheet);

/** What draws a widget in `root`: at once, or beside a list that was rendered ahead and is there instead. */
const drawer = async (root) => {
  if (!root.isConnected) return (await import(__TAKEOVER__)).takeOver(draw, dress);
  return (widget, element, ...rest) => {
    dress(element);
    draw(widget, element, ...rest);
  };
};
