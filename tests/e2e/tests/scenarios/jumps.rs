//! A jump ends below the headers, stays there, and yields to the reader.

use key_events_e2e::{
    Key, Page, Preference, Scenario, TestSite, feed,
    live_blog::{Blog, HEADER, is_at, top},
    scenario,
};
use serde_json::json;

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(a_click_lands_below_the_header_with_the_focus_on_the_target),
    scenario!(a_jump_stays_put_while_images_above_get_their_size),
    scenario!(a_wheel_event_ends_the_jump_at_once),
    scenario!(back_returns_to_the_link_and_forward_jumps_again).in_development(),
    scenario!(back_to_a_fragment_returns_the_focus_to_the_link),
    scenario!(a_page_of_turbo_goes_back_as_from_a_link_to_a_fragment),
    scenario!(the_history_of_the_page_stays_its_own),
    scenario!(the_keyboard_jumps_as_the_pointer_does),
    scenario!(a_modified_click_is_left_to_the_browser),
    scenario!(an_event_on_another_page_is_marked_and_left_to_the_browser),
    scenario!(a_page_may_cancel_a_jump_and_go_there_itself),
    scenario!(a_script_jumps_and_learns_when_the_jump_settles),
    scenario!(headers_may_stack_and_come_late),
    scenario!(the_offset_attribute_overrules_what_is_measured),
    scenario!(a_target_in_a_box_that_scrolls_is_brought_to_its_top),
    scenario!(a_target_in_a_frame_is_reached),
    scenario!(a_box_that_overflows_by_some_pixels_is_not_what_scrolls),
    scenario!(boxes_that_scroll_in_each_other_all_scroll),
    scenario!(a_route_in_the_fragment_stays),
    scenario!(a_bar_in_a_shadow_tree_is_a_header),
    scenario!(a_bar_that_lets_pointers_through_is_a_header),
    scenario!(what_a_header_cuts_off_is_not_a_part_of_it),
    scenario!(a_jump_is_smooth),
    scenario!(a_window_may_change_its_height_during_a_jump),
    scenario!(a_jump_is_at_once_for_readers_who_want_less_motion)
        .preferring(&[Preference::ReducedMotion]),
];

pub(super) const LINK: &str = "[data-id=e3] a";
pub(super) const TARGET: &str = "block-e3";

async fn a_click_lands_below_the_header_with_the_focus_on_the_target(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    page.listen("key-events-jump").await;
    let entries = page.run("return history.length").await.as_u64().unwrap();
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    page.wait_for("document.activeElement.id", TARGET).await;
    assert_eq!(page.run("return location.hash").await, "#block-e3");
    assert_eq!(page.run("return history.length").await, entries + 1);
    let events = page.wait_for_events("key-events-jump", 1).await;
    assert_eq!(
        events[0]["detail"],
        json!({ "id": "e3", "url": "#block-e3", "inPage": true })
    );
    page.widget()
        .wait_attribute(LINK, "aria-current", "location")
        .await;
}

/// Twenty images above the target get their size between 0.2 and 2 s after the jump. Half a second
/// later the page sets `finished`.
const LATE_IMAGES: &str = "<div class=late></div><div class=late></div><div class=late></div>\
    <div class=late></div>";
const ENLARGE: &str = "<script>
    addEventListener('key-events-jump', () => {
        const late = [...document.querySelectorAll('.late')].slice(0, 20);
        late.forEach((image, index) => setTimeout(() => {
            image.style.height = 100 + 7 * index + 'px';
        }, 200 + (1800 * index) / 19));
        setTimeout(() => (window.finished = true), 2500);
    });
    </script>";

fn late_blog() -> Blog {
    Blog {
        block: LATE_IMAGES,
        after: ENLARGE,
        ..Blog::new(8)
    }
}

