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
        ["entry number 4: articleBody is not a string: it is ignored"]
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
    assert_eq!(ids(&feed), ["/b#u1", "/b#u2"]);
    assert_eq!(titles(&feed), ["The ribbon is cut", "The crowd gathers"]);
    let authors = each(&feed, |entry| entry.authors.join(", "));
    assert_eq!(authors, ["The reporter", "The desk"]);
    let expected = "entry with id \"/b#gone\": @id \"/b#gone\" refers to no object of the document: the entry is left out";
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
fn an_id_is_the_updates_own_or_its_url_or_its_first_words() {
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
    let left_out = "entry number 3: @id url is missing or blank";
    assert!(warnings.iter().any(|warning| warning.starts_with(left_out)));
}

#[test]
fn a_url_is_the_field_or_an_id_that_is_one_or_the_discussion() {
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
        .filter_map(|warning| warning.strip_prefix("entry with id \"659c09\": "))
        .collect();
    assert_eq!(
        of_one,
        [
            "headline \"Storm crosses the coast – as it happened\" is that of the blog or of most updates: it is ignored",
            "datePublished \"2026-01-08T06:00:00.000Z\" is that of the blog or of most updates: the row has no time",
            "dateModified \"2026-01-08T18:30:00.000Z\" is that of the blog or of most updates: the row has no time",
            "headline \"Storm crosses the coast – as it happened\" is not there: the first sentence of the text takes its place"
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
    let (feed, _) = read(REPEATED);
    assert_eq!(feed.end(), None);
    assert!(feed.ends > feed.named_end);
}

#[test]
fn an_end_at_the_last_change_counts_after_a_day_without_a_change() {
    let blog = |updated: &str| {
        let blog = format!(
            r#"{{"@type": "LiveBlogPosting", "dateModified": "2026-03-20T18:00:00Z", "coverageEndTime": "2026-03-20T19:00:00+01:00",
            "liveBlogUpdate": [{{"@id": "a", "headline": "A", "datePublished": "2026-03-20T12:00:00Z", "dateModified": "{updated}"}}]}}"#
        );
        read(&blog).0
    };
    let mut feed = blog("2026-03-20T12:00:00Z");
    assert_eq!(feed.ends, parse("2026-03-21T18:00:00Z"));
    assert_eq!(feed.end(), None);
    feed.ended = true;
    assert_eq!(feed.end(), parse("2026-03-20T18:00:00Z"));
    let feed = blog("2026-03-20T20:00:00Z");
    assert_eq!(feed.ends, parse("2026-03-21T20:00:00Z"));
}

#[test]
fn the_format_may_be_forced() {
    assert_eq!(read_as("live-blog-posting", GRAPH).0, read(GRAPH).0);
}

#[test]
fn a_reference_to_a_live_blog_or_an_empty_one_is_not_the_blog() {
    let update = r##"{"@id": "#1", "headline": "The ribbon is cut", "datePublished": "2026-03-29T12:00:00Z"}"##;
    let blog = format!(
        r#"{{"@type": "LiveBlogPosting", "@id": "/b#live", "headline": "B", "liveBlogUpdate": [{update}]}}"#
    );
    let reference = r#"{"@type": "LiveBlogPosting", "@id": "/b#live"}"#;
    let empty = r#"{"@type": "LiveBlogPosting", "headline": "Empty", "liveBlogUpdate": []}"#;
    for document in [
        format!(r#"{{"@graph": [{{"@type": "WebPage", "mainEntity": {reference}}}, {blog}]}}"#),
        format!("[{reference}, {blog}]"),
        format!("[{empty}, {blog}]"),
        format!(r#"{{"@graph": [{empty}, {{"mainEntity": {{"@id": "/b#live"}}}}, {blog}]}}"#),
    ] {
        let (feed, warnings) = read(&document);
        assert_eq!(feed.title.as_deref(), Some("B"), "{document}");
        assert_eq!(titles(&feed), ["The ribbon is cut"], "{document}");
        assert_eq!(warnings, [""; 0], "{document}");
    }
    let scripts = [reference, empty, &blog].map(ToOwned::to_owned);
    let (feed, _) = Feed::from_page(&scripts).unwrap().unwrap();
    assert_eq!(feed.title.as_deref(), Some("B"));
    let (feed, _) = read(&format!("[{reference}, {empty}]"));
    assert_eq!(feed.title.as_deref(), Some("Empty"));
}

#[test]
fn an_object_is_found_wherever_it_is() {
    let (feed, _) = read(
        r##"{"@graph": [
            {"@type": "LiveBlogPosting", "headline": "B", "liveBlogUpdate": [
                {"@id": "#u1"},
                {"@id": "#u2", "headline": "Two", "datePublished": "2026-03-29T12:01:00Z",
                 "author": {"@id": "#p", "@type": "Person", "name": "The reporter"}}]},
            {"@type": "WebPage", "mainEntity": {"@id": "#u1", "@type": "BlogPosting"}, "hasPart": [{"@id": "#u1", "headline": "One",
             "datePublished": "2026-03-29T12:00:00Z", "author": {"@id": "#p"}}]},
            {"@id": "#u1", "headline": "A later one"}
        ]}"##,
    );
    assert_eq!(titles(&feed), ["One", "Two"]);
    let authors = each(&feed, |entry| entry.authors.join(", "));
    assert_eq!(authors, ["The reporter", "The reporter"]);
}

