//! Checks the links between the files of the documentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The Markdown files in the folder of the repository and below `docs`.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && (path.ends_with("docs") || folder.ends_with("docs")) {
            documents(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

/// The URLs of the links and pictures, and the fragments of the headings as GitHub writes them.
fn links_and_anchors(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors) = (Vec::new(), BTreeSet::new());
    let mut heading = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.into_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap_or_default());
                // A second heading of the same text has a number.
                let mut names = (1..).map(|number| format!("{slug}-{number}"));
                let mut name = slug.clone();
                while !anchors.insert(name.clone()) {
                    name = names.next().unwrap();
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                for attribute in ["href=\"", "src=\"", "srcset=\""] {
                    let values = html.split(attribute).skip(1);
                    links
                        .extend(values.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
                }
            }
            _ => {}
        }
    }
    (links, anchors)
}

fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    let kept = kept
        .chars()
        .filter(|c| c.is_alphanumeric() || ['-', '_'].contains(c));
    kept.collect()
}

#[test]
fn every_relative_link_leads_to_a_file_and_a_heading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    documents(root, &mut paths);
    let pages: BTreeMap<_, _> = paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.canonicalize().unwrap(), links_and_anchors(&text))
        })
        .collect();
    let (mut dead, mut count) = (Vec::new(), 0);
    for (path, (links, _)) in &pages {
        for link in links.iter().filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                path.clone()
            } else {
                path.with_file_name(file)
            };
            let anchors = |target: PathBuf| pages.get(&target).map(|(_, anchors)| anchors);
            let leads = target.canonicalize().is_ok_and(|target| {
                anchor.is_empty() || anchors(target).is_some_and(|all| all.contains(anchor))
            });
            if !leads {
                dead.push(format!("{}: {link}", path.display()));
            }
            count += 1;
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    assert!(count > 100, "{count} links");
}

#[test]
fn fragments_are_those_of_github() {
    let (links, anchors) = links_and_anchors(
        "# What `remember` stores\n\n## React and Next.js\n\n# React and Next.js\n\n\
         [a](b.md#c) <img src=\"d.png\">\n",
    );
    assert_eq!(links, ["b.md#c", "d.png"]);
    let expected = [
        "react-and-nextjs",
        "react-and-nextjs-1",
        "what-remember-stores",
    ];
    assert!(anchors.iter().eq(expected), "{anchors:?}");
}
