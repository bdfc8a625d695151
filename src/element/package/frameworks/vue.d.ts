import type { HTMLAttributes } from "vue";
import type { KeyEventsAttributes, KeyEventsElement, KeyEventsEventMap } from "../element.js";

/** `heading-level` as `headingLevel`, which is how Vue checks the attributes of a template. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;

type Own = KeyEventsAttributes & {
  [Name in keyof KeyEventsAttributes as Camel<Name>]?: KeyEventsAttributes[Name];
} & {
  [Name in keyof KeyEventsEventMap as `on${Capitalize<Camel<Name>>}`]?: (event: KeyEventsEventMap[Name]) => void;
};

/** The attributes and listeners of `<key-events>` in a template. */
export type KeyEventsProps = Own & {
  labels?: KeyEventsElement["labels"];
} & Omit<HTMLAttributes, keyof Own>;

declare module "vue" {
  interface GlobalComponents {
    "key-events": new () => KeyEventsElement & { $props: KeyEventsProps };
  }
}
