use crate::reading::{each, ids, read, read_as, times, titles, urls};
use key_events::feed::Feed;
use key_events::time::date_format::parse;

const GRAPH: &str = include_str!("../fixtures/live-blog-posting/graph.json");
const REPEATED: &str = include_str!("../fixtures/live-blog-posting/repeated.json");

fn updates(updates: &str) -> (Feed, Vec<String>) {
    read(&format!(
        r#"{{"@type": "LiveBlogPosting", "headline": "Blog", "datePublished": "2026-01-01T10:00:00Z", "liveBlogUpdate": {updates}}}"#
    ))
}

#[test]
fn a_live_blog_is_found_in_a_graph() {
    let (feed, warnings) = read(GRAPH);
    assert_eq!(feed.title.as_deref(), Some("Apollo 11 lands on the Moon"));
    assert_eq!(feed.url.as_deref(), Some("https://news.example/apollo"));
    assert_eq!(feed.language.as_deref(), Some("en"));
    assert_eq!(feed.ends, parse("1969-07-24T17:00:00Z"));
    assert!(!feed.ended);
    assert_eq!(
        titles(&feed),
        [
            "‘One small step’",
            "The Eagle has landed",
            "Eagle and Columbia undock",
            "Into lunar orbit"
        ]
    );
    assert_eq!(
        warnings,
        ["entry #4: articleBody is not a text: it is ignored"]
    );
}

#[test]
fn references_in_a_graph_are_resolved() {
    let (feed, warnings) = read(
        r##"{"@graph": [
            {"@type": "WebPage", "@id": "/b", "mainEntity": {"@id": "/b#live"}},
            {"@type": ["NewsArticle", "LiveBlogPosting"], "@id": "/b#live", "headline": "Bridge",
             "author": {"@id": "#desk"}, "liveBlogUpdate": [{"@id": "/b#u1"}, {"@id": "/b#u2"}, {"@id": "/b#gone"}]},
            {"@type": "BlogPosting", "@id": "/b#u1", "headline": "The ribbon is cut",
             "datePublished": "2026-03-29T12:00:00Z", "author": {"@type": "Person", "@id": "#reporter"}},
            {"@type": "BlogPosting", "@id": "/b#u2", "headline": "The crowd gathers",
             "datePublished": "2026-03-29T11:00:00Z"},
            {"@type": "Person", "@id": "#reporter", "name": "The reporter"},
            {"@type": "Organization", "@id": "#desk", "name": "The desk"}
        ]}"##,
    );
    assert_eq!(ids(&feed), ["/b#u1", "/b#u2", "/b#gone"]);
    let titles = each(&feed, |entry| {
        entry.title.as_deref().unwrap_or("none").to_owned()
    });
    assert_eq!(titles, ["The ribbon is cut", "The crowd gathers", "none"]);
    let authors = each(&feed, |entry| entry.authors.join(", "));
    assert_eq!(authors, ["The reporter", "The desk", "The desk"]);
    let expected =
        "entry /b#gone: headline is not there: the first sentence of the text takes its place";
    assert_eq!(warnings, [expected]);
}

#[test]
fn a_reference_to_itself_ends() {
    let (feed, _) = read(
        r##"{"@type": "LiveBlogPosting", "@id": "#a", "author": {"@id": "#a"}, "liveBlogUpdate": [{"@id": "#a"}]}"##,
    );
    assert_eq!(feed.entries.len(), 1);
}