async fn a_jump_stays_put_while_images_above_get_their_size(site: TestSite, page: Page) {
    // With and without scroll anchoring, which not every engine has.
    for style in ["", "html { overflow-anchor: none }"] {
        let blog = Blog {
            style,
            ..late_blog()
        };
        blog.open(&site, &page).await;
        page.widget().click(LINK).await;
        page.wait_until("window.finished").await;
        let heights = "return document.querySelector('main').offsetHeight";
        assert!(page.run(heights).await.as_f64().unwrap() > 8.0 * 700.0);
        let at = page.run(&format!("return {}", top(TARGET))).await;
        let off = at.as_f64().unwrap() - HEADER;
        assert!(off.abs() <= 2.0, "{off} px off with style {style:?}");
    }
}

async fn a_wheel_event_ends_the_jump_at_once(site: TestSite, page: Page) {
    let blog = Blog {
        style: "html { overflow-anchor: none }",
        ..late_blog()
    };
    blog.open(&site, &page).await;
    page.run(
        "addEventListener('key-events-jump', () => setTimeout(() => {
            document.querySelector('main').dispatchEvent(new WheelEvent('wheel', { bubbles: true }));
            window.left = scrollY;
        }, 1000));",
    )
    .await;
    page.widget().click(LINK).await;
    page.wait_until("window.finished").await;
    assert_eq!(
        page.run("return scrollY - window.left").await.as_f64(),
        Some(0.0)
    );
    let at = page.run(&format!("return {}", top(TARGET))).await;
    assert!(
        at.as_f64().unwrap() > HEADER + 100.0,
        "the page went on moving: {at}"
    );
}

async fn back_returns_to_the_link_and_forward_jumps_again(site: TestSite, page: Page) {
    let blog = Blog {
        style: "body::before { content: ''; display: block; height: 400px }",
        ..Blog::new(8)
    };
    blog.open(&site, &page).await;
    page.run("addEventListener('key-events-jump', () => (window.left = scrollY))")
        .await;
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    page.run("history.back()").await;
    page.wait_for("location.hash", "").await;
    page.wait_until("window.left > 100 && Math.abs(scrollY - window.left) <= 1")
        .await;
    let focused = "document.querySelector('key-events').shadowRoot.activeElement?.textContent";
    page.wait_for(focused, "Event 3").await;
    page.run("history.forward()").await;
    page.wait_for("location.hash", "#block-e3").await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    page.wait_for("document.activeElement.id", TARGET).await;
}

/// Calls back in the third frame after the traversal, when the browser has restored what it restores.
const AFTER_POPSTATE: &str = "window.settled = 0;
    addEventListener('popstate', () => {
        let frames = 0;
        const next = () => (frames++ < 10 ? requestAnimationFrame(next) : window.settled++);
        next();
    });";

const FOCUSED: &str = "document.querySelector('key-events').shadowRoot.activeElement?.textContent ?? document.activeElement.localName";

async fn back_to_a_fragment_returns_the_focus_to_the_link(site: TestSite, page: Page) {
    for focusable in ["", " tabindex=0"] {
        let blog = Blog::new(8);
        site.json("/feed.json", blog.feed());
        let blocks = format!("<article{focusable} ");
        site.page("/", &blog.page().replace("<article ", &blocks));
        page.open("/").await;
        page.widget().wait_count("li", 8).await;
        page.wait_for_lazy_chunk().await;
        page.run(AFTER_POPSTATE).await;
        // The driver may scroll the link into view before the click.
        page.run(
            "window.origins = []; addEventListener('click', () => origins.push(scrollY), true)",
        )
        .await;
        for event in ["e3", "e5", "e4"] {
            page.run("scrollTo({ top: 0, behavior: 'instant' })").await;
            page.widget().click(&format!("[data-id={event}] a")).await;
            page.wait_until(&is_at(&format!("block-{event}"), HEADER))
                .await;
        }
        for (back, (hash, title)) in [
            ("#block-e5", "Event 4"),
            ("#block-e3", "Event 5"),
            ("", "Event 3"),
        ]
        .iter()
        .enumerate()
        {
            page.run("history.back()").await;
            page.wait_for("settled", back + 1).await;
            assert_eq!(page.run("return location.hash").await, *hash);
            assert_eq!(page.run(&format!("return {FOCUSED}")).await, *title);
            page.wait_until("Math.abs(scrollY - origins.at(-1)) < 1")
                .await;
            page.run("origins.pop()").await;
        }
        page.run("history.forward()").await;
        page.wait_for("settled", 4).await;
        page.wait_for("document.activeElement.id", TARGET).await;
        page.run("history.replaceState(null, '', '/')").await;
    }
}

