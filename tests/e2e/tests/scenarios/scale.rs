//! Long lists: when their rows are rendered, and what a change touches.

use key_events_e2e::{Gate, MockResponse, Page, TestSite, feed, live_blog::Blog, scenarios};
use serde_json::{Value, json};

scenarios![
    a_long_list_starts_with_a_screenful_and_grows_by_itself_to_two_hundred,
    a_list_has_all_rows_that_space_was_reserved_for_on_the_smallest_screen,
    a_long_list_grows_when_the_reader_comes_near_its_end,
    a_long_list_in_a_box_of_its_own_grows_when_that_is_scrolled_to_its_end,
    a_long_list_without_the_lazy_chunk_is_rendered_at_once,
    print_has_every_row_of_a_long_list,
    the_current_row_is_rendered_if_the_list_is_visible,
    a_list_that_is_out_of_view_does_not_grow_above_the_reader,
    a_refresh_of_a_long_list_touches_what_changed,
    collapsing_a_long_list_touches_no_row,
    a_row_has_few_nodes_and_moves_as_one,
    the_first_list_looks_up_the_anchors_of_its_rows_only,
    of_a_very_long_list_few_ids_are_looked_up,
    of_many_new_events_only_those_with_a_row_are_looked_up,
];

const WIDGET: &str = r#"<script type="module" src="{cdn}/key-events.js"></script>
    <key-events src="/feed.json" limit="2000"></key-events>"#;

/// Serves `count` events, opens the page, and waits for the first rows.
async fn open(site: &TestSite, page: &Page, count: usize, more: &str) {
    site.json("/feed.json", feed::numbered(count));
    site.page("/", &format!("{WIDGET}{more}"));
    page.open("/").await;
    page.wait_for_events("key-events-ready", 1).await;
}

async fn a_long_list_starts_with_a_screenful_and_grows_by_itself_to_two_hundred(
    site: TestSite,
    page: Page,
) {
    let gate = Gate::closed();
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&gate));
    open(&site, &page, 1_000, "").await;
    let widget = page.widget();
    let rows = widget.count("li").await;
    assert!(rows < 100, "{rows} rows");
    assert_eq!(
        page.run("return Math.floor(screen.height / 40)").await,
        rows
    );
    let fills = "return document.querySelector('key-events').offsetHeight >= screen.height";
    assert_eq!(page.run(fills).await, true, "{rows} rows");
    assert_eq!(widget.count("[part=show-all]").await, 0);
    let ready = page.events("key-events-ready").await;
    assert_eq!(
        ready[0]["detail"],
        json!({ "total": 1_000, "shown": 1_000 })
    );
    gate.open();
    widget.wait_count("li", 200).await;
    page.wait_for_lazy_chunk().await;
    assert_eq!(widget.count("li").await, 200, "and no more of it");
}

async fn a_list_has_all_rows_that_space_was_reserved_for_on_the_smallest_screen(
    site: TestSite,
    page: Page,
) {
    let gate = Gate::closed();
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&gate));
    let small = "<script>Object.defineProperty(screen, 'height', { value: 0 })</script>";
    open(&site, &page, 1_000, small).await;
    assert_eq!(page.widget().count("li").await, 10);
    gate.open();
    page.wait_for_lazy_chunk().await;
}

async fn a_long_list_grows_when_the_reader_comes_near_its_end(site: TestSite, page: Page) {
    open(&site, &page, 270, "").await;
    let widget = page.widget();
    widget.wait_count("li", 200).await;
    let end = "document.querySelector('key-events').scrollIntoView({ block: 'end' })";
    page.run(end).await;
    widget.wait_count("li", 250).await;
    page.run(end).await;
    widget.wait_count("li", 270).await;
    let ids: Vec<_> = widget.attributes("li", "data-id").await;
    let wanted: Vec<_> = (1..=270).rev().map(|n| Some(format!("e{n}"))).collect();
    assert!(ids == wanted, "every one of them, in order");
}

async fn a_long_list_in_a_box_of_its_own_grows_when_that_is_scrolled_to_its_end(
    site: TestSite,
    page: Page,
) {
    let style = "<style>key-events { --key-events-max-height: 300px }</style>";
    open(&site, &page, 270, style).await;
    let widget = page.widget();
    widget.wait_count("li", 200).await;
    page.run("document.querySelector('key-events').shadowRoot.querySelector('[part=list]').scrollTop = 1e6")
        .await;
    widget.wait_count("li", 250).await;
}

