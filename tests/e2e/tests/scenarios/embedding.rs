//! How a page embeds the widget, and what the widget requests.

use key_events_e2e::{Gate, MockResponse, Page, TestSite, feed, scenarios};

scenarios![
    elements_before_and_after_the_module_and_later_ones_show_their_feeds,
    a_tag_passes_its_options_to_the_element,
    three_elements_share_one_wasm,
    the_feed_and_the_wasm_are_requested_in_parallel,
    what_a_page_preloads_is_requested_once_and_before_the_loader_runs,
    wasm_of_another_media_type_is_loaded_too,
    a_lazy_element_far_below_requests_nothing_until_it_is_near,
    an_eager_element_far_below_requests_its_feed_at_once,
    a_tag_without_a_url_is_reported,
    tags_that_run_as_modules_get_one_element_each,
    a_tag_whose_code_another_script_runs_shows_its_feed,
    a_tag_that_an_optimizer_runs_from_the_head_shows_its_feed_in_its_place,
    a_tag_in_a_shadow_root_shows_its_feed_there,
    code_in_a_bundle_without_a_tag_is_reported,
    an_empty_feed_or_the_url_of_the_script_is_no_feed,
    a_tag_of_a_consent_tool_takes_only_the_options_of_the_element,
    a_page_below_a_path_finds_its_own_feed,
    a_page_that_is_opened_with_credentials_loads_everything,
    a_base_url_with_credentials_is_no_obstacle,
    an_element_inside_a_shadow_root_works,
    the_same_script_twice_is_quiet,
    a_second_copy_is_ignored_with_a_warning,
    a_second_version_is_ignored_with_a_warning_that_names_both;
    also in development:
    one_tag_shows_the_feed_under_a_strict_policy,
];

const TAG: &str = r#"<script async src="{cdn}/embed.js" data-src="/feed.json"></script>"#;
const MODULE: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;

async fn one_tag_shows_the_feed_under_a_strict_policy(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page_with_policy("/", TAG, TestSite::STRICT);
    page.open("/").await;
    let titles = ["Event 3", "Event 2", "Event 1"];
    page.widget().wait_texts("li [part=title]", &titles).await;
    assert_eq!(page.document().count("script + key-events").await, 1);
    page.wait_for_lazy_chunk().await;
    let paths = ["/", "/feed.json", &TestSite::cdn_path("embed.js")];
    assert_requested(&site, &paths, &TestSite::chunks());
}

