//! The one tag on pages that scripts put into the document: routers, which replace the content of a page, and
//! optimizers, which delay scripts.

use key_events_e2e::{Page, TestSite, feed, installed_script, scenarios};

scenarios![
    a_visit_with_turbo_has_one_timeline,
    a_visit_with_htmx_has_one_timeline,
    a_visit_with_htmx_2_has_one_timeline,
    a_visit_with_swup_has_one_timeline,
    a_visit_with_swup_that_runs_scripts_has_one_timeline,
    a_refresh_of_turbo_keeps_what_is_permanent,
    a_tag_that_an_optimizer_replaces_has_one_timeline,
    a_tag_that_an_optimizer_copies_has_one_timeline,
    a_tag_that_an_optimizer_moves_to_the_end_has_one_timeline,
    a_tag_that_a_script_writes_as_html_shows_its_feed,
    a_tag_that_waits_for_consent_has_no_timeline,
    a_timeline_that_the_page_removes_stays_away,
    a_page_is_observed_once_however_often_the_tag_runs,
];

const TAG: &str = r#"<script async src="{cdn}/embed.js" data-src="/feed.json"></script>"#;

/// Records which scripts have run.
const RECORD_RUNS: &str = "<script>
    window.runs = new WeakSet();
    document.addEventListener('load', ({ target }) => target.localName == 'script' && runs.add(target), true);
    </script>";

/// Serves a page with the tag and another without, both with these elements in the head, and these attributes of the
/// body.
fn serve_pages(site: &TestSite, head: &str, attributes: &str) {
    site.json("/feed.json", feed::numbered(3));
    for (path, title, tag, link) in [
        ("/live", "Live", TAG, "/other"),
        ("/other", "Other", "", "/live"),
    ] {
        let document = format!(
            r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{RECORD_RUNS}{head}</head>
            <body {attributes}><main id="swup"><h1>{title}</h1><p>First.</p><div id="place">{tag}</div><a href="{link}">Next</a></main></body></html>"#
        );
        site.respond(path, site.html(&document));
    }
}

/// Asserts that there is one timeline, in its place, as soon as it shows its list and, if the router runs the tag, after
/// that too.
async fn assert_one_timeline(page: &Page, runs_again: bool) {
    page.document().wait_text("h1", "Live").await;
    page.document().wait_count("#place > key-events", 1).await;
    page.widget().wait_count("li", 3).await;
    if runs_again {
        // A router may show its copy of the page first, then the present page.
        page.wait_until("document.querySelectorAll('[data-turbo-preview]').length == 0")
            .await;
        page.wait_until("runs.has(document.querySelector('#place > script'))")
            .await;
    }
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    let counts = [
        "key-events",
        "#place > script + key-events",
        "script[data-src]",
    ];
    for selector in counts {
        assert_eq!(page.document().count(selector).await, 1, "{selector}");
    }
}

/// During a view transition, the pictures of both pages cover the links.
const IS_AT_REST: &str = "!CSS.supports('selector(:active-view-transition)')
    || !document.documentElement.matches(':active-view-transition')";

/// Opens the page with the tag, leaves it, goes back, leaves it, and visits it again.
pub(crate) async fn assert_survives(page: &Page, runs_again: bool) {
    page.open("/live").await;
    assert_one_timeline(page, true).await;
    page.run("window.isSameDocument = true").await;
    let follow_link = async || {
        page.wait_until(IS_AT_REST).await;
        page.document().click("a").await;
    };
    let leave = async || {
        follow_link().await;
        page.document().wait_text("h1", "Other").await;
        page.document().wait_count("key-events", 0).await;
    };
    leave().await;
    page.run("history.back()").await;
    assert_one_timeline(page, runs_again).await;
    leave().await;
    follow_link().await;
    assert_one_timeline(page, runs_again).await;
    assert_eq!(page.run("return isSameDocument").await, true);
}

