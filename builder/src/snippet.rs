//! The markup, commands and headers with which a page gets the timeline.

use std::collections::BTreeMap;

use crate::css;
use crate::escape;
use crate::options::Options;

/// The folder in the snippets, if none is named.
const CDN: &str = "https://cdn.example/key-events/";

/// One way to add the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The id of its tab.
    pub id: &'static str,
    /// The name of its tab.
    pub title: &'static str,
    /// What it is for. Code is in backticks.
    pub note: &'static str,
    /// Its texts, in order.
    pub blocks: Vec<Block>,
}

/// A text to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub label: &'static str,
    /// The text.
    pub code: String,
}

/// The hashes of the files of the build, by name.
pub type Hashes = BTreeMap<String, String>;

/// All snippets, in order.
pub fn all(options: &Options, hashes: &Hashes) -> [Snippet; 6] {
    let styles = Some(css::rules(&options.tokens)).filter(|rules| !rules.is_empty());
    let with_styles = |mut blocks: Vec<Block>| {
        blocks.extend(
            styles
                .clone()
                .map(|code| block("Style sheet of the page", code)),
        );
        blocks
    };
    [
        Snippet {
            id: "tag",
            title: "One tag",
            note: "Paste it where the timeline goes. For systems that allow a script and nothing else.",
            blocks: with_styles(vec![block("HTML", tag(options, hashes, "data-src"))]),
        },
        Snippet {
            id: "module",
            title: "Element",
            note: "Put the script anywhere in the page, and the element where the timeline goes. What you put into the element is shown until the list is there.",
            blocks: with_styles(vec![block("HTML", module(options, hashes))]),
        },
        Snippet {
            id: "npm",
            title: "npm",
            note: "For a page that is built with a bundler. The lock file of npm pins the package, so there are no hashes here.",
            blocks: with_styles(vec![
                block("Install", "npm install key-events-timeline".to_owned()),
                block("React", react(options)),
                block("Vue", vue(options)),
                block("Svelte", svelte(options)),
            ]),
        },
        Snippet {
            id: "wordpress",
            title: "WordPress",
            note: "Paste it into the code editor, or only the script into a “Custom HTML” block. The role needs the right to use unfiltered HTML: administrators and editors have it on a single site.",
            blocks: with_styles(vec![block("Custom HTML block", wordpress(options, hashes))]),
        },
        Snippet {
            id: "prerender",
            title: "Prerender",
            note: "The command writes the list as HTML. Include `list.html` in the page; the script makes it a live list.",
            blocks: with_styles(vec![
                block("Command", prerender(options)),
                block("HTML", script(options, hashes)),
            ]),
        },
        Snippet {
            id: "policy",
            title: "Policy",
            note: "If the page has a Content Security Policy, add these sources to its directives, and keep your own. `trusted-types` is for pages that have that directive.",
            blocks: vec![block("Content-Security-Policy", policy(options))],
        },
    ]
}

/// The origin of an `http` or `https` address. `None`: it is relative, or not a plain address.
pub fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest
        .split(['/', '?', '#', '\\'])
        .next()?
        .to_ascii_lowercase();
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    let is_valid = ["http", "https"].contains(&&*scheme) && !host.is_empty();
    (is_valid && host.chars().all(is_host)).then(|| format!("{scheme}://{host}"))
}

fn block(label: &'static str, code: String) -> Block {
    Block { label, code }
}

fn base(options: &Options) -> String {
    let base = if options.base.is_empty() {
        CDN
    } else {
        &options.base
    };
    format!("{}/", base.trim_end_matches('/'))
}

/// The attributes of a tag, each in a form of its own.
fn attributes(
    options: &Options,
    src: &str,
    prefix: &str,
    escape: fn(&str) -> String,
) -> Vec<String> {
    let mut all = vec![format!("{src}=\"{}\"", escape(options.feed()))];
    all.extend(
        options
            .attributes
            .iter()
            .map(|(name, value)| match &**value {
                "" => format!("{prefix}{name}"),
                value => format!("{prefix}{name}=\"{}\"", escape(value)),
            }),
    );
    all
}

/// The address of a file and its hash, as attributes.
fn pinned(options: &Options, hashes: &Hashes, file: &str) -> Vec<String> {
    let mut all = vec![format!("src=\"{}{file}\"", escape::html(&base(options)))];
    if let Some(hash) = hashes.get(file) {
        all.push(format!("integrity=\"{}\"", escape::html(hash)));
        all.push("crossorigin=\"anonymous\"".to_owned());
    }
    all
}