/// The history of Turbo 8: it numbers the entries, restores the scroll position of each, and learns of the
/// entry of a fragment by a `popstate` without a state.
const TURBO: &str = "
    const positions = {};
    let id, index = 0;
    history.scrollRestoration = 'manual';
    const update = (method) => {
        id = crypto.randomUUID?.() ?? String(Math.random());
        method.call(history, { turbo: { restorationIdentifier: id, restorationIndex: index } }, '', location.href);
    };
    update(history.replaceState);
    addEventListener('scroll', () => (positions[id] = scrollY));
    addEventListener('popstate', ({ state }) => {
        if (!state?.turbo) {
            index++;
            return update(history.replaceState);
        }
        ({ restorationIdentifier: id, restorationIndex: index } = state.turbo);
        const position = positions[id] ?? 0;
        requestAnimationFrame(() => scrollTo({ top: position, behavior: 'instant' }));
    });";

async fn a_page_of_turbo_goes_back_as_from_a_link_to_a_fragment(site: TestSite, page: Page) {
    let blog = Blog {
        style: "body::before { content: ''; display: block; height: 400px }",
        ..Blog::new(8)
    };
    blog.open(&site, &page).await;
    page.run(&[TURBO, AFTER_POPSTATE, "window.index = () => index;"].concat())
        .await;
    let scroll = async |top: u32| {
        page.run(&format!("scrollTo({{ top: {top}, behavior: 'instant' }})"))
            .await;
        page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            .await;
    };
    page.run("window.left = []; addEventListener('key-events-jump', () => left.push(scrollY))")
        .await;
    for (event, top) in [("e3", 120), ("e5", 240)] {
        scroll(top).await;
        page.widget().click(&format!("[data-id={event}] a")).await;
        page.wait_until(&is_at(&format!("block-{event}"), HEADER))
            .await;
    }
    assert_eq!(page.run("return index()").await, 2);
    assert!(
        page.run("return history.state.turbo.restorationIndex")
            .await
            == 2
    );
    let popped = page.run("return settled").await.as_u64().unwrap();
    for (back, (index, title)) in [(1, "Event 5"), (0, "Event 3")].iter().enumerate() {
        page.run("history.back()").await;
        page.wait_for("settled", popped + back as u64 + 1).await;
        assert_eq!(page.run("return index()").await, *index);
        assert_eq!(page.run("return scrollY - left.pop()").await, 0);
        assert_eq!(page.run(&format!("return {FOCUSED}")).await, *title);
    }
}

