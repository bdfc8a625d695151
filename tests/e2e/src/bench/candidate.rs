//! The timelines to measure.

/// One way to show a feed as a list.
#[derive(Debug)]
pub struct Candidate {
    /// Its name in the table.
    pub name: &'static str,
    /// A selector of a row.
    pub row: &'static str,
    /// The element whose shadow root contains the rows. Empty: the document contains them.
    pub host: &'static str,
    /// How many rows it renders of a longer list.
    pub rows: usize,
    /// The content of the page's `<head>`. `{cdn}`, `{glue}` and `{wasm}` are URLs of built files.
    pub head: &'static str,
    /// The content of the page's `<body>`. `{prerendered}` is the prerendered element, `{plain}`
    /// its list without the element.
    pub body: &'static str,
}

/// A container for the list, which a script fills.
const CONTAINER: &str = r#"<div id="timeline"></div>"#;

/// The same with a heading and a button, for timelines that have none.
const TITLED_CONTAINER: &str = r#"<h2><button type="button" aria-expanded="true">Key events</button></h2>
    <div id="timeline" style="height: 500px"></div>"#;

/// The widget with all rows, and the anchor of one event for a jump.
const ELEMENT: &str = r#"<key-events src="/feed.json" limit="100000" loading="eager" anchor="{id}"></key-events>
    <p id="event-5" style="margin-block: 2000px">The fifth event</p>"#;

/// Stands for all rows.
const ALL: usize = usize::MAX;

/// How many rows the widget renders first of a longer list: as many as fill the bench's screen.
pub(super) const FIRST: usize = 15;

/// How many rows it renders in idle time.
pub(super) const IDLE: usize = 200;

/// The widget after its reader scrolled to the end of the list.
pub(super) const EVERY_ROW: &str = "key-events, every row rendered";

/// The output of `key-events prerender`, as a part of the page itself.
pub(super) const PLAIN: &str = "plain HTML";

/// The same output inside the element, which the widget upgrades.
pub(super) const PRERENDERED: &str = "key-events, prerendered";

impl Candidate {
    /// Whether its list is in the page's HTML.
    pub fn is_prerendered(&self) -> bool {
        [PLAIN, PRERENDERED].contains(&self.name)
    }
}

/// All candidates. The first is the baseline of the others.
pub const CANDIDATES: &[Candidate] = &[
    Candidate {
        name: "hand-written",
        row: "li",
        host: "",
        rows: ALL,
        head: r#"<link rel="stylesheet" href="/peers/hand.css"><script type="module" src="/peers/hand.js"></script>"#,
        body: CONTAINER,
    },
    Candidate {
        name: "Preact",
        row: "li",
        host: "",
        rows: ALL,
        head: r#"<link rel="stylesheet" href="/peers/preact.css"><script type="module" src="/peers/preact.js"></script>"#,
        body: CONTAINER,
    },
    Candidate {
        name: "TimelineJS3",
        row: ".tl-timemarker",
        host: "",
        rows: ALL,
        head: r#"<link rel="stylesheet" href="/peers/timelinejs.css"><script type="module" src="/peers/timelinejs.js"></script>"#,
        body: TITLED_CONTAINER,
    },
    Candidate {
        name: "vis-timeline",
        row: ".vis-item.vis-box",
        host: "",
        rows: ALL,
        head: r#"<link rel="stylesheet" href="/peers/vis.css"><script type="module" src="/peers/vis.js"></script>"#,
        body: TITLED_CONTAINER,
    },
    Candidate {
        name: "key-events, one tag",
        row: "li",
        host: "key-events",
        rows: FIRST,
        head: "",
        body: r#"<script async src="{cdn}/embed.js" data-src="/feed.json" data-limit="100000"
            data-loading="eager" data-anchor="{id}"></script>
            <p id="event-5" style="margin-block: 2000px">The fifth event</p>"#,
    },
    Candidate {
        name: "key-events",
        row: "li",
        host: "key-events",
        rows: FIRST,
        head: r#"<script type="module" src="{cdn}/key-events.js"></script>"#,
        body: ELEMENT,
    },
    Candidate {
        name: "key-events, preloaded",
        row: "li",
        host: "key-events",
        rows: FIRST,
        head: r#"<script type="module" src="{cdn}/key-events.js"></script>
            <link rel="modulepreload" href="{cdn}/{glue}">
            <link rel="preload" as="fetch" crossorigin href="{cdn}/{wasm}">"#,
        body: ELEMENT,
    },
    Candidate {
        name: EVERY_ROW,
        row: "li",
        host: "key-events",
        rows: FIRST,
        head: r#"<script type="module" src="{cdn}/key-events.js"></script>"#,
        body: ELEMENT,
    },
    Candidate {
        name: "key-events, 10 rows",
        row: "li",
        host: "key-events",
        rows: 10,
        head: r#"<script type="module" src="{cdn}/key-events.js"></script>"#,
        body: r#"<key-events src="/feed.json" loading="eager" anchor="{id}"></key-events>
            <p id="event-5" style="margin-block: 2000px">The fifth event</p>"#,
    },
    Candidate {
        name: PLAIN,
        row: "li",
        host: "",
        rows: ALL,
        head: "",
        body: "{plain}",
    },
    Candidate {
        name: PRERENDERED,
        row: "li",
        host: "key-events",
        rows: ALL,
        head: "",
        body: r#"{prerendered}<script type="module" src="{cdn}/key-events.js"></script>"#,
    },
];