async fn a_long_list_without_the_lazy_chunk_is_rendered_at_once(site: TestSite, page: Page) {
    page.expect_console("jumps and updates are not available yet");
    site.respond(
        &TestSite::lazy_chunk(),
        MockResponse::new("text/plain", "gone").status(404),
    );
    open(&site, &page, 270, "").await;
    page.widget().wait_count("li", 270).await;
}

async fn print_has_every_row_of_a_long_list(site: TestSite, page: Page) {
    open(&site, &page, 270, "").await;
    page.wait_for_lazy_chunk().await;
    let rows =
        "const rows = () => document.querySelector('key-events').shadowRoot.querySelectorAll('li');
        dispatchEvent(new Event('beforeprint'));
        const printed = [...rows()].map((row) => row.dataset.id);
        dispatchEvent(new Event('afterprint'));
        return [printed.length, new Set(printed).size, rows().length < 270]";
    assert_eq!(page.run(rows).await, json!([270, 270, true]));
}

async fn the_current_row_is_rendered_if_the_list_is_visible(site: TestSite, page: Page) {
    let blog = Blog {
        heights: vec![40; 400],
        style: "key-events { position: sticky; top: 60px; --key-events-max-height: 200px }",
        ..Blog::new(400)
    };
    blog.open(&site, &page).await;
    let go = "return document.querySelector('key-events').goTo('e50')";
    assert_eq!(page.run(go).await, true);
    let row = "[data-id=e50][part~=current]";
    page.widget().wait_count(row, 1).await;
    assert_eq!(page.widget().count("li").await, 400, "50 after row 351");
    page.wait_until(
        "(({ top, bottom }) => top > 0 && bottom < innerHeight)(document.querySelector('key-events')
            .shadowRoot.querySelector('[data-id=e50]').getBoundingClientRect())",
    )
    .await;
}

async fn a_list_that_is_out_of_view_does_not_grow_above_the_reader(site: TestSite, page: Page) {
    let blog = Blog {
        heights: vec![40; 400],
        ..Blog::new(400)
    };
    blog.open(&site, &page).await;
    let target = "document.getElementById('block-e50')";
    page.run(&format!("{target}.scrollIntoView()")).await;
    // The button shows that the current event is known.
    page.widget()
        .wait_count("[part=prev]:not([aria-disabled])", 1)
        .await;
    let top = format!("return {target}.getBoundingClientRect().top");
    let top = page.run(&top).await.as_f64().unwrap();
    assert!(top.abs() < 1.0, "{top}");
    assert_eq!(page.widget().count("li").await, 200);
}

async fn a_refresh_of_a_long_list_touches_what_changed(site: TestSite, page: Page) {
    open(&site, &page, 199, "").await;
    let widget = page.widget();
    widget.wait_count("li", 199).await;
    page.wait_for_lazy_chunk().await;
    // Where each mutation is: the row, or else the nearest part around it.
    let watch = "window.places = {};
        const place = ({ target }) => {
            const element = target.closest ? target : target.parentElement;
            return element.closest('li')?.dataset.id ?? element.closest('[part], .base, [role]').getAttribute('part');
        };
        new MutationObserver((list) => list.map(place).forEach((name) => (places[name] = (places[name] ?? 0) + 1)))
            .observe(document.querySelector('key-events').shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });";
    page.run(watch).await;
    let mut after = feed::numbered(200);
    for field in ["title", "content_text"] {
        after["items"][100][field] = "Event 100, corrected".into();
    }
    site.json("/feed.json", after);
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    widget.wait_count("li", 200).await;
    let places = page.run("return places").await;
    let places = places.as_object().unwrap();
    let count = |place: &str| {
        places
            .get(place)
            .and_then(Value::as_u64)
            .unwrap_or_default()
    };
    let rows: Vec<_> = places
        .keys()
        .filter(|place| place.starts_with('e'))
        .collect();
    assert_eq!(rows, ["e100", "e200"], "{places:?}");
    // The headline, and the names of its link and its button.
    assert!((4..=6).contains(&count("e100")), "{places:?}");
    assert_eq!(count("rows"), 1, "{places:?}");
    // The count, the time of the last update, and what is announced.
    let around: u64 = places.values().filter_map(Value::as_u64).sum();
    let around = around - count("e100") - count("e200");
    assert!(around < 16, "{places:?}");
}