/// A start tag, on one line if it is short.
fn start(name: &str, attributes: &[String], indent: &str, end: &str) -> String {
    let line = format!("<{name} {}{end}", attributes.join(" "));
    if line.len() <= 76 {
        return line;
    }
    let separator = format!("\n{indent}  ");
    format!("<{name}{separator}{}{end}", attributes.join(&separator))
}

fn tag(options: &Options, hashes: &Hashes, src: &str) -> String {
    let mut all = pinned(options, hashes, "embed.js");
    all.extend(attributes(options, src, "data-", escape::html));
    start("script async", &all, "", "></script>")
}

fn script(options: &Options, hashes: &Hashes) -> String {
    let all = pinned(options, hashes, "key-events.js");
    start("script type=\"module\"", &all, "", "></script>")
}

fn module(options: &Options, hashes: &Hashes) -> String {
    let all = attributes(options, "src", "", escape::html);
    let element = start("key-events", &all, "", "></key-events>");
    format!("{}\n\n{element}", script(options, hashes))
}

fn react(options: &Options) -> String {
    let all = attributes(options, "src", "", escape::html);
    let element = start("key-events", &all, "    ", " />");
    format!(
        "import \"key-events-timeline\";\nimport type {{}} from \"key-events-timeline/react\";\n\n\
         export function Timeline() {{\n  return (\n    {element}\n  );\n}}"
    )
}

fn vue(options: &Options) -> String {
    let all = attributes(options, "src", "", escape::html);
    let element = start("key-events", &all, "  ", "></key-events>");
    format!(
        "<script setup lang=\"ts\">\nimport \"key-events-timeline\";\n\
         import type {{}} from \"key-events-timeline/vue\";\n</script>\n\n\
         <template>\n  {element}\n</template>"
    )
}

fn svelte(options: &Options) -> String {
    let all = attributes(options, "src", "", escape::svelte);
    let element = start("key-events", &all, "", "></key-events>");
    format!(
        "<script lang=\"ts\">\n  import \"key-events-timeline\";\n  \
         import type {{}} from \"key-events-timeline/svelte\";\n</script>\n\n{element}"
    )
}

/// Optimizers of WordPress take `data-src` for the source of the script.
fn wordpress(options: &Options, hashes: &Hashes) -> String {
    let tag = tag(options, hashes, "data-feed");
    format!("<!-- wp:html -->\n{tag}\n<!-- /wp:html -->")
}

fn prerender(options: &Options) -> String {
    let mut words = vec!["key-events prerender".to_owned()];
    words.extend(
        options
            .attributes
            .iter()
            .map(|(name, value)| match &**value {
                "" => format!("--{name}"),
                // A value may start with a dash.
                value => format!("--{name}={}", escape::shell(value)),
            }),
    );
    words.push("--output list.html".to_owned());
    let feed = escape::shell(options.feed());
    let dashes = if options.feed().starts_with('-') {
        "-- "
    } else {
        ""
    };
    words.push(format!("{dashes}{feed}"));
    let line = words.join(" ");
    if line.len() <= 76 {
        line
    } else {
        words.join(" \\\n  ")
    }
}

