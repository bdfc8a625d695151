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

/** A response with the first bytes of another, as they come, and what resolves with all of its bytes. */
const cut = (response, first, all) => {
  const bytes = new Uint8Array(all);
  const body = response.body.getReader();
  let end = 0;
  const read = async () => {
    const { value } = await body.read();
    if (!value) throw new TypeError("cut off: " + response.url);
    bytes.set(value, end);
    end += value.length;
    return value;
  };
  const beginning = new ReadableStream({
    async pull(controller) {
      let value;
      try {
        value = await read();
      } catch {
        // Too few bytes are no wasm; a stream that fails would be an error in Firefox's console too.
        return controller.close();
      }
      const over = Math.max(end - first, 0);
      if (over < value.length) controller.enqueue(value.subarray(0, value.length - over));
      if (end >= first) controller.close();
    },
  });
  const whole = async () => {
    while (end < all) await read();
    return bytes;
  };
  // Of another media type it would not be compiled as it comes.
  return [new Response(beginning, { headers: { "content-type": "application/wasm" } }), whole];
};

let exports;
let list = __END__ ? undefined : Promise.resolve();
/** Takes up what draws lists, from the bytes of the file that are still to come; resolves when it is there. */
const arrive = (bytes) => {
  list = (async () => {
    const { instance } = await instantiate((await bytes).subarray(__LIST__), { ...imports(), b: exports });
    exports = { ...exports, ...instance.exports };
  })();
  // Each widget tells of it.
  list.catch(() => (list = undefined));
  return list;
};

/**
 * Starts the wasm that a response brings; resolves with what the loader needs of it.
 *
 * The first part of the file starts widgets: they do that while the second, which draws their lists,
 * is still on its way.
 */
export const start = async (response) => {
  const [first, whole] = __END__ ? cut(response, __START__, __END__) : [response];
  const { instance, module } = await instantiate(first, imports());
  exports = finish(instance, module);
  if (whole) arrive(whole());
  return { Widget: Patient, drawer };
};

let rest;
let warned;
/** Adds to it what is needed once there is a list, by a request to the loader's folder; resolves with whether it is there. */
const later = (request) =>
  (rest ??= (async () => {
    try {
      if (__LATER__) {
        const [response] = await Promise.all([request(__LATER__), list]);
        const { module } = await instantiate(response, { ...imports(), b: exports });
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

/** What waits until all of the wasm is there. */
const waiting = [];

/** A widget that changes, once it is drawn, when there is all that takes. */
class Patient extends Widget {
  #loader;

  mount(element, root, loader, ...rest) {
    this.#loader = loader;
    super.mount(element, root, loader, ...rest);
  }

  unmount() {
    this.#loader = undefined;
    super.unmount();
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
    waiting.push(act);
    this.#loader.later();
  }
}

/** How high a row is at least, as long as a page does not make it lower, in pixels. */
const ROW = 40;

/** So many rows the loader keeps space for. */
const KEPT = 10;

/** Loads what cleans HTML where the browser can't. */
const purify = async () => (await import(__PURIFY__)).default;

/** Draws a widget in `root`; resolves when there is what draws its list. */
const draw = async (widget, element, root, { early, load, retryLater, intervalOf, ...loader }) => {
  const update = () => widget.update();
  const again = async () => new Uint8Array(await (await load(__WASM__)).arrayBuffer());
  if (__END__) list ??= arrive(again());
  // What is there instead stays until a list can be drawn: there is no frame in between to be made.
  const before = root.cloneNode(true);
  root.replaceWith(before);
  widget.mount(
    element,
    root,
    {
      ...loader,
      list,
      /** Hands over the request that was sent for an address. */
      claim(address) {
        const request = early.get(address);
        early.delete(address);
        return request;
      },
      async later() {
        const there = await later(load);
        if (!there) retryLater(update, intervalOf(element));
        else for (const act of waiting.splice(0)) act();
        return there;
      },
      purify,
    },
    navigator.connection?.saveData,
    // As many rows as fill the screen: the others can wait.
    Math.max(screen.height / ROW, KEPT),
  );
  try {
    await list;
  } catch (error) {
    // As if it had never begun.
    widget.unmount();
    root.replaceChildren(document.createElement("slot"));
    throw error;
  } finally {
    before.replaceWith(root);
  }
};

/** Gives an element its look. */
const dress = ({ shadowRoot }) => shadowRoot.adoptedStyleSheets.push(sheet);

/** What draws a widget in `root`: at once, or beside a list that was rendered ahead and is there instead. */
const drawer = async (root) => {
  if (!root.isConnected) return (await import(__TAKEOVER__)).takeOver(draw, dress);
  return async (widget, element, ...rest) => {
    await draw(widget, element, ...rest);
    dress(element);
  };
};