/// Asserts that exactly these paths and chunks were requested, each once, in any order.
fn assert_requested(site: &TestSite, paths: &[&str], chunks: &[String]) {
    let mut found: Vec<_> = site.requests().into_iter().map(|one| one.path).collect();
    let mut wanted: Vec<_> = paths.iter().copied().map(str::to_owned).collect();
    wanted.extend_from_slice(chunks);
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

async fn elements_before_and_after_the_module_and_later_ones_show_their_feeds(
    site: TestSite,
    page: Page,
) {
    for count in 1..=4 {
        site.json(&format!("/{count}.json"), feed::numbered(count));
    }
    let body = format!(
        r#"<key-events src="/1.json"></key-events>{MODULE}<key-events src="/2.json"></key-events>
        <div id="later"></div>"#
    );
    site.page("/", &body);
    page.open("/").await;
    page.run(r#"later.innerHTML = "<p><key-events src='/3.json'></key-events></p>""#)
        .await;
    page.nth_widget(2).wait_count("li", 3).await;
    let made = "
        const element = document.createElement('key-events');
        document.body.append(element);
        element.setAttribute('src', '/4.json');";
    page.run(made).await;
    for (number, count) in (1..=4).enumerate() {
        page.nth_widget(number).wait_count("li", count).await;
        site.wait_for_requests(&format!("/{count}.json"), 1).await;
    }
}

async fn a_tag_passes_its_options_to_the_element(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(5));
    let tag = r#"<script async src="{cdn}/embed.js" data-src="/feed.json" data-limit="2"
        data-order="oldest" data-heading="So far" data-heading-level="3"></script>"#;
    site.page("/", tag);
    page.open("/").await;
    let widget = page.widget();
    widget
        .wait_texts("li [part=title]", &["Event 1", "Event 2"])
        .await;
    assert_eq!(widget.text("h3 button").await, "So far");
}

async fn three_elements_share_one_wasm(site: TestSite, page: Page) {
    let elements = [1, 2, 3].map(|count| {
        site.json(&format!("/{count}.json"), feed::numbered(count));
        format!(r#"<key-events loading="eager" src="/{count}.json"></key-events>"#)
    });
    site.page("/", &format!("{MODULE}{}", elements.concat()));
    page.open("/").await;
    for (number, count) in (1..=3).enumerate() {
        page.nth_widget(number).wait_count("li", count).await;
    }
    page.wait_for_lazy_chunk().await;
    let loader = TestSite::cdn_path("key-events.js");
    let paths = ["/", &loader, "/1.json", "/2.json", "/3.json"];
    assert_requested(&site, &paths, &TestSite::chunks());
}

async fn the_feed_and_the_wasm_are_requested_in_parallel(site: TestSite, page: Page) {
    let gate = Gate::closed();
    let feed = MockResponse::json(&feed::numbered(3).to_string());
    // Not the glue: WebKit does not report that the page has loaded while a script is loading.
    let responses = [
        ("/feed.json".to_owned(), feed),
        (TestSite::wasm(), TestSite::original(&TestSite::wasm())),
    ];
    for (path, response) in responses.clone() {
        site.respond(&path, response.behind(&gate));
    }
    site.page("/", TAG);
    page.open("/").await;
    for (path, _) in &responses {
        site.wait_for_requests(path, 1).await;
    }
    assert!(
        responses
            .iter()
            .all(|(path, _)| site.status(path).is_none())
    );
    gate.open();
    page.widget().wait_count("li", 3).await;
    for (path, _) in &responses {
        assert_eq!(site.count(path), 1, "{path}");
    }
    assert_eq!(site.count(&TestSite::glue()), 1);
    // The tag is the whole loader, so there is no other round trip.
    assert_eq!(site.count(&TestSite::cdn_path("key-events.js")), 0);
}

const NO_TAG: &str = "embed.js cannot find its tag";

fn embed() -> String {
    String::from_utf8(TestSite::file("embed.js").to_vec()).unwrap()
}

async fn a_tag_without_a_url_is_reported(site: TestSite, page: Page) {
    // An optimizer may inline the script.
    let script = embed();
    site.page(
        "/",
        &format!("<script data-src=\"/feed.json\">{script}</script>"),
    );
    page.expect_console(NO_TAG);
    page.open("/").await;
    assert_eq!(page.document().count("key-events").await, 0);
    let defined = "return !!customElements.get('key-events')";
    assert_eq!(page.run(defined).await, false);
}

async fn tags_that_run_as_modules_get_one_element_each(site: TestSite, page: Page) {
    let tags = [1, 2].map(|count| {
        site.json(&format!("/{count}.json"), feed::numbered(count));
        format!(
            r#"<div id="here{count}"><script type="module" src="{{cdn}}/embed.js"
            data-feed="/{count}.json" data-loading="eager"></script></div>"#
        )
    });
    let other = r#"<script type="text/plain" data-timestamp="1" src="{cdn-origin}/other/embed.js"></script>"#;
    site.page("/", &format!("{}{other}", tags.concat()));
    page.open("/").await;
    for (number, count) in [(0, 1), (1, 2)] {
        page.nth_widget(number).wait_count("li", count).await;
        let own = format!("#here{count} > script + key-events");
        assert_eq!(page.document().count(&own).await, 1);
    }
    assert_eq!(page.document().count("key-events").await, 2);
}

/// A script of the page that runs the code of the tags.
const RUNNER: &str =
    "fetch('{cdn}/embed.js').then((response) => response.text()).then((code) => (0, eval)(code))";

async fn a_tag_whose_code_another_script_runs_shows_its_feed(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let fixed = "Object.defineProperty(Document.prototype, 'currentScript', { value: runner })";
    let body = format!(
        r#"<form><input name="currentScript"><input name="src"></form>
        <script type="text/delayed" src="{{cdn}}/embed.js" data-src="/feed.json"></script>
        <script id="runner" src="/optimizer.js"></script><script>{fixed};{RUNNER};{RUNNER}</script>"#
    );
    let optimizer = MockResponse::new("text/javascript", String::new());
    site.respond("/optimizer.js", optimizer);
    site.page("/", &body);
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    assert_eq!(page.document().count("key-events").await, 1);
    assert_eq!(page.document().count("script + key-events").await, 1);
}

async fn a_tag_that_an_optimizer_runs_from_the_head_shows_its_feed_in_its_place(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(2));
    let body = r##"<div id="here"><script type="text/delayed" src="{cdn}/embed.js" data-src="/feed.json"></script></div>
        <script>const copy = document.createElement("script");
        copy.src = document.querySelector("#here script").src;
        document.head.append(copy);</script>"##;
    site.page("/", body);
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    assert_eq!(page.document().count("#here > key-events").await, 1);
}

async fn a_tag_in_a_shadow_root_shows_its_feed_there(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let body = r#"<live-blog></live-blog><script>
        const script = document.createElement("script");
        script.src = "{cdn}/embed.js";
        script.dataset.feed = "/feed.json";
        document.querySelector("live-blog").attachShadow({ mode: "open" }).append(script);
        </script>"#;
    site.page("/", body);
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    assert_eq!(page.inside("live-blog", 0).count("key-events").await, 1);
}

async fn code_in_a_bundle_without_a_tag_is_reported(site: TestSite, page: Page) {
    let bundle = MockResponse::new("text/javascript", embed());
    site.respond("/bundle.js", bundle);
    let other = r#"<script type="text/plain" src="/other/embed.js" data-url="/" data-theme="dark"
        data-lang="de" data-src="/other/embed.js?v=1"></script>"#;
    site.page(
        "/",
        &format!(r#"{other}<script src="/bundle.js"></script>"#),
    );
    page.expect_console(NO_TAG);
    page.open("/").await;
    page.wait_for("window.__recorder.console.length", 1).await;
    assert_eq!(page.document().count("key-events").await, 0);
}

async fn a_tag_of_a_consent_tool_takes_only_the_options_of_the_element(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let tag = |feed: &str| {
        format!(
            r#"<script type="text/plain" data-type="text/javascript" data-name="live" data-id="x"
            data-src="{{cdn}}/embed.js" data-limit="2" {feed}></script>"#
        )
    };
    let accept = r#"<button>Accept</button><script>
        document.querySelector("button").onclick = () => {
            for (const old of document.querySelectorAll("script[data-name]")) {
                const script = document.createElement("script");
                for (const { name, value } of old.attributes) script.setAttribute(name, value);
                script.type = old.dataset.type;
                script.src = old.dataset.src;
                old.replaceWith(script);
            }
        };</script>"#;
    let own = r##"<script type="application/ld+json">{"@context": "https://schema.org", "@type": "LiveBlogPosting",
        "liveBlogUpdate": [{"@type": "BlogPosting", "@id": "#1", "headline": "Own", "datePublished": "2024-07-01T12:00:00Z"}]}</script>"##;
    let (with_feed, without) = (tag(r#"data-feed="/feed.json""#), tag(""));
    site.page("/", &format!("{own}{with_feed}{without}{accept}"));
    page.open("/").await;
    page.document().click("button").await;
    page.nth_widget(0)
        .wait_texts("li [part=title]", &["Event 3", "Event 2"])
        .await;
    page.nth_widget(1)
        .wait_texts("li [part=title]", &["Own"])
        .await;
    let names = "return [...document.querySelectorAll('key-events')].map((element) => element.getAttributeNames().join())";
    assert_eq!(
        page.run(names).await,
        serde_json::json!(["src,limit", "limit"])
    );
}

async fn an_empty_feed_or_the_url_of_the_script_is_no_feed(site: TestSite, page: Page) {
    let own = r##"<script type="application/ld+json">{"@context": "https://schema.org", "@type": "LiveBlogPosting",
        "liveBlogUpdate": [{"@type": "BlogPosting", "@id": "#1", "headline": "Own", "datePublished": "2024-07-01T12:00:00Z"}]}</script>"##;
    let renamed = MockResponse::new("text/javascript", embed());
    site.respond(&TestSite::cdn_path("live.js"), renamed);
    for options in [
        r#"data-src="""#,
        r#"data-feed="" data-src="""#,
        r#"data-src="https://other.example/live.js?v=2""#,
        r#"data-src="https://other.example/another.min.js""#,
    ] {
        let tag = format!(r#"<script src="{{cdn}}/live.js" data-limit="3" {options}></script>"#);
        site.page("/", &format!("{own}{tag}"));
        page.open("/").await;
        page.widget().wait_texts("[part=title]", &["Own"]).await;
        let names = "return document.querySelector('key-events').getAttributeNames().join()";
        assert_eq!(page.run(names).await, "limit", "{options}");
    }
}

async fn what_a_page_preloads_is_requested_once_and_before_the_loader_runs(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(3));
    let name = |path: String| path.rsplit('/').next().unwrap().to_owned();
    let (glue, wasm) = (name(TestSite::glue()), name(TestSite::wasm()));
    let hints = format!(
        r#"<link rel="modulepreload" href="{{cdn}}/{glue}">
        <link rel="preload" as="fetch" crossorigin href="{{cdn}}/{wasm}">"#
    );
    site.page("/", &format!("{hints}{TAG}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    let paths: Vec<_> = site.requests().into_iter().map(|one| one.path).collect();
    let position = |wanted: &str| paths.iter().position(|path| path == wanted);
    for path in [TestSite::glue(), TestSite::wasm()] {
        assert_eq!(site.count(&path), 1, "{path}");
        // The loader requests the feed first.
        assert!(position(&path) < position("/feed.json"), "{paths:?}");
    }
}

async fn wasm_of_another_media_type_is_loaded_too(site: TestSite, page: Page) {
    for path in [TestSite::wasm(), TestSite::lazy_chunk()] {
        let response = TestSite::original(&path);
        let response = response.header("content-type", "application/octet-stream");
        site.respond(&path, response);
    }
    site.json("/feed.json", feed::numbered(3));
    site.page("/", TAG);
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
}

const FAR_BELOW: &str = r#"<div style="height: 6000px">far</div>"#;

async fn a_lazy_element_far_below_requests_nothing_until_it_is_near(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let body = format!(r#"{MODULE}{FAR_BELOW}<key-events src="/feed.json"></key-events>"#);
    site.page("/", &body);
    page.open("/").await;
    page.wait_until("customElements.get('key-events')").await;
    // An observer that is created after the element's reports after it.
    let observed = "return new Promise((done) =>
        new IntersectionObserver(() => done(true)).observe(document.querySelector('key-events')))";
    assert_eq!(page.run(observed).await, true);
    assert_requested(&site, &["/", &TestSite::cdn_path("key-events.js")], &[]);

    page.run("scrollTo(0, 6000 - innerHeight - 500)").await;
    page.widget().wait_count("li", 3).await;
    assert_eq!(site.count("/feed.json"), 1);
}

async fn an_eager_element_far_below_requests_its_feed_at_once(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let element = r#"<key-events loading="eager" src="/feed.json"></key-events>"#;
    site.page("/", &format!("{MODULE}{FAR_BELOW}{element}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    assert_eq!(page.run("return scrollY").await, 0);
}

async fn a_page_below_a_path_finds_its_own_feed(site: TestSite, page: Page) {
    site.json("/news/2024/feed.json", feed::numbered(2));
    let body = r#"<script async src="{cdn}/embed.js" data-src="feed.json?a=1"></script>"#;
    site.page("/news/2024/live.html", body);
    page.open("/news/2024/live.html").await;
    page.widget().wait_count("li", 2).await;
    site.wait_for_requests("/news/2024/feed.json", 1).await;
}

/// A feed of two pages, and the second one.
fn serve_pages(site: &TestSite) {
    let mut first = feed::of([feed::event("b", "B", 2)]);
    first["next_url"] = "2.json".into();
    site.json("/feed.json", first);
    site.json("/2.json", feed::of([feed::event("a", "A", 1)]));
}

async fn a_page_that_is_opened_with_credentials_loads_everything(site: TestSite, page: Page) {
    serve_pages(&site);
    // The CDN serves the page too, so that the URL of the loader is relative to that of the page.
    let folder = TestSite::cdn_path("");
    let body = format!(
        r#"<script async src="{folder}embed.js" data-src="feed.json" data-lang="de"></script>
        <script type="module" src="{folder}key-events.js"></script>
        <key-events src="feed.json" lang="fr" loading="eager"></key-events>"#
    );
    site.page("/", &body);
    let url = site.cdn_url("/").replace("://", "://user:secret@");
    page.open_url(&url).await;
    for number in [0, 1] {
        let widget = page.nth_widget(number);
        widget.wait_texts("li [part=title]", &["B", "A"]).await;
    }
    page.nth_widget(0)
        .wait_text("[part=day]", "Montag, 1. Juli 2024")
        .await;
    page.wait_for_lazy_chunk().await;
}

async fn a_base_url_with_credentials_is_no_obstacle(site: TestSite, page: Page) {
    serve_pages(&site);
    let base = site.url("/").replace("://", "://user:secret@");
    let element = r#"<key-events src="feed.json" remember></key-events>"#;
    site.page("/", &format!(r#"<base href="{base}">{MODULE}{element}"#));
    page.open("/").await;
    page.widget()
        .wait_texts("li [part=title]", &["B", "A"])
        .await;
    page.wait_for_lazy_chunk().await;
    page.wait_until("localStorage.length").await;
    let stored = page.run("return Object.keys(localStorage).join()").await;
    assert_eq!(stored, format!("key-events:{}", site.url("/feed.json")));
}

async fn an_element_inside_a_shadow_root_works(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let body = format!(
        r#"{MODULE}<live-blog lang="de"></live-blog><h3 id="e2">Here</h3><script>
        const shadow = document.querySelector("live-blog").attachShadow({{ mode: "open" }});
        shadow.innerHTML = "<key-events src='/feed.json'></key-events>";
        </script>"#
    );
    site.page("/", &body);
    page.open("/").await;
    let widget = page.widget();
    widget
        .wait_texts("li [part=title]", &["Event 2", "Event 1"])
        .await;
    // The language and the anchors outside the shadow root apply.
    widget
        .wait_texts("[part=day]", &["Montag, 1. Juli 2024"])
        .await;
    assert_eq!(widget.attribute("li a", "href").await.unwrap(), "#e2");
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
}

async fn the_same_script_twice_is_quiet(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    site.page("/", &format!("{TAG}{MODULE}{TAG}{MODULE}"));
    page.open("/").await;
    for number in [0, 1] {
        page.nth_widget(number).wait_count("li", 2).await;
    }
    assert_eq!(page.document().count("key-events").await, 2);
    assert_eq!(site.count(&TestSite::cdn_path("key-events.js")), 1);
    assert_eq!(site.count(&TestSite::wasm()), 1);
}

async fn a_second_copy_is_ignored_with_a_warning(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let other =
        r#"<script type="module" src="{cdn-origin}/key-events/copy/key-events.js"></script>"#;
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}{other}"));
    page.expect_console("<key-events> is already defined");
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.wait_for("window.__recorder.console.length", 1).await;
    let (requests, copy) = (site.requests(), "/key-events/copy/");
    let of_copy: Vec<_> = requests
        .iter()
        .filter(|one| one.path.starts_with(copy))
        .collect();
    assert_eq!(of_copy.len(), 1, "{of_copy:?}");
}

async fn a_second_version_is_ignored_with_a_warning_that_names_both(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let script = String::from_utf8(TestSite::file("key-events.js").to_vec()).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let newer = script.replace(version, "98.7.6");
    assert_ne!(script, newer, "the script names its version");
    site.respond(
        "/key-events/98/key-events.js",
        MockResponse::new("text/javascript", newer),
    );
    let other = r#"<script type="module" src="{cdn-origin}/key-events/98/key-events.js"></script>"#;
    let element = r#"<key-events src="/feed.json"></key-events>"#;
    site.page("/", &format!("{MODULE}{element}{other}"));
    page.expect_console(&format!("version {version}; version 98.7.6"));
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.wait_for("window.__recorder.console.length", 1).await;
    assert_eq!(site.count(&TestSite::wasm()), 1);
}
