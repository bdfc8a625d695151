//! The documentation site: mdBook makes it from the README and `docs/`.

use std::{fmt::Write, iter, path::Path};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::{
    build::{build, dist},
    integrity::files_below,
    paths::{target_dir, tool_path},
    progress::step,
    setup::install,
    themes::THEMES,
    tools,
};

/// What the site has from the repository, with the same paths, so that links between files work.
const SOURCES: [&str; 10] = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "SECURITY.md",
    "docs",
    "styles/themes",
    "integrations",
];

/// The start of a comment that becomes a live timeline, with the attributes that follow.
const LIVE: &str = "<!-- live";

/// Builds the site in `target/docs`, and checks its links.
pub(crate) fn docs(sh: &Shell) -> Result<()> {
    install(sh, &tools::mdbook())?;
    install(sh, &tools::hyperlink())?;
    build(sh)?;
    let (book, site) = (target_dir().join("book"), target_dir().join("docs"));
    let mdbook = tool_path(&tools::mdbook())?;
    step("Building target/docs", || {
        sh.remove_path(&book)?;
        sh.remove_path(&site)?;
        write_book(sh, &book)?;
        cmd!(sh, "{mdbook} build {book} --dest-dir {site}").run()?;
        let dist = dist();
        Ok(cmd!(sh, "cp --recursive {dist} {site}/dist").run()?)
    })?;
    let hyperlink = tool_path(&tools::hyperlink())?;
    step("Links of the site", || {
        Ok(cmd!(sh, "{hyperlink} {site} --check-anchors").run()?)
    })?;
    println!("==> {}", site.join("index.html").display());
    Ok(())
}

/// Writes the sources of the book.
fn write_book(sh: &Shell, book: &Path) -> Result<()> {
    let src = book.join("src");
    cmd!(sh, "cp --recursive xtask/docs {book}").run()?;
    sh.create_dir(&src)?;
    cmd!(sh, "cp --recursive --parents {SOURCES...} {src}").run()?;
    let decisions = "docs/decisions";
    let mut summary = summary(&sh.read_file("README.md")?)?;
    let mut list = String::from("# Decisions\n\n");
    for path in files_below(&src.join(decisions))? {
        let path = path.display();
        let text = sh.read_file(format!("{decisions}/{path}"))?;
        let title = text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("# ");
        writeln!(list, "- [{title}]({path})")?;
        writeln!(summary, "  - [{title}]({decisions}/{path})")?;
    }
    sh.write_file(src.join(decisions).join("README.md"), list)?;
    summary += "- [Security policy](SECURITY.md)\n";
    summary += "- [Gallery](styles/themes/README.md)\n";
    sh.write_file(src.join("styles/themes/README.md"), gallery(sh)?)?;
    sh.write_file(src.join("SUMMARY.md"), summary)?;
    for path in files_below(&src)? {
        if path.extension().is_some_and(|end| end == "md") {
            let root = "../".repeat(path.components().count() - 1);
            let text = sh.read_file(src.join(&path))?;
            // mdBook writes the README as the index.
            let text = text.replace("README.md#", "index.md#");
            sh.write_file(src.join(&path), with_timelines(&text, &root))?;
        }
    }
    Ok(())
}

/// The list of pages: those in the README's section Documentation. The decisions, which it has as a folder, are last.
fn summary(readme: &str) -> Result<String> {
    let (_, section) = readme
        .split_once("\n## Documentation\n")
        .context("the README has no section Documentation")?;
    let list = section.split("\n## ").next().unwrap_or_default().trim();
    let (folders, pages): (Vec<_>, Vec<_>) =
        list.split(" · ").partition(|link| !link.ends_with(".md)"));
    let mut summary = String::from("# Summary\n\n[key-events](README.md)\n\n");
    for page in pages {
        writeln!(summary, "- {page}")?;
    }
    for folder in folders {
        writeln!(summary, "- {}", folder.replace(')', "/README.md)"))?;
    }
    Ok(summary)
}

/// The page with each theme: what its style sheet says of it, its picture, and its page in the demo.
fn gallery(sh: &Shell) -> Result<String> {
    let mut page = String::from("# Gallery\n");
    for name in THEMES {
        let styles = sh.read_file(format!("styles/themes/{name}.css"))?;
        let comment = styles.trim_start_matches("/* ").split(" */").next();
        let comment = comment.unwrap_or_default().split_whitespace();
        let text = comment.collect::<Vec<_>>().join(" ");
        write!(
            page,
            "\n## {name}\n\n{text}\n\n[Page with a live timeline](../../dist/themes/{name}.html) · \
             [Style sheet]({name}.css)\n\n![](../../docs/gallery/{name}-1280-light.webp)\n\
             ![](../../docs/gallery/{name}-1280-dark.webp)\n"
        )?;
    }
    Ok(page)
}

/// The page with timelines of the demo's feed in place of the comments.
fn with_timelines(text: &str, root: &str) -> String {
    let mut parts = text.split(LIVE);
    let start = parts.next().unwrap_or_default().to_owned();
    let timelines = parts.map(|part| {
        let (attributes, rest) = part.split_once(" -->").unwrap_or((part, ""));
        format!(
            "\n\n<script type=\"module\" src=\"{root}dist/key-events.js\"></script>\n\
             <key-events src=\"{root}dist/feed.json\"{attributes}></key-events>\n\n{rest}"
        )
    });
    iter::once(start).chain(timelines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::{file_names, project_root};

    #[test]
    fn every_page_is_in_the_list() {
        let sh = Shell::new().unwrap();
        let summary = summary(include_str!("../../README.md")).unwrap();
        let names = file_names(&sh, &project_root().join("docs")).unwrap();
        for name in names.iter().filter(|name| name.contains(".md")) {
            assert!(summary.contains(&format!("(docs/{name})")), "{name}");
        }
        assert!(
            summary.ends_with("- [Decisions](docs/decisions/README.md)\n"),
            "{summary}"
        );
    }

    #[test]
    fn a_comment_becomes_a_timeline() {
        let page = with_timelines("Text.\n<!-- live limit=\"3\" -->\nMore.\n", "../");
        assert!(page.contains("<key-events src=\"../dist/feed.json\" limit=\"3\"></key-events>"));
        assert!(page.starts_with("Text.\n") && page.ends_with("\nMore.\n"));
        assert_eq!(with_timelines("Text.", ""), "Text.");
    }

    #[test]
    fn pages_of_attributes_styles_and_behavior_have_a_timeline() {
        let pages = [
            include_str!("../../README.md"),
            include_str!("../../docs/styling.md"),
            include_str!("../../docs/behavior.md"),
        ];
        assert!(pages.iter().all(|page| page.contains(LIVE)));
    }
}