#[test]
fn references_are_resolved_or_left_out() {
    let (feed, warnings) = read(
        r##"{"@graph": [
            {"@type": "LiveBlogPosting", "@id": "https://news.example/b#live", "headline": "B",
             "liveBlogUpdate": ["https://news.example/b#u1", {"@id": "#u2"}, {"@id": "/b#gone"}, "#gone", "", 1]},
            {"@id": "https://news.example/b#u1", "headline": "One", "datePublished": "2026-03-29T12:00:00Z", "author": "#a"},
            {"@id": "https://news.example/b#u2", "headline": "Two", "datePublished": "2026-03-29T12:01:00Z",
             "author": ["#b", "https://news.example/c", "Jane Doe"]},
            {"@id": "https://news.example/b#a", "name": "The reporter"},
            {"@id": "#b", "name": "The desk"}
        ]}"##,
    );
    assert_eq!(titles(&feed), ["One", "Two"]);
    let authors = each(&feed, |entry| entry.authors.join(", "));
    assert_eq!(authors, ["The reporter", "The desk, Jane Doe"]);
    assert_eq!(warnings.len(), 4, "{warnings:?}");
    let entries = ["with id \"/b#gone\"", "number 4", "number 5", "number 6"];
    for (warning, entry) in warnings.iter().zip(entries) {
        assert!(
            warning.starts_with(&format!("entry {entry}: ")) && warning.ends_with("is left out"),
            "{warnings:?}"
        );
    }
}

#[test]
fn the_image_of_a_reference_is_resolved() {
    let (feed, _) = read(
        r##"{"@graph": [
            {"@type": "LiveBlogPosting", "headline": "B", "image": {"@id": "#i2"}, "liveBlogUpdate": [
                {"@id": "1", "headline": "One", "datePublished": "2026-03-29T12:00:00Z", "image": {"@id": "#i1"}},
                {"@id": "2", "headline": "Two", "datePublished": "2026-03-29T12:00:00Z", "image": [{"@id": "#i2"}]},
                {"@id": "3", "headline": "Three", "datePublished": "2026-03-29T12:00:00Z", "image": {"@id": "https://news.example/#none"}},
                {"@id": "4", "datePublished": "2026-03-29T12:00:00Z", "image": {"@type": "ImageObject", "@id": "#i1"}}]},
            {"@type": "ImageObject", "@id": "#i1", "url": "https://news.example/a.jpg", "caption": "The mayor"},
            {"@type": "ImageObject", "@id": "#i2", "contentUrl": "https://news.example/b.jpg"}
        ]}"##,
    );
    let images = each(&feed, |entry| entry.image.as_deref().unwrap_or("-"));
    let a = "https://news.example/a.jpg";
    assert_eq!(images, [a, "-", "-", a]);
    assert_eq!(feed.entries[3].title.as_deref(), Some("The mayor"));
}

