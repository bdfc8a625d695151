import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { KeyEventsAttributes, KeyEventsElement, KeyEventsListeners } from "../element.js";

type Own = KeyEventsAttributes & KeyEventsListeners;

/** The props of `<key-events>` in JSX, with React 19. */
export type KeyEventsProps = Own & {
  class?: string;
  labels?: KeyEventsElement["labels"];
} & Omit<DetailedHTMLProps<HTMLAttributes<KeyEventsElement>, KeyEventsElement>, keyof Own>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "key-events": KeyEventsProps;
    }
  }
}
