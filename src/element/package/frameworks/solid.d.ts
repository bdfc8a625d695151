import type { JSX } from "solid-js";
import type { KeyEventsAttributes, KeyEventsElement, KeyEventsEventMap } from "../element.js";

type Own = KeyEventsAttributes & {
  [Name in keyof KeyEventsEventMap as `on:${Name}`]?: (event: KeyEventsEventMap[Name]) => void;
};

/** The props of `<key-events>` in JSX. */
export type KeyEventsProps = Own & {
  "prop:labels"?: KeyEventsElement["labels"];
} & Omit<JSX.HTMLAttributes<KeyEventsElement>, keyof Own>;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "key-events": KeyEventsProps;
    }
  }
}