async fn the_history_of_the_page_stays_its_own(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    page.run(
        "window.heard = [];
        history.replaceState({ mine: 1 }, '');
        addEventListener('popstate', (event) => heard.push('popstate ' + JSON.stringify(event.state)));
        addEventListener('hashchange', (event) => heard.push('hashchange ' + new URL(event.newURL).hash));",
    )
    .await;
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    assert_eq!(
        page.run("return heard").await,
        json!(["hashchange #block-e3"])
    );
    page.run("history.back()").await;
    page.wait_for("heard.length", 3).await;
    assert_eq!(page.run("return heard[1]").await, r#"popstate {"mine":1}"#);
    assert_eq!(page.run("return heard[2]").await, "hashchange ");
    // The browser restores the scroll position with the next frame.
    page.run(
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
    )
    .await;
    // The browser follows the page's own link to an event, and the widget marks the event.
    page.run("location.hash = '#block-e5'").await;
    page.widget()
        .wait_attribute("[data-id=e5] a", "aria-current", "location")
        .await;
}

async fn the_keyboard_jumps_as_the_pointer_does(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    page.widget().focus(LINK).await;
    page.press(Key::Enter).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    page.wait_for("document.activeElement.id", TARGET).await;
}

async fn a_modified_click_is_left_to_the_browser(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    page.listen("key-events-jump").await;
    page.run(
        "window.clicks = [];
        for (const name of ['click', 'auxclick']) addEventListener(name, (event) => {
            clicks.push(event.defaultPrevented);
            event.preventDefault();
        });",
    )
    .await;
    page.widget().click_with(LINK, 0, Some(Key::Control)).await;
    page.wait_for("clicks.length", 1).await;
    page.widget().click_with(LINK, 0, Some(Key::Shift)).await;
    page.wait_for("clicks.length", 2).await;
    assert_eq!(page.run("return clicks").await, json!([false, false]));
    assert_eq!(page.run("return location.hash").await, "");
    assert_eq!(page.events("key-events-jump").await.len(), 0);
}

async fn an_event_on_another_page_is_marked_and_left_to_the_browser(site: TestSite, page: Page) {
    let blog = Blog::new(2);
    site.json("/feed.json", feed::numbered(3));
    site.page("/", &blog.page());
    site.page("/live", "Another page");
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    let link = "[data-id=e3] a";
    assert_eq!(
        page.widget().attribute(link, "href").await.unwrap(),
        "/live?entry=e3"
    );
    let name = page.widget().label(link).await;
    assert_eq!(name, "Event 3 (on another page)");
    assert_eq!(page.widget().count("a .elsewhere").await, 1);
    page.run("addEventListener('key-events-jump', (event) => sessionStorage.jump = JSON.stringify(event.detail))")
        .await;
    page.widget().click(link).await;
    page.wait_for("location.pathname", "/live").await;
    let detail = page.run("return JSON.parse(sessionStorage.jump)").await;
    assert_eq!(
        detail,
        json!({ "id": "e3", "url": "/live?entry=e3", "inPage": false })
    );
}

async fn a_page_may_cancel_a_jump_and_go_there_itself(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    // The click itself may have scrolled to the link.
    page.run("addEventListener('key-events-jump', (event) => { event.preventDefault(); window.requested = event.detail.id; window.from = scrollY; })")
        .await;
    page.widget().click(LINK).await;
    page.wait_for("window.requested", "e3").await;
    assert_eq!(page.run("return location.hash").await, "");
    let moved = "return new Promise((done) => {
        let frames = 10;
        const next = () => (frames-- ? requestAnimationFrame(next) : done(scrollY - window.from));
        next();
    })";
    assert_eq!(page.run(moved).await, 0);
}

async fn a_script_jumps_and_learns_when_the_jump_settles(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    let go = |id: &str| format!("return document.querySelector('key-events').goTo('{id}')");
    assert_eq!(page.run(&go("e3")).await, true);
    assert_eq!(
        page.run(&format!("return {}", is_at(TARGET, HEADER))).await,
        true
    );
    assert_eq!(page.run(&go("nobody")).await, false);
    // A jump that the next one replaces does not settle.
    let both = "const widget = document.querySelector('key-events');
        return Promise.all([widget.goTo('e5'), widget.goTo('e6')])";
    assert_eq!(page.run(both).await, json!([false, true]));
    assert_eq!(
        page.run(&format!("return {}", is_at("block-e6", HEADER)))
            .await,
        true
    );
}

async fn headers_may_stack_and_come_late(site: TestSite, page: Page) {
    let blog = Blog {
        style: ".top { position: static }
            .bar { position: sticky; top: 0; height: 40px; background: #eee; z-index: 1 }
            .day { position: sticky; top: 40px; height: 30px; background: #eee }
            .side { position: fixed; top: 0; right: 0; width: 40px; height: 300px }",
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    let bars = "<div class=side></div><div class=bar>Bar</div><main><div class=day>Today</div>";
    site.page("/", &blog.page().replace("<main>", bars));
    page.open("/").await;
    page.widget().wait_count("li", 8).await;
    page.wait_for_lazy_chunk().await;
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, 70.0)).await;
}

async fn the_offset_attribute_overrules_what_is_measured(site: TestSite, page: Page) {
    let blog = Blog {
        attributes: r#"offset="200""#,
        ..Blog::new(8)
    };
    blog.open(&site, &page).await;
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, 200.0)).await;
}