fn policy(options: &Options) -> String {
    let own = || "'self'".to_owned();
    let files = origin(&base(options)).unwrap_or_else(own);
    let feed = origin(options.feed()).unwrap_or_else(own);
    let mut connect = vec![files.clone()];
    if feed != files {
        connect.push(feed.clone());
    }
    let mut lines = vec![
        format!("script-src {files} 'wasm-unsafe-eval'"),
        format!("connect-src {}", connect.join(" ")),
    ];
    if options.attribute("images").is_some() {
        lines.push(format!("img-src {feed}"));
    }
    lines.push("trusted-types dompurify".to_owned());
    lines.join(";\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "https://news.example/\"></script><script>alert(1)</script>'`{x}$(id)\n;";

    fn hashes() -> Hashes {
        ["embed.js", "key-events.js"]
            .map(|name| (name.to_owned(), format!("sha384-{name}")))
            .into()
    }

    fn code(options: &Options, id: &str) -> Vec<String> {
        let all = all(options, &hashes());
        let snippet = all.into_iter().find(|snippet| snippet.id == id).unwrap();
        snippet.blocks.into_iter().map(|block| block.code).collect()
    }

    fn options() -> Options {
        let mut options = Options::default();
        options.set_attribute("order", Some("oldest"));
        options.set_attribute("collapsed", Some(""));
        options
    }

    #[test]
    fn the_tag_has_the_settings_and_the_hash() {
        assert_eq!(
            code(&options(), "tag"),
            [
                "<script async\n  src=\"https://cdn.example/key-events/embed.js\"\n  \
              integrity=\"sha384-embed.js\"\n  crossorigin=\"anonymous\"\n  \
              data-src=\"https://news.example/live/feed.json\"\n  data-order=\"oldest\"\n  \
              data-collapsed></script>"
            ]
        );
    }

    #[test]
    fn the_module_form_has_plain_attributes() {
        let [code] = &*code(&options(), "module") else {
            panic!("one text");
        };
        assert!(
            code.contains("integrity=\"sha384-key-events.js\""),
            "{code}"
        );
        assert!(code.ends_with(
            "<key-events\n  src=\"https://news.example/live/feed.json\"\n  order=\"oldest\"\n  collapsed></key-events>"
        ), "{code}");
    }

    #[test]
    fn without_the_list_of_hashes_there_is_no_integrity() {
        for snippet in all(&options(), &Hashes::new()) {
            for block in snippet.blocks {
                assert!(!block.code.contains("integrity"), "{}", block.code);
            }
        }
    }

    #[test]
    fn tokens_are_a_style_sheet_in_every_form() {
        let mut options = options();
        options.set_token("--key-events-color-accent", "#8b1a1a");
        for id in ["tag", "module", "npm", "wordpress", "prerender"] {
            let code = code(&options, id);
            assert_eq!(
                code.last().unwrap(),
                "key-events {\n  --key-events-color-accent: #8b1a1a;\n}",
                "{id}"
            );
        }
    }

    #[test]
    fn wordpress_gets_the_name_that_optimizers_leave_alone() {
        let [code] = &*code(&options(), "wordpress") else {
            panic!("one text");
        };
        assert!(
            code.contains("data-feed=") && !code.contains("data-src="),
            "{code}"
        );
    }

    #[test]
    fn the_command_has_the_settings_as_options() {
        assert_eq!(
            code(&options(), "prerender")[0],
            "key-events prerender \\\n  --order=oldest \\\n  --collapsed \\\n  --output list.html \\\n  \
             https://news.example/live/feed.json"
        );
    }

    #[test]
    fn the_policy_names_both_origins_once() {
        let mut options = Options {
            src: "https://news.example:8080/feed.json".into(),
            ..Options::default()
        };
        assert_eq!(
            code(&options, "policy"),
            ["script-src https://cdn.example 'wasm-unsafe-eval';\n\
              connect-src https://cdn.example https://news.example:8080;\ntrusted-types dompurify"]
        );
        options.set_attribute("images", Some(""));
        options.src = "/feed.json".into();
        options.base = "https://news.example/files".into();
        assert_eq!(
            code(&options, "policy"),
            ["script-src https://news.example 'wasm-unsafe-eval';\n\
              connect-src https://news.example 'self';\nimg-src 'self';\ntrusted-types dompurify"]
        );
    }

    #[test]
    fn an_address_adds_nothing_to_the_policy() {
        assert_eq!(origin("https://a.example; script-src *"), None);
        assert_eq!(origin("https://user@a.example/"), None);
        assert_eq!(origin("javascript://a.example/"), None);
        assert_eq!(
            origin("HTTPS://A.example?x").as_deref(),
            Some("https://a.example")
        );
    }

    #[test]
    fn a_hostile_value_stays_a_value() {
        let mut options = Options {
            src: HOSTILE.into(),
            base: HOSTILE.into(),
            ..Options::default()
        };
        options.set_attribute("heading", Some(HOSTILE));
        for snippet in all(&options, &hashes()) {
            for block in snippet.blocks {
                let code = &block.code;
                match snippet.id {
                    "policy" => assert!(!code.contains("alert"), "{code}"),
                    "prerender" if block.label == "Command" => {
                        // All of it is between quotes: without them, only plain words are left.
                        let outside = code.replace(r"'\''", "");
                        let words: String = outside.split('\'').step_by(2).collect();
                        assert!(!words.contains(['$', ';', '<', '`', '(']), "{words}");
                    }
                    _ => {
                        assert!(!code.contains("<script>alert"), "{code}");
                        assert!(!code.contains("example/\">"), "{code}");
                        if block.label == "Svelte" {
                            assert!(!code.contains("{x}"), "{code}");
                        }
                    }
                }
            }
        }
    }
}