#[test]
fn the_main_entity_of_a_page_and_any_article_with_updates_is_a_live_blog() {
    let update = r##"{"@id": "#1", "headline": "The ribbon is cut", "datePublished": "2026-03-29T12:00:00Z"}"##;
    for document in [
        format!(
            r#"{{"@type": "WebPage", "mainEntity": {{"@type": "LiveBlogPosting", "liveBlogUpdate": [{update}]}}}}"#
        ),
        format!(r#"{{"@type": "NewsArticle", "headline": "B", "liveBlogUpdate": [{update}]}}"#),
        format!(
            r#"[{{"@type": "BreadcrumbList"}}, {{"@type": "NewsArticle", "liveBlogUpdate": {update}}}]"#
        ),
    ] {
        let (feed, warnings) = read(&document);
        assert_eq!(titles(&feed), ["The ribbon is cut"], "{document}");
        assert_eq!(warnings, [""; 0], "{document}");
    }
}

#[test]
fn an_image_that_most_updates_have_is_nobodys() {
    let logo = r#"{"@type": "ImageObject", "url": "/page", "contentUrl": "/logo.png"}"#;
    let update = |id: usize, image: &str| {
        format!(
            r#"{{"@id": "u{id}", "headline": "H{id}", "datePublished": "2026-03-29T1{id}:00:00Z", "image": {image}}}"#
        )
    };
    let list = |images: &[&str]| {
        let list: Vec<_> = images
            .iter()
            .enumerate()
            .map(|(id, image)| update(id, image))
            .collect();
        updates(&format!("[{}]", list.join(", "))).0
    };
    let images = |feed: &Feed| {
        each(feed, |entry| {
            entry.image.as_deref().unwrap_or("-").to_owned()
        })
    };
    let feed = list(&[logo, logo, r#""/own.png""#, logo]);
    assert_eq!(images(&feed), ["-", "-", "/own.png", "-"]);
    let feed = list(&[logo, logo]);
    assert_eq!(images(&feed), ["/logo.png", "/logo.png"]);
}

#[test]
fn json_that_a_template_has_damaged_is_read_from_a_page() {
    let blog = r##"{"@type": "LiveBlogPosting", "headline": "B", "liveBlogUpdate": [{"@id": "#1", "headline": "The ribbon is cut", "datePublished": "2026-03-29T12:00:00Z"}]}"##;
    for script in [
        blog.replace('"', "&quot;"),
        format!("// <![CDATA[\n{blog}\n// ]]>"),
        format!("{blog};"),
        blog.replace("The ribbon", "The\nribbon"),
    ] {
        let documents = ["{\"@type\": \"Person\"}".to_owned(), script];
        let (feed, _) = Feed::from_page(&documents).unwrap().unwrap();
        let titles = titles(&feed).join(" ").replace('\n', " ");
        assert_eq!(titles, "The ribbon is cut", "{documents:?}");
    }
}

#[test]
fn broken_json_in_a_page_is_named_if_there_is_no_live_blog() {
    let person = "{\"@type\": \"Person\"}".to_owned();
    let broken = "{\"@type\":\n \"LiveBlogPosting\" \"headline\"}".to_owned();
    assert!(
        Feed::from_page(std::slice::from_ref(&person))
            .unwrap()
            .is_none()
    );
    let error = Feed::from_page(&[broken, person]).unwrap_err();
    assert!(error.message().contains("line 2"), "{}", error.message());
}

#[test]
fn a_live_blog_is_found_in_nested_arrays() {
    let (feed, _) = read(&format!("[1, [{{\"@graph\": [[{GRAPH}]]}}]]"));
    assert_eq!(feed.entries.len(), 4);
}

#[test]
fn an_id_is_the_updates_own_or_its_address_or_its_first_words() {
    let (feed, _) = read(GRAPH);
    assert_eq!(
        ids(&feed),
        [
            "https://news.example/apollo#small-step",
            "eagle",
            "/apollo#undocking",
            "1969-07-19T17:21:50Z Into lunar orbit"
        ]
    );
    let (feed, warnings) = updates(
        r#"[{"headline": "A", "articleBody": "x"}, {"articleBody": "Only a body. With two sentences."}, {}]"#,
    );
    assert_eq!(ids(&feed), ["A", "Only a body."]);
    let left_out = "entry #3: @id url is missing or blank";
    assert!(warnings.iter().any(|warning| warning.starts_with(left_out)));
}

#[test]
fn an_address_is_the_url_or_an_id_that_is_one_or_the_discussion() {
    let (feed, _) = read(GRAPH);
    assert_eq!(
        urls(&feed),
        [
            "https://news.example/apollo#small-step",
            "https://news.example/apollo?update=eagle",
            "/apollo#undocking",
            "https://news.example/apollo/comments/4"
        ]
    );
    let (feed, _) = updates(r#"[{"@id": "javascript:/alert(1)", "headline": "A"}]"#);
    assert_eq!(urls(&feed), ["-"]);
}

#[test]
fn dates_have_offsets_with_and_without_a_colon() {
    let (feed, _) = read(GRAPH);
    assert_eq!(
        times(&feed),
        [
            ["1969-07-21T02:56:15Z", "1969-07-21T03:10:00Z"],
            ["1969-07-20T20:17:40Z", "-"],
            ["1969-07-20T17:44:00Z", "-"],
            ["1969-07-19T17:21:50Z", "-"],
        ]
    );
}

#[test]
fn authors_are_texts_or_objects_and_the_blogs_fill_in() {
    let (feed, _) = read(GRAPH);
    let authors = each(&feed, |entry| entry.authors.join(", "));
    assert_eq!(
        authors,
        [
            "Night desk, Agencies",
            "Space desk",
            "Space desk",
            "Space desk"
        ]
    );
}

#[test]
fn an_image_that_is_not_the_blogs_is_the_updates() {
    let (feed, _) = read(GRAPH);
    let images = each(&feed, |entry| entry.image.as_deref());
    assert_eq!(
        images,
        [Some("https://news.example/step.jpg"), None, None, None]
    );
}

#[test]
fn a_body_with_markup_is_html_as_well_as_text() {
    let (feed, _) = read(GRAPH);
    let text = each(&feed, |entry| entry.text.as_deref());
    assert_eq!(
        text[..2],
        [
            Some("The first footprint.\nIt is filmed from the ladder."),
            Some("Contact light. Engine stop.")
        ]
    );
    let html = each(&feed, |entry| entry.html.as_deref());
    assert!(html[0].is_some_and(|html| html.starts_with("<p>The first footprint.</p>")));
    assert_eq!(html[1], None);
}

#[test]
fn repeated_headlines_and_dates_are_ignored() {
    let (feed, warnings) = read(REPEATED);
    assert_eq!(
        titles(&feed),
        [
            "The wind eases.",
            "Ferries run again!",
            "Power is back in all but two villages, says the grid operator."
        ]
    );
    assert!(feed.entries.iter().all(|entry| entry.derived));
    assert_eq!(times(&feed), [["-", "-"], ["-", "-"], ["-", "-"]]);
    assert_eq!(ids(&feed), ["659c0a", "659c09", "659c08"]);
    assert_eq!(warnings.len(), 12, "{warnings:?}");
    let of_one: Vec<_> = warnings
        .iter()
        .filter_map(|warning| warning.strip_prefix("entry 659c09: "))
        .collect();
    assert_eq!(
        of_one,
        [
            "headline is that of the blog or of most updates: it is ignored",
            "datePublished is that of the blog or of most updates: it is ignored",
            "dateModified is that of the blog or of most updates: it is ignored",
            "headline is not there: the first sentence of the text takes its place"
        ]
    );
}

#[test]
fn the_blogs_headline_is_ignored_in_an_update() {
    let (feed, _) = updates(
        r#"[{"@id": 1, "headline": "Blog", "articleBody": "Body."}, {"@id": 2, "headline": "Own", "articleBody": "Body."}]"#,
    );
    assert_eq!(titles(&feed), ["Body.", "Own"]);
}

#[test]
fn two_equal_headlines_among_many_stay() {
    let (feed, _) = updates(
        r#"[{"@id": 1, "headline": "Goal!"}, {"@id": 2, "headline": "Goal!"}, {"@id": 3, "headline": "End"}]"#,
    );
    assert_eq!(titles(&feed), ["Goal!", "Goal!", "End"]);
    let (feed, _) =
        updates(r#"[{"@id": 1, "headline": "Goal!"}, {"@id": 2, "headline": "Goal!"}]"#);
    assert_eq!(titles(&feed), ["Goal!", "Goal!"]);
}

#[test]
fn the_blogs_date_may_be_the_first_updates() {
    let (feed, warnings) = updates(
        r#"[{"@id": 1, "headline": "B", "datePublished": "2026-01-01T11:00:00Z"},
            {"@id": 2, "headline": "A", "datePublished": "2026-01-01T10:00:00Z"}]"#,
    );
    assert_eq!(times(&feed)[1], ["2026-01-01T10:00:00Z", "-"]);
    assert_eq!(warnings, [""; 0]);
    let (feed, _) = updates(
        r#"[{"@id": 1, "headline": "B", "datePublished": "2026-01-01T10:00:00Z", "dateModified": "2026-01-01T12:00:00Z"},
            {"@id": 2, "headline": "A", "datePublished": "2026-01-01T10:00:00Z"}]"#,
    );
    assert_eq!(times(&feed), [["2026-01-01T12:00:00Z", "-"], ["-", "-"]]);
}

#[test]
fn an_id_or_url_that_most_updates_share_is_ignored() {
    let (feed, _) = updates(
        r#"[{"@id": "/blog", "url": "/blog", "headline": "A"}, {"@id": "/blog", "url": "/blog", "headline": "B"},
            {"@id": "/blog", "url": "/blog", "headline": "C"}]"#,
    );
    assert_eq!(ids(&feed), ["A", "B", "C"]);
    assert_eq!(urls(&feed), ["-", "-", "-"]);
}

#[test]
fn one_update_needs_no_array() {
    let (feed, warnings) = updates(r#"{"@id": "a", "headline": "A", "url": "/a"}"#);
    assert_eq!(ids(&feed), ["a"]);
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn a_blog_without_updates_is_an_empty_feed() {
    for text in [
        r#"{"@type": "LiveBlogPosting"}"#,
        r#"{"@type": "https://schema.org/LiveBlogPosting", "liveBlogUpdate": null}"#,
    ] {
        assert_eq!(read(text).0.entries.len(), 0);
    }
    let (feed, warnings) = updates("[1, null]");
    assert_eq!((feed.entries.len(), warnings.len()), (0, 2));
}

#[test]
fn an_end_of_coverage_at_the_last_change_is_ignored() {
    assert_eq!(read(REPEATED).0.ends, None);
}

#[test]
fn the_format_may_be_forced() {
    assert_eq!(read_as("live-blog-posting", GRAPH).0, read(GRAPH).0);
}