#[test]
fn a_live_blog_is_found_in_what_contains_it() {
    let update = r##"{"@id": "#1", "headline": "The ribbon is cut", "datePublished": "2026-03-29T12:00:00Z"}"##;
    let blog = format!(r#"{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{update}]}}"#);
    let listed =
        format!(r#"{{"@type": "LiveBlogPosting", "liveBlogUpdate": {{"@list": [{update}]}}}}"#);
    for document in [
        format!(r#"{{"@type": "NewsArticle", "hasPart": {blog}}}"#),
        format!(r#"{{"@type": "NewsArticle", "mainEntityOfPage": [{blog}]}}"#),
        format!(r#"{{"@type": "ItemList", "itemListElement": [{{"item": {blog}}}]}}"#),
        format!(r#"{{"@type": "ItemList", "itemListElement": {{"@list": [{blog}]}}}}"#),
        format!(r#"{{"@list": [{blog}]}}"#),
        listed,
    ] {
        let (feed, warnings) = read(&document);
        assert_eq!(titles(&feed), ["The ribbon is cut"], "{document}");
        assert_eq!(warnings, [""; 0], "{document}");
    }
    for empty in ["[]", r#"{"@list": []}"#] {
        let (feed, _) = read(&format!(
            r#"{{"@type": "NewsArticle", "headline": "B", "liveBlogUpdate": {empty}}}"#
        ));
        assert_eq!((feed.title.as_deref(), feed.entries.len()), (Some("B"), 0));
    }
}

#[test]
fn updates_with_nothing_but_an_image_are_all_kept() {
    let time = r#""datePublished": "2026-03-29T12:00:00Z""#;
    for list in [
        format!(
            r#"[{{{time}, "image": {{"url": "/a.jpg", "caption": "One"}}}}, {{{time}, "image": {{"url": "/b.jpg", "caption": "Two"}}}}]"#
        ),
        format!(r#"[{{{time}, "image": "/a.jpg"}}, {{{time}, "image": "/b.jpg"}}]"#),
        r#"[{"image": "/a.jpg"}, {"image": "/b.jpg"}]"#.to_owned(),
        format!("[{{{time}}}, {{{time}}}]"),
        format!(r#"[{{{time}, "image": "/a.jpg"}}, {{{time}, "image": "/a.jpg"}}]"#),
        format!(
            r#"[{{{time}, "video": {{"name": "One"}}}}, {{{time}, "video": {{"name": "Two"}}}}]"#
        ),
    ] {
        let (feed, _) = updates(&list);
        assert_eq!(feed.entries.len(), 2, "{list}");
        let again = updates(&list).0;
        assert_eq!(ids(&feed), ids(&again));
    }
    let captioned = format!(r#"[{{{time}, "image": {{"url": "/a.jpg", "caption": "One"}}}}]"#);
    assert_eq!(ids(&updates(&captioned).0), ["2026-03-29T12:00:00Z One"]);
    assert_eq!(updates("[{}]").0.entries.len(), 0);
}

#[test]
fn an_update_with_nothing_but_a_video_is_a_video() {
    let (feed, _) = updates(
        r#"[{"@id": "1", "datePublished": "2026-03-29T12:00:00Z", "video": {"@type": "VideoObject", "contentUrl": "https://n.example/a.mp4"}},
            {"@id": "2", "datePublished": "2026-03-29T12:00:00Z", "image": "/a.jpg", "video": [{"@type": "VideoObject"}]},
            {"@id": "3", "datePublished": "2026-03-29T12:00:00Z", "image": "/a.jpg"}]"#,
    );
    let media = each(&feed, |entry| entry.medium.label());
    assert_eq!(media, ["video", "video", "image"]);
}

#[test]
fn a_logo_is_nobodys_image() {
    let images = |feed: &Feed| {
        each(feed, |entry| {
            entry.image.as_deref().unwrap_or("-").to_owned()
        })
    };
    let update = |id: usize, image: &str| {
        format!(
            r#"{{"@id": "u{id}", "headline": "H{id}", "datePublished": "2026-03-29T1{id}:00:00Z", "image": {image}}}"#
        )
    };
    let logo = r#"["https://n.example/logo.png", "https://n.example/1.jpg"]"#;
    let list = [0, 1, 2]
        .map(|id| update(id, &logo.replace('1', &id.to_string())))
        .join(",");
    let (feed, _) = updates(&format!("[{list}]"));
    assert_eq!(
        images(&feed),
        [
            "https://n.example/0.jpg",
            "https://n.example/1.jpg",
            "https://n.example/2.jpg"
        ]
    );
    let list = update(0, r#""https://n.example/logo.png""#);
    let (feed, _) = updates(&format!(
        r#"[{list}], "publisher": {{"@type": "Organization", "logo": {{"@type": "ImageObject", "url": "https://n.example/logo.png"}}}}"#
    ));
    assert_eq!(images(&feed), ["-"]);
    // In as few updates as there are, whoever says that it is a logo or a portrait.
    let logo = r#""https://n.example/logo.png""#;
    let organization = format!(r#"{{"@type": "Organization", "logo": {logo}}}"#);
    let both =
        format!(r#"{{"name": "N", "image": {{"url": {logo}, "contentUrl": "/other.png"}}}}"#);
    for (blog, own) in [
        (format!(r#", "publisher": {organization}"#), String::new()),
        (format!(r#", "publisher": {both}"#), String::new()),
        (
            format!(r#", "author": [{{"name": "A", "image": {logo}}}]"#),
            String::new(),
        ),
        (
            String::new(),
            format!(r#"{logo}, "publisher": {organization}"#),
        ),
        (String::new(), format!(r#"{logo}, "author": {both}"#)),
        (
            r##", "about": {"@id": "#o", "name": "N", "logo": "https://n.example/logo.png"}"##
                .to_owned(),
            format!(r##"{logo}, "publisher": {{"@id": "#o"}}"##),
        ),
    ] {
        let own = if own.is_empty() { logo } else { &own };
        let list = [update(0, own), update(1, own), update(2, r#""/2.jpg""#)];
        for count in [2, 3] {
            let (feed, _) = updates(&format!("[{}]{blog}", list[..count].join(",")));
            assert_eq!(images(&feed), ["-", "-", "/2.jpg"][..count], "{blog} {own}");
        }
    }
}

#[test]
fn an_end_near_the_last_change_says_that_the_coverage_continues() {
    let ends = |end: &str, modified: &str, latest: &str| {
        let (feed, _) = read(&format!(
            r#"{{"@type": "LiveBlogPosting", "coverageEndTime": "{end}", "dateModified": "{modified}", "liveBlogUpdate": [
                {{"@id": "1", "headline": "One", "datePublished": "2020-03-29T12:00:00Z"}},
                {{"@id": "2", "headline": "Two", "datePublished": "{latest}"}}]}}"#
        ));
        feed.ends
            .map(key_events::time::date_format::to_rfc3339)
            .unwrap()
    };
    let (noon, next) = ("2020-03-29T14:00:00Z", "2020-03-30T14:00:03Z");
    assert_eq!(
        ends(noon, "2020-03-29T14:00:03Z", "2020-03-29T13:00:00Z"),
        "2020-03-30T14:00:00Z"
    );
    assert_eq!(ends(noon, "", "2020-03-29T14:00:03Z"), next);
    assert_eq!(ends(noon, "", noon), "2020-03-30T14:00:00Z");
    assert_eq!(
        ends(noon, "2020-03-29T18:00:00Z", "2020-03-29T13:00:00Z"),
        noon
    );
    assert_eq!(
        ends(noon, noon, "2999-03-29T13:00:00Z"),
        "2020-03-30T14:00:00Z"
    );
}

#[test]
fn very_long_lists_are_read_in_linear_time() {
    let values = |count: usize, value: &str| -> String {
        let values: Vec<_> = (0..count)
            .map(|n| value.replace('#', &n.to_string()))
            .collect();
        values.join(",")
    };
    let text = format!(
        r#"{{"@type": "LiveBlogPosting", "publisher": [{}], "liveBlogUpdate": [
            {{"@type": "BlogPosting", "@id": "one", "headline": "One", "image": [{}]}}, {}, {}]}}"#,
        values(50_000, r#"{"logo": "/logo-#.png"}"#),
        values(100_000, r#""/image-#.png""#),
        values(
            3,
            r#"{"@id": "a#", "headline": "A #", "image": "/logo-#.png"}"#
        ),
        values(
            50_000,
            r#"{"@id": "b#", "headline": "B #", "image": "/b-#.png"}"#
        ),
    );
    let (feed, warnings) = Feed::read(&text, None).unwrap();
    assert_eq!(feed.entries.len(), 10_000);
    let images: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| entry.image.as_deref())
        .collect();
    assert_eq!(
        images[..5],
        [Some("/image-0.png"), None, None, None, Some("/b-0.png")]
    );
    assert!(warnings[0].problem.starts_with("has more than 10,000"));
}
