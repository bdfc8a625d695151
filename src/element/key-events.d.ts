import type { KeyEventsElement, KeyEventsEventMap } from "./element.js";

export type * from "./element.js";

declare global {
  interface HTMLElementTagNameMap {
    "key-events": KeyEventsElement;
  }
  interface GlobalEventHandlersEventMap extends KeyEventsEventMap {}
}
