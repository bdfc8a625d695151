//! DOM clobbering: an element whose `name` or `id` shadows a platform property affects the page
//! only.

use key_events_e2e::{
    FakeClock, MockResponse, Page, TestSite, feed, live_blog::Blog, prerender, scenarios,
};
use serde_json::json;

scenarios![
    also in development:
    an_image_named_current_script_brings_in_no_foreign_code,
    images_named_like_the_platform_change_nothing,
    forms_named_like_the_platform_change_nothing,
    links_named_like_the_platform_change_nothing,
    names_that_come_while_the_widget_is_there_change_nothing,
    images_with_every_name_that_the_platform_has_change_nothing,
    forms_with_every_name_that_the_platform_has_change_nothing,
    a_prerendered_list_is_upgraded_among_such_names,
    a_form_around_the_element_with_controls_of_any_name_changes_nothing,
    a_form_below_a_late_list_with_controls_of_any_name_changes_nothing,
    a_form_as_an_anchor_or_around_one_changes_nothing,
    properties_that_a_page_freezes_on_the_document_change_nothing,
    functions_of_the_platform_that_a_page_wraps_are_called_as_they_expect,
    parts_of_the_platform_that_a_page_removes_are_not_needed,
    parts_of_the_platform_that_a_page_breaks_are_not_needed,
    a_jump_needs_no_animation_frames,
    a_share_function_that_the_page_has_broken_is_none,
    properties_that_a_page_adds_to_every_array_change_nothing,
    properties_that_a_page_adds_to_every_object_change_nothing,
    a_list_is_upgraded_where_every_object_has_a_property_of_the_page,
    a_to_json_of_every_object_changes_no_label,
    a_page_without_intl_gets_an_error_and_keeps_its_content,
];

/// What the scripts, the wasm and its libraries read from `document`, or might read.
const OF_DOCUMENT: &str = "currentScript baseURI documentURI URL getElementById getElementsByTagName \
    querySelector querySelectorAll createElement createElementNS createTextNode createComment \
    createDocumentFragment createNodeIterator createTreeWalker createRange createEvent importNode adoptNode \
    documentElement head body forms scrollingElement activeElement hidden visibilityState readyState \
    elementFromPoint elementsFromPoint addEventListener removeEventListener dispatchEvent defaultView \
    implementation adoptedStyleSheets styleSheets fonts title cookie domain referrer characterSet compatMode \
    contains compareDocumentPosition appendChild append prepend replaceChildren cloneNode isConnected \
    host ownerDocument parentNode firstChild childNodes nodeType nodeName namespaceURI getRootNode \
    hasFocus execCommand write open close location";

/// What they read from `window`, and what a browser may lack.
const OF_WINDOW: &str = "document window self globalThis global customElements fetch URL Request Response \
    AbortController WebAssembly TextDecoder TextEncoder Intl CSS CSSStyleSheet ShadowRoot Sanitizer \
    IntersectionObserver MutationObserver ResizeObserver EventSource localStorage history navigator \
    screen setTimeout clearTimeout requestAnimationFrame queueMicrotask matchMedia getComputedStyle \
    innerHeight innerWidth scrollX scrollY scrollBy scrollTo pageYOffset parent top frames origin trustedTypes \
    DOMPurify scheduler requestIdleCallback performance console crypto Promise Symbol Proxy Reflect Map Set \
    HTMLElement HTMLScriptElement CustomEvent HashChangeEvent Event key-events define Widget";

/// One element per name.
fn elements(element: impl Fn(&str) -> String) -> String {
    let names = OF_DOCUMENT
        .split_whitespace()
        .chain(OF_WINDOW.split_whitespace());
    names.map(element).collect()
}