async fn a_target_in_a_box_that_scrolls_is_brought_to_its_top(site: TestSite, page: Page) {
    let blog = Blog {
        style: "main { height: 500px; overflow: auto; margin-top: 300px }",
        ..Blog::new(8)
    };
    blog.open(&site, &page).await;
    page.widget().click(LINK).await;
    let inside = format!(
        "Math.abs({} - document.querySelector('main').getBoundingClientRect().top) <= 2",
        top(TARGET)
    );
    page.wait_until(&inside).await;
    let seen = format!("{} >= 0 && {0} < innerHeight - 100", top(TARGET));
    page.wait_until(&seen).await;
    page.widget()
        .wait_attribute(LINK, "aria-current", "location")
        .await;
}

async fn a_target_in_a_frame_is_reached(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    site.json("/feed.json", blog.feed());
    site.page("/frame", &blog.page());
    site.page("/", r#"<p style="height: 900px"></p><iframe src="/frame" width="600" height="500"></iframe><p style="height: 2000px"></p>"#);
    page.open("/").await;
    page.run("document.querySelector('iframe').scrollIntoView()")
        .await;
    let frame = "document.querySelector('iframe').contentDocument";
    let link = format!("{frame}.querySelector('key-events')?.shadowRoot?.querySelector('{LINK}')");
    page.wait_until(&format!("!!{link}")).await;
    let lazy_chunk = format!("return {frame}.querySelector('key-events').goTo('no such event')");
    assert_eq!(page.run(&lazy_chunk).await, false);
    page.run(&format!("{link}.click()")).await;
    let at = format!(
        "Math.abs({frame}.getElementById('{TARGET}').getBoundingClientRect().top - {HEADER}) <= 2"
    );
    page.wait_until(&at).await;
}

/// The `goTo` of the widget.
pub(super) async fn go_to(page: &Page, id: &str) -> bool {
    let script = format!("return document.querySelector('key-events').goTo('{id}')");
    page.run(&script).await.as_bool().unwrap()
}

async fn a_box_that_overflows_by_some_pixels_is_not_what_scrolls(site: TestSite, page: Page) {
    for style in [
        "main { overflow-x: hidden } main::after { content: ''; display: block; height: 6px; margin-bottom: -6px }",
        "main { overflow-x: hidden; height: 5594px }",
        "main { overflow-x: hidden; height: 5594px } article { overflow-x: hidden; height: 694px }",
    ] {
        let blog = Blog {
            style,
            ..Blog::new(8)
        };
        blog.open(&site, &page).await;
        page.widget().click(LINK).await;
        page.wait_until(&is_at(TARGET, HEADER)).await;
        page.widget()
            .wait_attribute(LINK, "aria-current", "location")
            .await;
        page.run("scrollTo(0, 1e6)").await;
        assert!(go_to(&page, "e7").await, "{style}");
        page.wait_until(&is_at("block-e7", HEADER)).await;
        // The list follows the scroll of the page.
        let scroll = format!(
            "dispatchEvent(new WheelEvent('wheel')); scrollBy(0, {} - {HEADER})",
            top("block-e5")
        );
        page.run(&scroll).await;
        page.widget()
            .wait_attribute("[data-id=e5] a", "aria-current", "location")
            .await;
        page.run("history.replaceState(null, '', '/')").await;
    }
}

async fn boxes_that_scroll_in_each_other_all_scroll(site: TestSite, page: Page) {
    let blog = Blog {
        style: ".outer { height: 500px; overflow: auto; margin-top: 1000px; padding-top: 600px }
            main { height: 400px; overflow: auto }",
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    let nested = blog
        .page()
        .replace("<main>", r#"<div class="outer"><main>"#)
        .replace("</main>", "</main></div>");
    site.page("/", &nested);
    page.open("/").await;
    page.widget().wait_count("li", 8).await;
    page.wait_for_lazy_chunk().await;
    assert!(go_to(&page, "e3").await);
    let inside = format!(
        "Math.abs({} - document.querySelector('main').getBoundingClientRect().top) <= 2",
        top(TARGET)
    );
    page.wait_until(&inside).await;
    let is_hit = format!(
        "document.elementFromPoint(200, {} + 20).closest('article')?.id == '{TARGET}'",
        top(TARGET)
    );
    page.wait_until(&is_hit).await;
    page.run("history.back()").await;
    page.wait_until(
        "scrollY == 0 && document.querySelector('.outer').scrollTop == 0 && document.querySelector('main').scrollTop == 0",
    )
    .await;
}

async fn a_route_in_the_fragment_stays(site: TestSite, page: Page) {
    let blog = Blog::new(8);
    let mut feed = blog.feed();
    feed["items"][0].as_object_mut().unwrap().remove("url");
    site.json("/feed.json", feed);
    let router = r"<script>
        window.routes = [];
        const route = () => routes.push(location.hash);
        addEventListener('hashchange', route);
        addEventListener('popstate', (event) => routes.push(event.state?.route));
        // The driver may scroll the link into view before the click.
        addEventListener('click', () => (window.left = scrollY), true);
        </script>";
    site.page("/away", "");
    for route in ["#/live/5", "#!/live/5", "#!live", "#live/5", "#page=live"] {
        site.page("/", &format!("{}{router}", blog.page()));
        page.open("/away").await;
        page.open_url(&site.url(&format!("/{route}"))).await;
        page.widget().wait_count("li", 8).await;
        page.wait_for_lazy_chunk().await;
        page.run("history.replaceState({ route: 5 }, '')").await;
        // The link leads to the entry, or else to the page as it is.
        let widget = page.widget();
        widget.wait_attribute(LINK, "href", "/live?entry=e3").await;
        let href = widget.property("[data-id=e8] a", "href").await;
        assert_eq!(href, site.url(&format!("/{route}")));
        assert_eq!(widget.count("[part~=current]").await, 0);
        for event in ["e3", "e8"] {
            page.widget().click(&format!("[data-id={event}] a")).await;
            page.wait_until(&is_at(&format!("block-{event}"), HEADER))
                .await;
            page.wait_for("document.activeElement.id", format!("block-{event}"))
                .await;
            assert_eq!(page.run("return location.hash").await, route);
            assert_eq!(page.run("return routes").await, json!([]));
            page.run("history.back()").await;
            page.wait_until("Math.abs(scrollY - left) < 1 && routes.length == 1")
                .await;
            assert_eq!(page.run("return routes.splice(0)").await, json!([5]));
            assert_eq!(page.run("return location.hash").await, route);
            let focused =
                "document.querySelector('key-events').shadowRoot.activeElement?.textContent";
            page.wait_for(focused, format!("Event {}", &event[1..]))
                .await;
        }
    }
}

async fn a_bar_in_a_shadow_tree_is_a_header(site: TestSite, page: Page) {
    let bar = |mode: &str, inside: &str| {
        format!(
            r#"<script>customElements.define("site-header", class extends HTMLElement {{
                connectedCallback() {{
                    this.attachShadow({{ mode: "{mode}" }}).innerHTML = `{inside}`;
                }}
            }})</script><site-header><b>Bar</b></site-header>"#
        )
    };
    let fixed = r#"<div style="position: fixed; inset: 0 0 auto; height: 90px; background: #ccc"><slot></slot></div>"#;
    let empty =
        r#"<div style="position: fixed; inset: 0 0 auto; height: 90px; background: #ccc"></div>"#;
    let nested = format!(
        r#"<div id="inner"></div><style>div {{ height: 0 }}</style>{}"#,
        r#"<div style="position: fixed; inset: 0 0 auto; height: 90px"><slot></slot></div>"#
    );
    let blog = Blog {
        style: ".top { position: static }",
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    for (mode, inside) in [
        ("open", fixed),
        ("open", empty),
        ("closed", fixed),
        ("closed", empty),
        ("open", &*nested),
    ] {
        site.page("/", &format!("{}{}", bar(mode, inside), blog.page()));
        page.open("/").await;
        page.widget().wait_count("li", 8).await;
        page.wait_for_lazy_chunk().await;
        assert!(go_to(&page, "e3").await);
        let at = page.run(&format!("return {}", top(TARGET))).await;
        assert!(
            (at.as_f64().unwrap() - 90.0).abs() <= 2.0,
            "{at}: {mode} {inside}"
        );
        page.run("history.replaceState(null, '', '/')").await;
    }
}

async fn a_bar_that_lets_pointers_through_is_a_header(site: TestSite, page: Page) {
    let blog = Blog {
        style: ".top { position: static } .side { position: fixed; top: 0; right: 0; width: 40px; height: 300px }",
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    let bar = r#"<div style="height: 90px; background: #ccc; pointer-events: auto">Bar</div>"#;
    for inset in ["0 0 auto", "0"] {
        let wrapper = format!(
            r#"<div class="side"></div><div style="position: fixed; inset: {inset}; z-index: 3; pointer-events: none">{bar}</div>"#
        );
        site.page("/", &format!("{wrapper}{}", blog.page()));
        page.open("/").await;
        page.widget().wait_count("li", 8).await;
        page.wait_for_lazy_chunk().await;
        assert!(go_to(&page, "e3").await);
        let at = page.run(&format!("return {}", top(TARGET))).await;
        assert!((at.as_f64().unwrap() - 90.0).abs() <= 2.0, "{at}: {inset}");
        page.run("history.replaceState(null, '', '/')").await;
    }
}

async fn what_a_header_cuts_off_is_not_a_part_of_it(site: TestSite, page: Page) {
    let blog = Blog {
        style: ".top { position: static } .bar { position: fixed; inset: 0 0 auto; z-index: 3; height: 90px; overflow: hidden }",
        ..Blog::new(8)
    };
    site.json("/feed.json", blog.feed());
    let bar = r#"<div class="bar"><div style="height: 250px; background: #ccc">Bar</div></div>"#;
    site.page("/", &format!("{bar}{}", blog.page()));
    page.open("/").await;
    page.widget().wait_count("li", 8).await;
    page.wait_for_lazy_chunk().await;
    assert!(go_to(&page, "e3").await);
    let at = page.run(&format!("return {}", top(TARGET))).await;
    assert!((at.as_f64().unwrap() - 90.0).abs() <= 2.0, "{at}");
}

/// Counts the scroll positions, frame by frame.
const POSITIONS: &str = "window.positions = new Set();
    const sample = () => { positions.add(Math.round(scrollY)); requestAnimationFrame(sample); };
    sample();";

async fn a_jump_is_smooth(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    page.run(POSITIONS).await;
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    assert!(page.run("return positions.size").await.as_u64() > Some(4));
}

/// As on a phone whose address bar hides, or shows.
async fn a_window_may_change_its_height_during_a_jump(site: TestSite, page: Page) {
    for (event, height) in [("e3", 660), ("e6", 720)] {
        page.resize(1000, if height == 660 { 720 } else { 660 })
            .await;
        Blog::new(8).open(&site, &page).await;
        page.widget().click(&format!("[data-id={event}] a")).await;
        page.resize(1000, height).await;
        let target = format!("block-{event}");
        page.wait_until(&is_at(&target, HEADER)).await;
        page.wait_for("document.activeElement.id", target).await;
        page.widget()
            .wait_count(&format!("[data-id={event}][part~=current]"), 1)
            .await;
    }
}

async fn a_jump_is_at_once_for_readers_who_want_less_motion(site: TestSite, page: Page) {
    Blog::new(8).open(&site, &page).await;
    // The driver may scroll the link into view before the click.
    page.run(&format!(
        "addEventListener('click', () => {{ {POSITIONS} }})"
    ))
    .await;
    page.widget().click(LINK).await;
    page.wait_until(&is_at(TARGET, HEADER)).await;
    page.wait_until("positions.size > 1").await;
    let positions = page.run("return [...positions]").await;
    assert_eq!(positions.as_array().map(Vec::len), Some(2), "{positions}");
}
