import type { KeyEventsElement as KeyEventsElementInterface } from "./element.js";

export type * from "./element.js";

/** Defines the element under a tag name. If the name is taken, the first definition stays. */
export function define(name: string): void;

/** Where the files of the package are. */
export interface Configuration {
  /** The URL of a folder with the files of the package, for bundlers that do not copy them. */
  base?: string;
}

/** Changes where the files of the package are requested. Call it before an element is near the viewport. */
export function configure(configuration: Configuration): void;

/** The class that each defined element extends. */
export const KeyEventsElement: {
  readonly prototype: KeyEventsElementInterface;
  readonly version: string;
  readonly observedAttributes: readonly string[];
};
export type KeyEventsElement = KeyEventsElementInterface;
