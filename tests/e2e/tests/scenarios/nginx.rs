//! A feed on a real server, with and without a cache in front of it.

use std::fs;

use key_events_e2e::{Engine, FakeClock, Nginx, Page, TestSite, feed, scenarios};
use serde_json::json;

scenarios![
    a_hundred_polls_of_an_unchanged_file_are_304s_and_render_nothing,
    a_hundred_polls_of_a_cache_are_304s_and_render_nothing,
    the_documented_configuration_shares_and_caches_the_files,
];

async fn a_hundred_polls_of_an_unchanged_file_are_304s_and_render_nothing(
    site: TestSite,
    page: Page,
) {
    let nginx = Nginx::start().await;
    poll_a_hundred_times(&site, &page, &nginx, false).await;
}

async fn a_hundred_polls_of_a_cache_are_304s_and_render_nothing(site: TestSite, page: Page) {
    let nginx = Nginx::start().await;
    poll_a_hundred_times(&site, &page, &nginx, true).await;
    // The cache also revalidates by entity tag, and not for every reader.
    let [first, again @ ..] = &*statuses(&nginx, false) else {
        panic!("the server got no request");
    };
    assert_eq!(*first, 200);
    assert_eq!(again.iter().filter(|status| **status == 200).count(), 1);
    assert!(again.contains(&304) && again.len() < 50, "{again:?}");
}

async fn poll_a_hundred_times(site: &TestSite, page: &Page, nginx: &Nginx, by_cache: bool) {
    // With `debug`, this feed logs one message each time it is read.
    let of = |count| {
        let mut feed = feed::numbered(count);
        feed["items"].as_array_mut().unwrap().push(json!("no item"));
        feed.to_string()
    };
    nginx.put("feed.json", &of(3));
    let url = if by_cache {
        nginx.cached_url("/feed.json")
    } else {
        nginx.url("/feed.json")
    };
    let element = format!(r#"<key-events src="{url}" refresh="5" debug></key-events>"#);
    site.page("/", &FakeClock::default().page(&element));
    page.expect_console(&url);
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    page.wait_for_lazy_chunk().await;
    // By the second request, the first response is processed.
    page.wait_until("requested['/feed.json'] >= 2").await;
    page.watch_mutations().await;
    page.wait_until("requested['/feed.json'] > 101").await;
    assert_eq!(page.mutations().await, json!([]));
    assert_eq!(page.broken_invariants().await.0, [""; 0]);
    page.wait_for_events("key-events-update", 0).await;
    let before = statuses(nginx, by_cache);
    assert!(before.len() > 100, "{}", before.len());
    assert_eq!(before[0], 200);
    // WebKit has no HTTP cache in an automated session.
    let again = if page.engine() == Engine::Webkit {
        200
    } else {
        304
    };
    assert_eq!(before[1..=100], [again; 100]);

    // A change is read and rendered.
    page.expect_console(&url);
    nginx.put("feed.json", &of(4));
    page.widget().wait_count("li", 4).await;
    page.wait_for_events("key-events-update", 1).await;
    assert_ne!(page.mutations().await, json!([]));
    // The server stops before the page is closed.
    page.run("document.querySelector('key-events').remove()")
        .await;
}

fn statuses(nginx: &Nginx, by_cache: bool) -> Vec<u16> {
    let served = nginx.served().into_iter();
    let served = served.filter(|served| served.by_cache == by_cache && served.path == "/feed.json");
    served.map(|served| served.status).collect()
}

async fn the_documented_configuration_shares_and_caches_the_files(site: TestSite, page: Page) {
    const YEAR: &str = "max-age=31536000, immutable";
    let nginx = Nginx::start().await;
    fs::create_dir(nginx.path("live")).unwrap();
    nginx.put("live/feed.json", &feed::numbered(30).to_string());
    nginx.put("page.html", "<!doctype html><title>Page</title>");
    nginx.link_dist("key-events");
    nginx.link_dist("key-events/1.2.3");

    // On a page of another origin.
    let [script, url] = ["/key-events/embed.js", "/live/feed.json"].map(|path| nginx.url(path));
    site.page(
        "/",
        &format!(r#"<script async src="{script}" data-src="{url}"></script>"#),
    );
    page.open("/").await;
    page.widget().wait_count("[part~=item]", 10).await;
    let header = async |path: &str, name: &str| {
        let url = nginx.url(path);
        let get = format!("return fetch({url:?}).then(({{ headers }}) => headers.get({name:?}))");
        page.run(&get).await
    };
    // The browser logs a response with an error.
    page.expect_own_log("404");
    for path in ["/live/feed.json", "/live/feed.json.gone"] {
        assert!(header(path, "date").await.is_string(), "{path}");
    }
    assert_eq!(
        header("/live/feed.json", "cache-control").await,
        "max-age=10"
    );

    // On a page of the same origin, which sees every header.
    page.open_url(&nginx.url("/page.html")).await;
    let [purify, upgrade] = ["purify-", "upgrade-"].map(|name| TestSite::built(name, ".js"));
    let hashed = TestSite::chunks().into_iter().chain([purify, upgrade]);
    let mut hashed: Vec<_> = hashed
        .map(|path| path.rsplit('/').next().unwrap().to_owned())
        .collect();
    let labels = TestSite::built("locales/fr.", ".json");
    hashed.push(format!("locales/{}", labels.rsplit('/').next().unwrap()));
    let others = [
        "embed.js",
        "key-events.js",
        "element.js",
        "key-events.css",
        "integrity.json",
        "locales/en.json",
    ];
    let lives = hashed.iter().map(|name| (name.as_str(), YEAR));
    for (name, life) in lives.chain(others.map(|name| (name, "max-age=300"))) {
        let media_type = match name.rsplit_once('.').unwrap().1 {
            "js" => "text/javascript",
            "css" => "text/css",
            "json" => "application/json",
            _ => "application/wasm",
        };
        let pinned = format!("1.2.3/{name}");
        for (name, life) in [(name, life), (&pinned, YEAR)] {
            let path = format!("/key-events/{name}");
            for (header_name, value) in [
                ("cache-control", life),
                ("content-type", media_type),
                ("content-encoding", "gzip"),
                ("vary", "Accept-Encoding"),
            ] {
                assert_eq!(header(&path, header_name).await, value, "{path}");
            }
            assert!(header(&path, "etag").await.is_string(), "{path}");
        }
    }
    // A file that is not there yet is not cached.
    page.expect_own_log("404");
    let gone = "/key-events/key-events-0123456789abcdef_bg.wasm";
    assert!(header(gone, "cache-control").await.is_null());
}
