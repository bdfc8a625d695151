import type { HTMLAttributes } from "preact";
import type { KeyEventsAttributes, KeyEventsElement, KeyEventsListeners } from "../element.js";

type Own = KeyEventsAttributes & KeyEventsListeners;

/** The props of `<key-events>` in JSX. */
export type KeyEventsProps = Own & {
  labels?: KeyEventsElement["labels"];
} & Omit<HTMLAttributes<KeyEventsElement>, keyof Own | "labels">;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "key-events": KeyEventsProps;
    }
  }
}
