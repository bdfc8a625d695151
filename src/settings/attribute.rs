//! The table of attributes.
//!
//! `cargo xtask codegen` generates the other lists: the loader's observed attributes, the manifest, the
//! types and the README's table. The command-line options take their help and defaults from here.

/// One attribute of the element.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Its values.
    pub values: Values,
    /// The default, as a value or as text; `None`: no value.
    pub default: Option<&'static str>,
    /// What it does, on one line. Code is in backticks.
    pub help: &'static str,
}

/// The values of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Any text.
    Text,
    /// None: a boolean attribute.
    Flag,
    /// One of these, separated by commas.
    Choice(&'static str),
    /// One of these, separated by commas. Capitals stand for a name.
    Pattern(&'static str),
    /// A text with a placeholder, described as text.
    Template(&'static str),
    /// An integer: the range as text, the minimum, and the maximum.
    Number(&'static str, u32, u32),
}

impl Attribute {
    /// Its name and its allowed values. Evaluate it in a `const` block to keep the help out of the wasm.
    pub const fn rule(&self) -> Rule {
        let allowed = match self.values {
            Values::Text | Values::Flag => "",
            Values::Choice(allowed)
            | Values::Pattern(allowed)
            | Values::Template(allowed)
            | Values::Number(allowed, ..) => allowed,
        };
        (self.name, allowed)
    }

    /// The minimum and the maximum of a number.
    pub const fn range(&self) -> (u32, u32) {
        match self.values {
            Values::Number(_, min, max) => (min, max),
            _ => (0, u32::MAX),
        }
    }
}

/// The name of an attribute, and its allowed values as text; empty if any value is allowed.
pub type Rule = (&'static str, &'static str);

macro_rules! attributes {
    ($($constant:ident = $name:literal, $values:expr, $default:expr, $help:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: Attribute = Attribute {
                name: $name,
                values: $values,
                default: $default,
                help: $help,
            };
        )*

        /// All attributes, in the order of the reference.
        pub const ALL: [Attribute; [$($name),*].len()] = [$($constant),*];
    };
}

attributes! {
    SRC = "src", Values::Text, None,
        "URL of the feed, or `#id` of a `<script>` element in the page. Without it, the timeline reads the LiveBlogPosting in the page's own `application/ld+json`";
    FORMAT = "format", Values::Pattern("auto, NAME"), Some("auto"),
        "`auto`, or the name of a format";
    SELECT = "select", Values::Pattern("key, all, tag:NAME"), Some("key"),
        "`key`: flagged entries and summaries; in a feed that flags no key event, summaries and every entry with a headline. `all`: every entry. `tag:NAME`: entries with that tag";
    ORDER = "order", Values::Choice("newest, oldest"), Some("newest"),
        "`newest` or `oldest` first";
    LIMIT = "limit", Values::Number("a whole number from 1", 1, u32::MAX), Some("10"),
        "Rows shown until the reader presses “Show all”";
    COLLAPSED = "collapsed", Values::Flag, None,
        "The list starts collapsed";
    HEADING = "heading", Values::Text, Some("“Key events”"),
        "Text of the heading";
    HEADING_LEVEL = "heading-level", Values::Number("a whole number from 2 to 6", 2, 6), Some("2"),
        "Level of the heading, 2 to 6";
    TIME = "time", Values::Choice("auto, relative, absolute"), Some("auto"),
        "`auto`: relative in the last hour, clock time before that. `relative`. `absolute`";
    TIME_ZONE = "time-zone", Values::Text, Some("the reader's"),
        "IANA time zone of the event. If the reader's differs, tooltips show both, and the zone is named below the list";
    REFRESH = "refresh", Values::Number("seconds, 0 or at least 5", 0, u32::MAX), Some("30"),
        "Seconds between two requests for the feed. 1 to 4 count as 5. `0`: the feed is loaded once";
    ANCHOR = "anchor", Values::Template("an id or a selector with {id} in it"), None,
        "Where an entry is in the page: an id such as `block-{id}`, or a selector such as `[data-post-id=\"{id}\"]`. Tried before the entry's own URL and the format's usual ids";
    OFFSET = "offset", Values::Number("pixels, a whole number from 0", 0, u32::MAX), None,
        "Pixels reserved above a jump target. Without it, measured from sticky headers, `scroll-padding-top` and `scroll-margin-top`";
    LOADING = "loading", Values::Choice("lazy, eager"), Some("lazy"),
        "`lazy`: near the viewport. `eager`: immediately";
    THEME = "theme", Values::Choice("auto, light, dark"), Some("auto"),
        "`auto`: the page's `color-scheme`. `light`. `dark`";
    IMAGES = "images", Values::Flag, None,
        "Shows the images of entries";
    OVERVIEW = "overview", Values::Flag, None,
        "Shows a strip with a tick for each event at its time, below the header";
    READING_BAR = "reading-bar", Values::Flag, None,
        "On small screens, shows a bar with the current event while the list is out of sight";
    REMEMBER = "remember", Values::Flag, None,
        "Stores the last visit, the chosen order and whether the list is expanded, in the reader's browser";
    LANG = "lang", Values::Text, Some("the page's"),
        "Language of labels, dates and numbers, a BCP 47 tag";
    DIR = "dir", Values::Choice("ltr, rtl, auto"), Some("the page's"),
        "Direction of the text: `ltr`, `rtl` or `auto`";
    DEBUG = "debug", Values::Flag, None,
        "Logs the feed's warnings to the console";
}