async fn an_image_named_current_script_brings_in_no_foreign_code(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let evil = site.cdn_url("/evil/");
    for clobber in [
        format!(r#"<img name="currentScript" src="{evil}">"#),
        format!(
            r#"<form name="currentScript" action="{evil}"><input name="src" value="{evil}"></form>"#
        ),
        format!(r#"<a id="currentScript" name="currentScript" href="{evil}">A</a>"#),
        r#"<iframe name="currentScript" src="about:blank"></iframe>"#.to_owned(),
        format!(r#"<img name="baseURI" src="{evil}"><img name="createElement" src="{evil}">"#),
    ] {
        site.respond(
            "/evil/",
            MockResponse::new("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        );
        let tag = r#"<script async src="{cdn}/embed.js" data-src="/feed.json"></script>"#;
        site.page("/", &format!("{clobber}{tag}"));
        page.open("/").await;
        page.widget().wait_count("li", 3).await;
        page.wait_for_lazy_chunk().await;
        assert_eq!(site.count("/evil/key-events.js"), 0, "{clobber}");
    }
}

/// Finds the element, even if the page shadows `querySelector`.
const FIND: &str = "Document.prototype.querySelector.call(document, 'key-events')";

/// Opens a live blog and asserts that its widget works: the list, a story, a jump and a refresh.
/// `before` is the start of the page's body. `during` is inserted once the list is rendered.
async fn works(site: &TestSite, page: &Page, before: &str, during: &str) {
    let blog = Blog::new(4);
    let mut document = blog.feed();
    document["items"][0]["content_html"] =
        json!("<p>A <b>bold</b> move<img src=/beacon.png onerror=alert(1)></p><style>p{}</style>");
    site.json("/feed.json", document.clone());
    site.page("/", &format!("{before}{}", blog.page()));
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 4).await;
    let insert = "Document.prototype.querySelector.call(document, 'main').insertAdjacentHTML('beforebegin', arguments[0])";
    page.run_with(insert, json!([during])).await;
    page.wait_for_lazy_chunk().await;
    widget.click("li:first-child [part=more]").await;
    widget.wait_text(".rich b", "bold").await;
    assert_eq!(widget.count(".rich :is(img, style)").await, 0);
    widget.click("li:nth-child(2) [part~=link]").await;
    page.wait_until("scrollY > 1000").await;
    let items = document["items"].as_array_mut().unwrap();
    items.insert(0, feed::event("late", "Late", 300));
    site.json("/feed.json", document);
    page.run(&format!("return {FIND}.refresh()")).await;
    widget.wait_count("li", 5).await;
    page.wait_for(&format!("{FIND}.state"), "ready").await;
}

async fn images_named_like_the_platform_change_nothing(site: TestSite, page: Page) {
    let images = elements(|name| format!(r#"<img name="{name}" id="{name}" alt="">"#));
    works(&site, &page, &images, "").await;
}

async fn forms_named_like_the_platform_change_nothing(site: TestSite, page: Page) {
    let forms = elements(|name| format!(r#"<form name="{name}" id="{name}"></form>"#));
    works(&site, &page, &forms, "").await;
}

async fn links_named_like_the_platform_change_nothing(site: TestSite, page: Page) {
    let links = elements(|name| format!(r#"<a id="{name}" name="{name}"></a>"#));
    works(&site, &page, &links, "").await;
}

/// Elements with each name that the engine's own objects have, inserted before the widget.
fn every_name(tag: &str) -> String {
    format!(
        "<script>{{
        const names = new Set();
        const objects = [document, window, navigator, ShadowRoot.prototype, HTMLFormElement.prototype];
        for (let object of objects)
            for (; object; object = Object.getPrototypeOf(object))
                for (const name of Object.getOwnPropertyNames(object)) names.add(name);
        const fragment = document.createDocumentFragment();
        for (const name of names) {{
            const element = document.createElement('{tag}');
            element.name = element.id = name;
            fragment.append(element);
        }}
        document.body.prepend(fragment);
        }}</script>"
    )
}

async fn images_with_every_name_that_the_platform_has_change_nothing(site: TestSite, page: Page) {
    works(&site, &page, &every_name("img"), "").await;
}

async fn forms_with_every_name_that_the_platform_has_change_nothing(site: TestSite, page: Page) {
    works(&site, &page, &every_name("form"), "").await;
}

async fn names_that_come_while_the_widget_is_there_change_nothing(site: TestSite, page: Page) {
    let images = elements(|name| format!(r#"<img name="{name}" id="{name}" alt="">"#));
    works(&site, &page, "", &images).await;
}

async fn a_prerendered_list_is_upgraded_among_such_names(site: TestSite, page: Page) {
    let document = feed::numbered(3);
    site.json("/feed.json", document.clone());
    let images = elements(|name| format!(r#"<img name="{name}" id="{name}" alt="">"#));
    let list = prerender(&document, &["--src", "/feed.json"]);
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{images}{list}{module}"));
    page.open("/").await;
    page.widget().wait_count("button[part=toggle]", 1).await;
    page.wait_for_lazy_chunk().await;
}

/// Controls that shadow properties and methods of their form.
fn controls() -> String {
    let names = "lang parentElement parentNode contains closest getRootNode getAttribute getBoundingClientRect \
        compareDocumentPosition shadowRoot isConnected id tagName localName style dataset querySelector \
        ownerDocument nextSibling firstChild children matches scrollTop scrollHeight clientHeight";
    let control = |name| format!(r#"<input name="{name}" style="inline-size: 20%">"#);
    names.split_whitespace().map(control).collect()
}

async fn a_form_around_the_element_with_controls_of_any_name_changes_nothing(
    site: TestSite,
    page: Page,
) {
    site.json("/feed.json", feed::numbered(3));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let element = r#"<key-events src="/feed.json" loading="eager"></key-events>"#;
    let body = format!(r#"{module}<form lang="de">{}{element}</form>"#, controls());
    site.page("/", &body);
    page.open("/").await;
    page.widget().wait_count("li", 3).await;
    let heading = page.widget().text("[part=toggle]").await;
    assert_eq!(heading, "Wichtige Updates");
    page.wait_for_lazy_chunk().await;
}

async fn a_form_below_a_late_list_with_controls_of_any_name_changes_nothing(
    site: TestSite,
    page: Page,
) {
    let empty = feed::of([]);
    site.json("/feed.json", empty);
    let element = r#"<key-events src="/feed.json" refresh="5" loading="eager"></key-events>"#;
    let body = format!("{element}<form>{}</form>", controls());
    site.page("/", &FakeClock::default().page(&body));
    page.open("/").await;
    page.widget().wait_visible("[part=empty]", true).await;
    site.json("/feed.json", feed::numbered(5));
    // Content below the list defers the update, even if it is a form.
    page.widget()
        .wait_text("[part=toast]", "5 new key events")
        .await;
    page.widget().click("[part=toast]").await;
    page.widget().wait_count("li", 5).await;
}

async fn a_form_as_an_anchor_or_around_one_changes_nothing(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(2));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    let element = r#"<key-events src="/feed.json" loading="eager"></key-events>"#;
    let around = format!(
        r#"<form>{}<p id="e1" style="margin-block: 2000px">One</p></form>"#,
        controls()
    );
    let anchor = format!(r#"<form id="e2">{}</form>"#, controls());
    site.page("/", &format!("{module}{element}{anchor}{around}"));
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.wait_for_lazy_chunk().await;
    let go = |id: &str| {
        format!(
            "const {{ querySelector }} = Document.prototype;
        return querySelector.call(document, 'key-events').goTo('{id}')"
        )
    };
    assert_eq!(page.run(&go("e1")).await, true);
    assert_eq!(page.run(&go("e2")).await, false);
    page.wait_until("scrollY > 500").await;
}

async fn properties_that_a_page_freezes_on_the_document_change_nothing(site: TestSite, page: Page) {
    // As scripts do that pretend that a page is always visible.
    let freeze = "<script>
        Object.defineProperty(document, 'hidden', { value: true });
        for (const name of ['createElement', 'querySelector', 'addEventListener']) {
            const own = document[name];
            Object.defineProperty(document, name, { value: (...rest) => own.apply(document, rest) });
        }
        for (const name of ['setTimeout', 'fetch', 'matchMedia']) {
            const own = window[name];
            Object.defineProperty(window, name, { value: (...rest) => own.apply(window, rest) });
        }
        </script>";
    works(&site, &page, freeze, "").await;
}

async fn functions_of_the_platform_that_a_page_wraps_are_called_as_they_expect(
    site: TestSite,
    page: Page,
) {
    // As monitoring scripts do.
    let around = "<script>
        const around = (object, name) => {
            const own = object[name];
            object[name] = function (...rest) {
                (window.called ??= new Set()).add(name);
                return own.apply(this, rest);
            };
        };
        for (const name of ['createElement', 'createElementNS', 'createTextNode', 'getElementById', 'querySelector'])
            around(Document.prototype, name);
        for (const name of ['addEventListener', 'removeEventListener']) around(EventTarget.prototype, name);
        for (const name of ['setTimeout', 'fetch', 'requestAnimationFrame', 'matchMedia']) around(window, name);
        </script>";
    works(&site, &page, around, "").await;
    for name in [
        "createElement",
        "createTextNode",
        "addEventListener",
        "fetch",
    ] {
        let called = format!("return called.has('{name}')");
        assert_eq!(page.run(&called).await, true, "{name}");
    }
}

/// What the timeline uses if it can: classes and functions of `window`.
const OPTIONAL: &str = "IntersectionObserver ResizeObserver MutationObserver AbortController matchMedia requestIdleCallback";

async fn parts_of_the_platform_that_a_page_removes_are_not_needed(site: TestSite, page: Page) {
    let remove = format!(
        "<script>
        for (const name of '{OPTIONAL}'.split(' ')) {{ delete window[name]; window[name] = undefined; }}
        Object.defineProperty(window, 'localStorage', {{ value: null }});
        for (const name of ['share', 'canShare', 'clipboard']) Object.defineProperty(navigator, name, {{ value: undefined }});
        </script>"
    );
    works(&site, &page, &remove, "").await;
}

async fn parts_of_the_platform_that_a_page_breaks_are_not_needed(site: TestSite, page: Page) {
    let break_them = format!(
        "<script>
        const broken = function () {{ throw null; }};
        for (const name of '{OPTIONAL}'.split(' ')) window[name] = broken;
        history.pushState = history.replaceState = broken;
        Object.defineProperty(window, 'localStorage', {{ get: broken }});
        for (const name of ['share', 'clipboard']) Object.defineProperty(navigator, name, {{ get: broken }});
        if (Element.prototype.setHTML) Element.prototype.setHTML = broken;
        </script>"
    );
    works(&site, &page, &break_them, "").await;
}

async fn a_jump_needs_no_animation_frames(site: TestSite, page: Page) {
    for broken in ["undefined", "() => { throw null; }"] {
        let blog = Blog::new(4);
        site.json("/feed.json", blog.feed());
        site.page("/", &blog.page());
        page.open("/").await;
        page.widget().wait_count("li", 4).await;
        page.wait_for_lazy_chunk().await;
        page.run(&format!("window.requestAnimationFrame = {broken}"))
            .await;
        let go = "const element = document.querySelector('key-events');
            return element.goTo(element.entries.at(-1).id)";
        assert_eq!(page.run(go).await, true, "{broken}");
        page.wait_until("scrollY > 500").await;
    }
}

/// Shares the first event, and returns the events `key-events-share`.
async fn share(site: &TestSite, page: &Page, navigator: &str) -> Vec<serde_json::Value> {
    site.json("/feed.json", feed::numbered(2));
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page(
        "/",
        &format!(r#"{module}<key-events src="/feed.json"></key-events>"#),
    );
    page.open("/").await;
    page.widget().wait_count("li", 2).await;
    page.run(&format!(
        "for (const [name, value] of Object.entries({navigator}))
            Object.defineProperty(navigator, name, {{ configurable: true, ...value }});"
    ))
    .await;
    page.widget().click("li:first-child [part=share]").await;
    page.wait_for_events("key-events-share", 1).await
}

async fn a_share_function_that_the_page_has_broken_is_none(site: TestSite, page: Page) {
    let copied = "clipboard: { value: { writeText: () => undefined } }";
    for share_function in [
        "get: () => { throw null }",
        "value: () => { throw null }",
        "value: () => Promise.reject(null)",
        "value: () => Promise.reject({ get name() { throw 1 } })",
        "value: 5",
    ] {
        let navigator = format!("{{ share: {{ {share_function} }}, {copied} }}");
        let events = share(&site, &page, &navigator).await;
        assert_eq!(events[0]["detail"]["method"], "copy", "{share_function}");
    }
    let navigator = format!("{{ share: {{ value: () => undefined }}, {copied} }}");
    let events = share(&site, &page, &navigator).await;
    assert_eq!(events[0]["detail"]["method"], "native");
}

async fn properties_that_a_page_adds_to_every_array_change_nothing(site: TestSite, page: Page) {
    let extend = "<script>
        Array.prototype.foo = String.prototype.foo = Promise.prototype.foo = Function.prototype.foo = 1;
        </script>";
    works(&site, &page, extend, "").await;
}

/// Adds properties to every object, which a loop with `for…in` visits. No functions, because the browsers' drivers
/// have such loops too.
const OF_EVERY_OBJECT: &str =
    "<script>Object.prototype.foo = 1; Object.prototype.bar = 'bar'</script>";

async fn properties_that_a_page_adds_to_every_object_change_nothing(site: TestSite, page: Page) {
    works(&site, &page, OF_EVERY_OBJECT, "").await;
}

async fn a_list_is_upgraded_where_every_object_has_a_property_of_the_page(
    site: TestSite,
    page: Page,
) {
    let document = feed::numbered(3);
    site.json("/feed.json", document.clone());
    let list = prerender(&document, &["--src", "/feed.json"]);
    let module = r#"<script type="module" src="{cdn}/key-events.js"></script>"#;
    site.page("/", &format!("{OF_EVERY_OBJECT}{list}{module}"));
    page.open("/").await;
    page.widget().wait_count("button[part=toggle]", 1).await;
    page.wait_for_lazy_chunk().await;
}

async fn a_to_json_of_every_object_changes_no_label(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    // Only until the list is there, because the tests use JSON too.
    let body = r#"<script>
        Object.prototype.toJSON = () => "foo";
        addEventListener("key-events-ready", () => { delete Object.prototype.toJSON; });
        </script>
        <script type="module" src="{cdn}/key-events.js"></script>
        <key-events lang="de" src="/feed.json" limit="2"></key-events>"#;
    site.page("/", body);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 2).await;
    assert_eq!(widget.text("[part=toggle]").await, "Wichtige Updates");
    // A label with plural forms.
    let all = widget.text("[part=show-all]").await;
    assert!(all.contains("anzeigen"), "{all}");
}

async fn a_page_without_intl_gets_an_error_and_keeps_its_content(site: TestSite, page: Page) {
    site.json("/feed.json", feed::numbered(3));
    let body = r#"<script>window.own = Intl; delete window.Intl</script>
        <key-events src="/feed.json"><p id="fallback">Fallback</p></key-events>"#;
    site.page("/", &FakeClock::default().page(body));
    page.open("/").await;
    let events = page.wait_for_events("key-events-error", 1).await;
    let message = events[0]["detail"]["message"].as_str().unwrap();
    assert!(message.starts_with("Intl cannot be used ("), "{message}");
    page.expect_console("Intl cannot be used");
    page.wait_for("document.querySelector('key-events').state", "error")
        .await;
    assert!(page.document().is_visible("#fallback").await);
    page.run("window.Intl = own").await;
    page.widget().wait_count("li", 3).await;
}
