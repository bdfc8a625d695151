import type { KeyEventsElement, KeyEventsEventMap } from "./element.js";

export * from "./npm.js";

declare global {
  interface HTMLElementTagNameMap {
    "key-events": KeyEventsElement;
  }
  interface GlobalEventHandlersEventMap extends KeyEventsEventMap {}
}