async fn a_visit_with_turbo_has_one_timeline(site: TestSite, page: Page) {
    let turbo = installed_script("@hotwired/turbo/dist/turbo.es2017-umd.js");
    site.respond("/turbo.js", turbo);
    serve_pages(&site, r#"<script src="/turbo.js"></script>"#, "");
    assert_survives(&page, true).await;
}

async fn a_visit_with_htmx_has_one_timeline(site: TestSite, page: Page) {
    let htmx = installed_script("htmx.org/dist/htmx.min.js");
    site.respond("/htmx.js", htmx);
    let head = r#"<script src="/htmx.js"></script>"#;
    serve_pages(&site, head, r#"hx-boost:inherited="true""#);
    assert_survives(&page, true).await;
}

async fn a_visit_with_htmx_2_has_one_timeline(site: TestSite, page: Page) {
    site.respond("/htmx.js", installed_script("htmx2/dist/htmx.min.js"));
    let head = r#"<script src="/htmx.js"></script>"#;
    serve_pages(&site, head, r#"hx-boost="true""#);
    assert_survives(&page, true).await;
}

/// Serves pages with swup and these plugins.
fn serve_swup(site: &TestSite, plugins: &str) {
    site.respond("/swup.js", installed_script("swup/dist/Swup.umd.js"));
    let scripts = installed_script("@swup/scripts-plugin/dist/index.umd.js");
    site.respond("/swup-scripts.js", scripts);
    let head = format!(
        r#"<script src="/swup.js"></script><script src="/swup-scripts.js"></script>
        <script>new Swup({{ animationSelector: false, plugins: [{plugins}] }})</script>"#
    );
    serve_pages(site, &head, "");
}

async fn a_visit_with_swup_has_one_timeline(site: TestSite, page: Page) {
    serve_swup(&site, "");
    assert_survives(&page, false).await;
}

async fn a_visit_with_swup_that_runs_scripts_has_one_timeline(site: TestSite, page: Page) {
    serve_swup(&site, "new SwupScriptsPlugin({ head: false })");
    assert_survives(&page, true).await;
}

async fn a_refresh_of_turbo_keeps_what_is_permanent(site: TestSite, page: Page) {
    let turbo = installed_script("@hotwired/turbo/dist/turbo.es2017-umd.js");
    site.respond("/turbo.js", turbo);
    let head =
        r#"<script src="/turbo.js"></script><meta name="turbo-refresh-method" content="morph">"#;
    serve_pages(&site, head, "");
    let permanent = format!(r#"<div id="timeline" data-turbo-permanent>{TAG}</div>"#);
    let body = format!(r#"<h1>Live</h1><p id="number">1</p>{permanent}"#);
    let document = |body: &str| {
        format!(
            r#"<!doctype html><html lang="en"><head><title>Live</title>{head}</head><body>{body}</body></html>"#
        )
    };
    site.respond("/live", site.html(&document(&body)));
    page.open("/live").await;
    page.widget().wait_count("li", 3).await;
    page.run("window.before = document.querySelector('key-events')")
        .await;
    let next = body.replace("<p id=\"number\">1", "<p id=\"number\">2");
    site.respond("/live", site.html(&document(&next)));
    page.run("Turbo.visit(location.href, { action: 'replace' })")
        .await;
    page.document().wait_text("#number", "2").await;
    page.widget().wait_count("li", 3).await;
    let same = "return document.querySelector('key-events') == before";
    assert_eq!(page.run(same).await, true);
    assert_eq!(page.document().count("key-events").await, 1);
}

/// A tag whose type an optimizer has rewritten, and a script that runs a copy of it later: a statement that puts `copy`
/// somewhere.
async fn assert_one_delayed_timeline(site: &TestSite, page: &Page, put: &str) {
    site.json("/feed.json", feed::numbered(3));
    let delayed = TAG.replace("<script async", r#"<script type="text/delayed""#);
    let body = format!(
        r#"{RECORD_RUNS}<div id="place">{delayed}</div><button>Go</button><p>Last.</p><script>
        document.querySelector("button").onclick = () => {{
            const tag = document.querySelector("[data-src]");
            const copy = document.createElement("script");
            for (const {{ name, value }} of tag.attributes) if (name != "type") copy.setAttribute(name, value);
            copy.id = "copy";
            {put};
        }};</script>"#
    );
    site.page("/", &body);
    page.open("/").await;
    assert_eq!(page.document().count("key-events").await, 0);
    page.document().click("button").await;
    page.wait_until("runs.has(document.querySelector('#copy'))")
        .await;
    page.widget().wait_count("li", 3).await;
    assert_eq!(page.document().count("key-events").await, 1);
    assert_eq!(page.document().count("#copy + key-events").await, 1);
}

async fn a_tag_that_an_optimizer_replaces_has_one_timeline(site: TestSite, page: Page) {
    assert_one_delayed_timeline(&site, &page, "tag.replaceWith(copy)").await;
}

async fn a_tag_that_an_optimizer_copies_has_one_timeline(site: TestSite, page: Page) {
    assert_one_delayed_timeline(&site, &page, "tag.before(copy)").await;
}

async fn a_tag_that_an_optimizer_moves_to_the_end_has_one_timeline(site: TestSite, page: Page) {
    let put = "document.body.append(copy); tag.remove()";
    assert_one_delayed_timeline(&site, &page, put).await;
}

/// A page that has run one tag, and into which scripts write more.
async fn open_with_a_tag(site: &TestSite, page: &Page) {
    site.json("/feed.json", feed::numbered(3));
    site.page("/", &format!("{RECORD_RUNS}{TAG}<div id=\"more\"></div>"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
}

/// Writes HTML with another tag of the page. Returns the number of timelines in the next task.
async fn write(page: &Page, attributes: &str) -> u64 {
    let script = "
        const { src } = document.querySelector('script[data-src]');
        const more = document.querySelector('#more');
        // A form whose controls have the names of methods.
        more.innerHTML = `<form><input name=querySelectorAll><input name=localName>
            <p><script src='${src}' data-src='/feed.json' ${arguments[0]}></script></form>`;
        return new Promise((done) => setTimeout(() => done(document.querySelectorAll('key-events').length)));";
    let count = page.run_with(script, serde_json::json!([attributes])).await;
    count.as_u64().unwrap()
}

async fn a_tag_that_a_script_writes_as_html_shows_its_feed(site: TestSite, page: Page) {
    open_with_a_tag(&site, &page).await;
    assert_eq!(write(&page, "data-limit=2").await, 2);
    page.nth_widget(1).wait_count("li", 2).await;
    let own = "#more p > script + key-events";
    assert_eq!(page.document().count(own).await, 1);
}

async fn a_tag_that_waits_for_consent_has_no_timeline(site: TestSite, page: Page) {
    open_with_a_tag(&site, &page).await;
    assert_eq!(write(&page, "type=text/plain").await, 1);
}

async fn a_timeline_that_the_page_removes_stays_away(site: TestSite, page: Page) {
    open_with_a_tag(&site, &page).await;
    page.run("document.querySelector('key-events').remove(); document.body.append('Closed')")
        .await;
    // The tag is moved, and another one is written.
    page.run("document.body.append(document.querySelector('script[data-src]'))")
        .await;
    assert_eq!(write(&page, "").await, 1);
    let own = "#more key-events";
    assert_eq!(page.document().count(own).await, 1);
}

async fn a_page_is_observed_once_however_often_the_tag_runs(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let count = "<script>
        window.observed = 0;
        const { observe } = MutationObserver.prototype;
        MutationObserver.prototype.observe = function (target, options) {
            if (target == document && options.childList) window.observed++;
            return observe.call(this, target, options);
        };</script>";
    site.page("/", &format!("{RECORD_RUNS}{count}{TAG}"));
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    // The list has an observer of its own.
    page.wait_for_lazy_chunk().await;
    let observed = page.run("return observed").await;
    let run_again = "
        const tag = document.querySelector('script[data-src]');
        const copy = document.createElement('script');
        for (const { name, value } of tag.attributes) copy.setAttribute(name, value);
        tag.replaceWith(copy);
        return new Promise((done) => (copy.onload = () => done(observed)));";
    for _ in 0..2 {
        assert_eq!(page.run(run_again).await, observed);
    }
    assert_eq!(page.document().count("key-events").await, 1);
}
