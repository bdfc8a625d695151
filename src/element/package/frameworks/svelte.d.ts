import type { HTMLAttributes } from "svelte/elements";
import type { KeyEventsAttributes, KeyEventsElement, KeyEventsListeners } from "../element.js";

type Own = KeyEventsAttributes & KeyEventsListeners;

/** The attributes of `<key-events>` in a template, with Svelte 5. */
export type KeyEventsProps = Own & {
  labels?: KeyEventsElement["labels"];
} & Omit<HTMLAttributes<KeyEventsElement>, keyof Own>;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "key-events": KeyEventsProps;
  }
}
