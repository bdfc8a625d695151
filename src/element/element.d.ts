/** Defines the element under a tag name. If the name is taken, the first definition stays. */
export function define(name: string): void;

/** An event of the timeline. */
export interface KeyEvent {
  readonly id: string;
  readonly title: string | null;
  /** The URL of the event. */
  readonly url: string | null;
  /** RFC 3339, in UTC. */
  readonly published: string | null;
  /** RFC 3339, in UTC. */
  readonly updated: string | null;
  readonly key: boolean;
  readonly summary: boolean;
}

/** A problem in the feed: something that could not be used as it is. */
export interface KeyEventsWarning {
  /** The id of the entry, or its position such as `#3`. `null`: the feed itself. */
  readonly entry: string | null;
  /** The name of the field in the feed. */
  readonly field: string;
  /** The entry, the field, what is wrong and what was done. In English. */
  readonly message: string;
  /** Whether the whole entry was left out because of it. */
  readonly leftOut: boolean;
}

/** The state of the widget. */
export type State = "idle" | "loading" | "ready" | "stale" | "error" | "ended";

/** Why a feed, or the widget itself, could not be loaded. */
export type ErrorKind = "unsupported" | "blocked" | "integrity" | "network" | "timeout" | "http" | "too-large" | "not-a-feed";

/** The `<key-events>` element. Its attributes are `KeyEventsAttributes`. */
export interface KeyEventsElement extends HTMLElement {
  /** The events of the timeline, in the order shown. */
  readonly entries: readonly KeyEvent[];
  readonly state: State;
  /** What could not be used of the latest feed that was read, and why. Empty until the timeline is interactive. */
  readonly warnings: readonly KeyEventsWarning[];
  /** Labels that override those of the language, by name. */
  labels: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Reloads the feed. Resolves when the load has ended, even if it failed. */
  refresh(): Promise<void>;
  expand(): Promise<void>;
  collapse(): Promise<void>;
  /** Shows the rows past the limit. */
  showAll(): Promise<void>;
  /** Scrolls to an event in the page, by its id. Resolves with whether the scroll settled on it. */
  goTo(id: string | number): Promise<boolean>;
}

/** The attributes of the element, as JSX and templates set them. */
export interface KeyEventsAttributes {
  // <attributes>
  /** URL of the feed, or `#id` of a `<script>` element in the page. Without it, the timeline reads the LiveBlogPosting in the page's own `application/ld+json`. */
  "src"?: string;
  /** `auto`, or the name of a format. */
  "format"?: "auto" | (string & {});
  /** `key`: flagged entries and summaries; in a feed that flags no key event, summaries and every entry with a headline. `all`: every entry. `tag:NAME`: entries with that tag. */
  "select"?: "key" | "all" | (string & {});
  /** `newest` or `oldest` first. */
  "order"?: "newest" | "oldest";
  /** Rows shown until the reader presses “Show all”. */
  "limit"?: number | `${number}`;
  /** The list starts collapsed. */
  "collapsed"?: boolean;
  /** Text of the heading. */
  "heading"?: string;
  /** Level of the heading, 2 to 6. */
  "heading-level"?: number | `${number}`;
  /** `auto`: relative in the last hour, clock time before that. `relative`. `absolute`. */
  "time"?: "auto" | "relative" | "absolute";
  /** IANA time zone of the event. If the reader's differs, tooltips show both, and the zone is named below the list. */
  "time-zone"?: string;
  /** Seconds between two requests for the feed. 1 to 4 count as 5. `0`: the feed is loaded once. */
  "refresh"?: number | `${number}`;
  /** Where an entry is in the page: an id such as `block-{id}`, or a selector such as `[data-post-id="{id}"]`. Tried before the entry's own URL and the format's usual ids. */
  "anchor"?: string;
  /** Pixels reserved above a jump target. Without it, measured from sticky headers, `scroll-padding-top` and `scroll-margin-top`. */
  "offset"?: number | `${number}`;
  /** `lazy`: near the viewport. `eager`: immediately. */
  "loading"?: "lazy" | "eager";
  /** `auto`: the page's `color-scheme`. `light`. `dark`. */
  "theme"?: "auto" | "light" | "dark";
  /** Shows the images of entries. */
  "images"?: boolean;
  /** Shows a strip with a tick for each event at its time, below the header. */
  "overview"?: boolean;
  /** On small screens, shows a bar with the current event while the list is out of sight. */
  "reading-bar"?: boolean;
  /** Stores the last visit, the chosen order and whether the list is expanded, in the reader's browser. */
  "remember"?: boolean;
  /** Language of labels, dates and numbers, a BCP 47 tag. */
  "lang"?: string;
  /** Direction of the text: `ltr`, `rtl` or `auto`. */
  "dir"?: "ltr" | "rtl" | "auto";
  /** Logs the feed's warnings to the console. */
  "debug"?: boolean;
  // </attributes>
}

/** The events that the element dispatches. All bubble and are composed. */
export interface KeyEventsEventMap {
  "key-events-ready": CustomEvent<{ total: number; shown: number }>;
  "key-events-update": CustomEvent<{ added: string[]; changed: string[]; removed: string[] }>;
  "key-events-toggle": CustomEvent<{ open: boolean }>;
  /** Cancelable, so that the page can navigate itself. */
  "key-events-jump": CustomEvent<{ id: string; url: string; inPage: boolean }>;
  "key-events-share": CustomEvent<{ id: string; url: string; method: "native" | "copy" }>;
  /** Half of the timeline was in view for a second. Once for each element. */
  "key-events-view": CustomEvent<Record<string, never>>;
  "key-events-story": CustomEvent<{ id: string; open: boolean }>;
  "key-events-order": CustomEvent<{ order: "newest" | "oldest" }>;
  "key-events-show-all": CustomEvent<Record<string, never>>;
  "key-events-link": CustomEvent<{ url: string; kind: "related" | "discussion" }>;
  "key-events-error": CustomEvent<{ kind: ErrorKind; message: string; url: string; retryIn: number | null }>;
}

/** The listeners of the events as props: `onkey-events-ready`. */
export type KeyEventsListeners = {
  [Name in keyof KeyEventsEventMap as `on${Name}`]?: (event: KeyEventsEventMap[Name]) => void;
};