async fn collapsing_a_long_list_touches_no_row(site: TestSite, page: Page) {
    open(&site, &page, 200, "").await;
    let widget = page.widget();
    widget.wait_count("li", 200).await;
    page.wait_for_lazy_chunk().await;
    page.watch_mutations().await;
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
    let mutations = page.mutations().await;
    let mutations = mutations.as_array().unwrap();
    assert!(
        mutations.contains(&json!("attributes div hidden"))
            || mutations.contains(&json!("attributes div ")),
        "{mutations:?}"
    );
    assert!(mutations.len() < 6, "{mutations:?}");
}

async fn a_row_has_few_nodes_and_moves_as_one(site: TestSite, page: Page) {
    open(&site, &page, 3, "").await;
    let nodes = "const row = document.querySelector('key-events').shadowRoot.querySelector('li');
        const nodes = document.createNodeIterator(row);
        const names = [];
        for (let node; (node = nodes.nextNode()); ) names.push(node.nodeName.toLowerCase());
        return names";
    // Marker, time, headline, the arrow to another page, and a button.
    let expected = "li span time #text div a span #text span button span";
    let expected: Vec<_> = expected.split(' ').collect();
    assert_eq!(page.run(nodes).await, json!(expected));
    assert_eq!(page.widget().style("li", "contain").await, "layout style");
}

async fn the_first_list_looks_up_the_anchors_of_its_rows_only(site: TestSite, page: Page) {
    let gate = Gate::closed();
    let lazy_chunk = TestSite::lazy_chunk();
    site.respond(&lazy_chunk, TestSite::original(&lazy_chunk).behind(&gate));
    site.json("/feed.json", feed::numbered(1_000));
    let count = "<script>
        window.requested = new Set();
        const get = Document.prototype.getElementById;
        Document.prototype.getElementById = function (id) {
            requested.add(id.replace(/.*[-_]/, ''));
            return get.call(this, id);
        };
    </script>";
    site.page(
        "/",
        &format!("{count}{WIDGET}<p id='block-e501'>Text</p><p id='block-e500'>Text</p>"),
    );
    page.open("/#block-e500").await;
    page.wait_for_events("key-events-ready", 1).await;
    let rows = page.widget().count("li").await;
    let requested = "return [...requested].filter((id) => /^e\\d/.test(id)).length";
    assert_eq!(page.run(requested).await, rows);
    gate.open();
    page.wait_for_lazy_chunk().await;
    assert_eq!(page.run(requested).await, 1_000);
    // The event in the page's hash is far below the rendered rows.
    let widget = page.widget();
    widget
        .wait_count("[part=prev]:not([aria-disabled])", 1)
        .await;
    assert_eq!(widget.count("[part=next][aria-disabled]").await, 1);
}

async fn of_a_very_long_list_few_ids_are_looked_up(site: TestSite, page: Page) {
    let count = "<script>
        window.lookups = 0;
        const get = Document.prototype.getElementById;
        Document.prototype.getElementById = function (id) {
            lookups += 1;
            return get.call(this, id);
        };
    </script><p id='block-e4990'>Text</p>";
    open(&site, &page, 5_000, count).await;
    page.wait_for_lazy_chunk().await;
    let link = "[data-id=e4990] a[href='#block-e4990']";
    page.widget().wait_count(link, 1).await;
    // Each event has five ids that are usual.
    let lookups = page.run("return lookups").await.as_u64().unwrap();
    assert!(lookups < 24_000, "{lookups}");
}

async fn of_many_new_events_only_those_with_a_row_are_looked_up(site: TestSite, page: Page) {
    let count = "<script>
        window.looked = 0;
        const look = Element.prototype.querySelector;
        Element.prototype.querySelector = function (selector) {
            looked += /data-id/.test(selector);
            return look.call(this, selector);
        };
    </script>";
    open(&site, &page, 20, count).await;
    page.widget().wait_count("li", 20).await;
    page.wait_for_lazy_chunk().await;
    site.json("/feed.json", feed::numbered(1_500));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    page.widget().wait_count("li", 200).await;
    page.wait_for("looked > 200", true).await;
    let looked = page.run("return looked").await.as_u64().unwrap();
    // The list grows to 200 rows in four steps.
    assert!(looked < 4 * 200, "{looked}");
}
