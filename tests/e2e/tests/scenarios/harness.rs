//! The harness itself: what it must notice.

use key_events_e2e::{Page, TestSite, scenarios};

scenarios![
    a_clean_page_breaks_no_invariant,
    everything_wrong_is_reported,
    what_is_expected_is_reported_only_if_it_is_missing_or_occurs_twice,
    a_recording_is_kept_when_its_page_is_left,
];

async fn a_clean_page_breaks_no_invariant(site: TestSite, page: Page) {
    site.page_with_policy("/", "Nothing here", TestSite::STRICT);
    page.open("/").await;
    assert_eq!(page.broken_invariants().await.0, [""; 0]);
}

async fn everything_wrong_is_reported(site: TestSite, page: Page) {
    let policy = "script-src 'unsafe-inline' {cdn-origin}; img-src 'none'";
    let body = "<script>
        console.log('a line', 1);
        addEventListener('load', () => {
            setTimeout(() => { throw new Error('a throw'); });
            Promise.reject(new Error('a rejection'));
            new Image().src = '/image.png';
            try { eval('1') } catch {}
            fetch('/nobody').then(() => (document.title = 'done'));
        });
        </script>";
    site.page_with_policy("/", body, policy);
    page.open("/").await;
    page.wait_until("document.title == 'done'").await;
    let seen = "['img', 'script'].every((kind) =>
        window.__recorder.violations.some((line) => line.startsWith(kind)))";
    page.wait_until(seen).await;
    let broken = page.broken_invariants().await.to_string();
    for part in [
        "in the console: log: a line 1",
        "Error: a throw",
        "unhandled rejection: Error: a rejection",
        "policy violation: img-src",
        "policy violation: script-src",
        "unknown request: GET /nobody",
    ] {
        assert!(broken.contains(part), "no {part} in\n{broken}");
    }
}

async fn what_is_expected_is_reported_only_if_it_is_missing_or_occurs_twice(
    site: TestSite,
    page: Page,
) {
    let body =
        "<script>console.warn('once'); console.warn('twice'); console.warn('twice')</script>";
    site.page("/", body);
    page.open("/").await;
    for line in ["once", "twice", "never"] {
        page.expect_console(line);
    }
    page.expect_violation("nowhere");
    assert_eq!(
        page.broken_invariants().await.0,
        [
            "in the console: warn: twice",
            "missing in the console: never",
            "missing policy violation: nowhere"
        ]
    );
}

async fn a_recording_is_kept_when_its_page_is_left(site: TestSite, page: Page) {
    site.page("/", "<script>console.log('first')</script>");
    site.page("/second", "<script>console.log('second')</script>");
    page.open("/").await;
    page.open("/second").await;
    page.reload().await;
    page.back().await;
    page.wait_for("location.pathname", "/").await;
    for line in ["first", "second", "second"] {
        page.expect_console(line);
    }
    // A page from the back-forward cache does not run its scripts again. Any other does.
    if page.run("return window.__recorder.restored").await != true {
        page.expect_console("first");
    }
}
