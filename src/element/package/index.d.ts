import type { KeyEventsEventMap } from "./element.js";
import type { KeyEventsElement } from "./npm.js";

export * from "./npm.js";

declare global {
  interface HTMLElementTagNameMap {
    "key-events": KeyEventsElement;
  }
  interface GlobalEventHandlersEventMap extends KeyEventsEventMap {}
}
