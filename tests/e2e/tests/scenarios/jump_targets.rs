//! Which element of the page a jump reaches.

use key_events_e2e::{
    Page, Scenario, TestSite, feed,
    live_blog::{Blog, HEADER, is_at},
    scenario,
};
use serde_json::{Value, json};

use super::jumps::{LINK, TARGET, go_to};

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(a_collapsed_target_is_expanded),
    scenario!(a_target_that_is_hidden_until_it_is_found_is_shown),
    scenario!(the_visible_one_of_two_targets_is_reached),
    scenario!(a_target_with_something_to_see_is_preferred),
    scenario!(a_target_with_nothing_to_see_is_reached_unless_it_is_hidden),
    scenario!(an_id_that_looks_like_a_route_stays_the_fragment),
    scenario!(a_target_that_stays_hidden_is_elsewhere),
    scenario!(a_target_that_the_page_hides_and_shows_again_is_followed),
    scenario!(a_target_that_cannot_be_brought_into_view_is_not_reached),
    scenario!(a_url_of_this_page_may_be_spelled_in_another_way),
    scenario!(targets_in_the_shadow_trees_around_the_widget_are_found),
    scenario!(a_base_url_does_not_lead_away),
];

async fn a_collapsed_target_is_expanded(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    site.json("/feed.json", blog.feed());
    let collapsed = blog
        .page()
        .replace("<main>", "<main><details><summary>Earlier</summary>")
        .replace("</main>", "</details></main>");
    site.page("/", &collapsed);
    page.open("/").await;
    page.widget().wait_count("li", 8).await;
    page.wait_for_lazy_chunk().await;
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    assert_eq!(
        page.run("return document.querySelector('details').open")
            .await,
        true
    );
}

async fn a_target_that_is_hidden_until_it_is_found_is_shown(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    site.json("/feed.json", blog.feed());
    for (from, to) in [
        (
            r#"<article id="block-e3""#,
            r#"<article hidden="until-found" id="block-e3""#,
        ),
        (
            "<main>",
            r#"<main hidden="Until-Found"><details><summary>Earlier</summary>"#,
        ),
    ] {
        site.page("/", &blog.page().replace(from, to));
        page.open("/").await;
        page.widget().wait_count("li", 8).await;
        page.wait_for_lazy_chunk().await;
        page.run("window.found = []; addEventListener('beforematch', (event) => found.push(event.target.localName))")
            .await;
        assert!(go_to(&page, "e3").await, "{to}");
        page.wait_until(&is_at(TARGET, HEADER)).await;
        assert_eq!(page.run("return found.length").await, 1);
        page.wait_for("document.activeElement.id", TARGET).await;
        assert_eq!(page.document().count("[hidden]").await, 0);
        page.run("history.replaceState(null, '', '/')").await;
    }
}

