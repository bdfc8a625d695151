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

/** The properties that set the attributes. Null: the attribute is not set. */
export interface KeyEventsProperties {
  // <properties>
  src: string | null;
  format: "auto" | (string & {}) | null;
  select: "key" | "all" | (string & {}) | null;
  order: "newest" | "oldest" | null;
  limit: number | null;
  collapsed: boolean;
  heading: string | null;
  headingLevel: number | null;
  time: "auto" | "relative" | "absolute" | null;
  timeZone: string | null;
  refreshInterval: number | null;
  anchor: string | null;
  offset: number | null;
  loading: "lazy" | "eager" | null;
  theme: "auto" | "light" | "dark" | null;
  images: boolean;
  overview: boolean;
  readingBar: boolean;
  remember: boolean;
  debug: boolean;
  // </properties>
}

export interface KeyEventsElement extends KeyEventsElementInterface, KeyEventsProperties {}

/** The class that each defined element extends. */
export const KeyEventsElement: {
  readonly prototype: KeyEventsElement;
  readonly version: string;
  readonly observedAttributes: readonly string[];
};
