/** Defines the element under a tag name; where the name is taken, the first definition stays. */
export function define(name: string): void;

/** An event of the timeline. */
export interface KeyEvent {
  readonly id: string;
  readonly title: string | null;
  /** The event's own address. */
  readonly url: string | null;
  /** RFC 3339, in UTC. */
  readonly published: string | null;
  /** RFC 3339, in UTC. */
  readonly updated: string | null;
  readonly key: boolean;
  readonly summary: boolean;
}

/** What the widget is doing. */
export type State = "idle" | "loading" | "ready" | "stale" | "error" | "ended";

/** Why a feed, or the widget itself, could not be loaded. */
export type ErrorKind = "unsupported" | "blocked" | "network" | "timeout" | "http" | "too-large" | "not-a-feed";

/** The `<key-events>` element. Its attributes are `KeyEventsAttributes`. */
export interface KeyEventsElement extends HTMLElement {
  /** The events of the timeline, in the order shown. */
  readonly entries: readonly KeyEvent[];
  readonly state: State;
  /** Strings of the interface that replace those of the language, by their names. */
  labels: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Loads the feed again; resolves when that is done, well or not. */
  refresh(): Promise<void>;
  expand(): Promise<void>;
  collapse(): Promise<void>;
  /** Shows the rows past the limit. */
  showAll(): Promise<void>;
  /** Takes the reader to an event in the page, by its id; resolves with whether that settled on it. */
  goTo(id: string | number): Promise<boolean>;
}

/** The attributes of the element, as JSX and templates set them. */
export interface KeyEventsAttributes {
  // <attributes>
  // </attributes>
}

/** The events that the element dispatches. All bubble and are composed. */
export interface KeyEventsEventMap {
  "key-events-ready": CustomEvent<{ total: number; shown: number }>;
  "key-events-update": CustomEvent<{ added: string[]; changed: string[]; removed: string[] }>;
  "key-events-toggle": CustomEvent<{ open: boolean }>;
  /** Cancelable: the page may go there itself. */
  "key-events-jump": CustomEvent<{ id: string; url: string; inPage: boolean }>;
  "key-events-share": CustomEvent<{ id: string; url: string; method: string }>;
  "key-events-error": CustomEvent<{ kind: ErrorKind; message: string; url: string; retryIn: number | null }>;
}