async fn the_visible_one_of_two_targets_is_reached(site: TestSite, page: Page) {
    let copies = [
        r#"<div class="phone"><article id="block-e3">Phone</article></div>"#,
        r#"<article id="block-e3" style="content-visibility: hidden; display: none">Phone</article>"#,
        r#"<article id="block-e3" style="visibility: hidden">Phone</article>"#,
        r#"<template id="block-e3"></template>"#,
        r#"<details><summary>Phone</summary><article id="block-e3">Phone</article></details>"#,
        r#"<article id="block-e3" hidden="until-found">Phone</article>"#,
    ];
    let attributes = ["", r#"anchor="article[id='block-{id}']""#];
    assert_last_is_reached(&site, &page, &copies, &attributes).await;
}

async fn a_target_with_something_to_see_is_preferred(site: TestSite, page: Page) {
    let copies = [
        r#"<article id="block-e3" style="height: 0; overflow: hidden">Phone</article>"#,
        r#"<div style="height: 0; overflow: hidden"><article id="block-e3">Phone</article></div>"#,
        r#"<article id="block-e3" style="position: absolute; left: -9999px">Phone</article>"#,
        r#"<article id="block-e3" style="position: absolute; top: -9999px">Phone</article>"#,
        r#"<article id="block-e3" style="clip-path: inset(50%)">Phone</article>"#,
        r#"<div style="position: absolute; width: 1px; height: 1px; overflow: hidden"><article id="block-e3">Phone</article></div>"#,
        r#"<div style="opacity: 0"><article id="block-e3">Phone</article></div>"#,
    ];
    assert_last_is_reached(&site, &page, &copies, &[""]).await;
}

/// Asserts that a jump ends at the last of two targets, whichever the first one is.
async fn assert_last_is_reached(
    site: &TestSite,
    page: &Page,
    copies: &[&str],
    attributes: &[&str],
) {
    let blog = Blog {
        style: ".phone { display: none }",
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    for copy in copies {
        for attributes in attributes {
            let body = blog.page().replace("<main>", &format!("<main>{copy}"));
            let body = body.replace("src=", &format!("{attributes} src="));
            site.page("/", &body);
            page.open("/").await;
            page.widget().wait_count("li", 8).await;
            page.wait_for_lazy_chunk().await;
            let last = "[...document.querySelectorAll('article[id=block-e3]')].pop()";
            page.widget().click(LINK).await;
            page.wait_until(&format!(
                "Math.abs({last}.getBoundingClientRect().top - {HEADER}) <= 2"
            ))
            .await;
            page.wait_until(&format!("document.activeElement == {last}"))
                .await;
            page.run("history.replaceState(null, '', '/')").await;
        }
    }
}

async fn a_target_with_nothing_to_see_is_reached_unless_it_is_hidden(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    site.json("/feed.json", blog.feed());
    for (style, is_reached) in [
        ("visibility: hidden", false),
        (
            "height: 0; min-height: 0 !important; overflow: hidden",
            true,
        ),
        ("opacity: 0", true),
    ] {
        let style = format!("<style>article#block-e3 {{ {style} }}</style>");
        site.page("/", &format!("{style}{}", blog.page()));
        page.open("/").await;
        page.widget().wait_count("li", 8).await;
        page.wait_for_lazy_chunk().await;
        assert_eq!(go_to(&page, "e3").await, is_reached, "{style}");
    }
    // Some pages hide their body while they load.
    let style = "<style>body { visibility: hidden }</style>";
    site.page("/", &format!("{style}{}", blog.page()));
    page.open("/").await;
    page.wait_for_lazy_chunk().await;
    assert!(go_to(&page, "e3").await);
}

async fn an_id_that_looks_like_a_route_stays_the_fragment(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    let feed = blog
        .feed()
        .to_string()
        .replace("\"id\":\"e", "\"id\":\"live/n=");
    site.json("/feed.json", serde_json::from_str::<Value>(&feed).unwrap());
    let body = blog.page().replace("id=\"block-e", "data-id=\"live/n=");
    let body = body.replace("src=", r#"anchor="[data-id='{id}']" src="#);
    site.page("/", &body);
    page.open("/").await;
    page.widget().wait_count("li", 8).await;
    page.wait_for_lazy_chunk().await;
    for number in [3, 5] {
        let id = format!("live/n={number}");
        let link = format!("[data-id='{id}'] a");
        let href = format!("#live%2Fn%3D{number}");
        page.widget().wait_attribute(&link, "href", &href).await;
        assert!(go_to(&page, &id).await);
        page.wait_for("location.hash", &*href).await;
    }
}

async fn a_target_that_stays_hidden_is_elsewhere(site: TestSite, page: Page) {
    let blog = Blog {
        style: ".more { display: none }",
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    site.page("/live", "Another page");
    for around in [
        "<div class=more>",
        "<div class=more><details>",
        "<dialog>",
        "<div hidden>",
    ] {
        site.page(
            "/",
            &blog.page().replace("<main>", &format!("{around}<main>")),
        );
        page.open("/").await;
        page.widget().wait_count("li", 8).await;
        page.wait_for_lazy_chunk().await;
        page.widget()
            .wait_attribute(LINK, "href", "/live?entry=e3")
            .await;
        assert_eq!(page.widget().count("a .elsewhere").await, 8);
        assert!(!go_to(&page, "e3").await);
        page.widget().click(LINK).await;
        page.wait_for("location.pathname", "/live").await;
    }
}

async fn a_target_that_the_page_hides_and_shows_again_is_followed(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    site.page("/live", "Another page");
    page.run("document.querySelector('main').style.display = 'none'")
        .await;
    assert!(!go_to(&page, "e3").await);
    page.run("document.querySelector('main').style.display = ''")
        .await;
    assert!(go_to(&page, "e3").await);
    page.run("document.querySelector('main').style.display = 'none'; scrollTo(0, 0)")
        .await;
    page.widget().click("[data-id=e4] a").await;
    page.wait_for("location.pathname", "/live").await;
}

async fn a_target_that_cannot_be_brought_into_view_is_not_reached(site: TestSite, page: Page) {
    for style in [
        "main { height: 300px; overflow: hidden }",
        "#block-e3 { position: absolute; left: -9999px }",
    ] {
        let blog = Blog {
            style,
            ..Blog::new(8)
        };
        blog.open(&site, &page).await;
        assert!(!go_to(&page, "e3").await, "{style}");
        page.run("history.replaceState(null, '', '/')").await;
    }
}

async fn a_url_of_this_page_may_be_spelled_in_another_way(site: TestSite, page: Page) {
    let own = [
        "/live/bridge#a1",
        "/live/bridge/index.html#a2:~:text=2",
        "/live/bridge/?utm_source=x&fbclid=1#a3",
        "https://news.example/the-bridge/#a4",
    ];
    let other = [
        "/live/bridge/?p=99#a5",
        "https://other.example/live/bridge/#a6",
        "/live#a7",
    ];
    let items = own.iter().chain(&other).enumerate().map(|(index, url)| {
        let mut event = feed::event(&format!("x-{index}"), url, 60 - index);
        event["url"] = json!(url);
        event
    });
    site.json("/feed.json", feed::of(items));
    let blocks = [1, 2, 3, 4, 5, 6, 7].map(|n| format!("<article id=a{n}>{n}</article>"));
    let blocks = blocks.concat();
    site.page(
        "/live/bridge/",
        &format!(
            r#"<link rel="canonical" href="https://news.example/the-bridge">
            <script type="module" src="{{cdn}}/key-events.js"></script>
            <key-events src="/feed.json" loading="eager"></key-events>{blocks}"#
        ),
    );
    page.open("/live/bridge/?gclid=5").await;
    let widget = page.widget();
    widget.wait_count("li", 7).await;
    page.wait_for_lazy_chunk().await;
    widget
        .wait_attribute("[data-id=x-0] a", "href", "#a1")
        .await;
    let links = widget.attributes("li a", "href").await;
    let links: Vec<_> = links.iter().flatten().map(String::as_str).collect();
    assert_eq!(links[..4], ["#a1", "#a2", "#a3", "#a4"]);
    assert_eq!(links[4..], other);
}

async fn targets_in_the_shadow_trees_around_the_widget_are_found(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    site.json("/feed.json", blog.feed());
    let script = "<script>
        const [first, second] = [0, 1].map(() => document.createElement('div'));
        const move = (root, ...selectors) => root.append(...selectors.map((selector) => document.querySelector(selector)));
        document.querySelector('main').before(second);
        move(second.attachShadow({ mode: 'open' }), '#block-e2');
        second.shadowRoot.prepend(first);
        move(first.attachShadow({ mode: 'open' }), 'key-events', '#block-e8', '#block-e3');
        for (const root of [document.body, second.shadowRoot])
            root.append(Object.assign(document.createElement('p'), { id: 'block-e3', style: 'height: 10px' }));
        window.inner = first.shadowRoot;
        window.outer = second.shadowRoot;
        </script>";
    for attributes in ["", r#"anchor="[id='block-{id}']""#] {
        let body = blog.page().replace("src=", &format!("{attributes} src="));
        site.page("/", &format!("{body}{script}"));
        page.open("/").await;
        page.wait_until(
            "inner.querySelector('key-events').shadowRoot?.querySelectorAll('li').length == 8",
        )
        .await;
        let go = async |id: &str, root: &str| {
            let goes = format!("return inner.querySelector('key-events').goTo('{id}')");
            assert_eq!(page.run(&goes).await, true, "{id}");
            let target = format!("{root}.querySelector('#block-{id}')");
            page.wait_until(&format!(
                "Math.abs({target}.getBoundingClientRect().top - {HEADER}) <= 2"
            ))
            .await;
            page.wait_until(&format!("{root}.activeElement == {target}"))
                .await;
            page.wait_until(&format!(
                "inner.querySelector('key-events').shadowRoot.querySelector('[aria-current=location] .title')?.textContent == 'Event {}'",
                &id[1..]
            ))
            .await;
        };
        for (id, root) in [
            ("e3", "inner"),
            ("e2", "outer"),
            ("e5", "document"),
            ("e8", "inner"),
        ] {
            go(id, root).await;
        }
        // A block that the page inserts is found too.
        page.run("inner.querySelector('#block-e3').remove()").await;
        go("e3", "outer").await;
        page.run("inner.append(Object.assign(document.createElement('p'), { id: 'block-e3' }))")
            .await;
        go("e3", "inner").await;
        page.run("history.replaceState(null, '', '/')").await;
    }
}

async fn a_base_url_does_not_lead_away(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    site.json("/feed.json", blog.feed());
    site.page("/", &format!(r#"<base href="/elsewhere/">{}"#, blog.page()));
    page.open("/").await;
    page.widget().wait_count("li", 8).await;
    let href = page.widget().property(LINK, "href").await;
    assert_eq!(href, site.url("/#block-e3"));
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    assert_eq!(
        page.run("return location.href").await,
        site.url("/#block-e3")
    );
}
