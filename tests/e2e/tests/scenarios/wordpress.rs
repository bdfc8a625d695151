//! The plugin, the shortcode and the Custom HTML block in WordPress.

use std::time::Duration;

use key_events_e2e::{Engine, Page, Scenario, TestSite, WordPress, scenario};
use serde_json::{Value, json};

/// WordPress is installed for each scenario, and its pages are the same for every engine.
const fn in_wordpress(scenario: Scenario) -> Scenario {
    scenario
        .except(&[Engine::Firefox, Engine::Webkit])
        .within(Duration::from_mins(3))
}

pub(crate) const SCENARIOS: &[Scenario] = &[
    in_wordpress(scenario!(
        every_form_lists_the_posts_and_a_new_one_within_a_poll
    )),
    in_wordpress(scenario!(the_editor_shows_the_block_and_saves_it)),
    in_wordpress(scenario!(
        attributes_are_escaped_and_the_module_is_loaded_once
    )),
];

/// The first code in a language after a heading of the documentation.
fn documented(heading: &str, language: &str) -> &'static str {
    let document = include_str!("../../../../docs/wordpress.md");
    let (_, rest) = document.split_once(heading).unwrap();
    let (_, rest) = rest.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("\n```").unwrap().0
}

async fn every_form_lists_the_posts_and_a_new_one_within_a_poll(site: TestSite, page: Page) {
    let wordpress = WordPress::start(&site).await;
    let html = documented("## Without a plugin", "html").replace(
        "https://cdn.example/key-events/",
        "/wp-content/plugins/key-events/dist/",
    );
    let html = html.replace("<script ", r#"<script data-refresh="5" "#);
    wordpress.add_plugin(documented("## The feed and its caching", "php"));
    let forms = [
        r##"<!-- wp:key-events/timeline {"refresh":"5","accent":"#8b1a1a"} /-->"##.to_owned(),
        r##"<!-- wp:shortcode -->[key_events refresh="5" accent="#8b1a1a"]<!-- /wp:shortcode -->"##
            .to_owned(),
        format!("<!-- wp:html -->{html}<!-- /wp:html -->"),
    ];
    for (number, form) in forms.iter().enumerate() {
        let id = wordpress.publish("page", "Live", form);
        page.open_url(&wordpress.url(&format!("/?page_id={id}")))
            .await;
        // WordPress has a first post, and each round adds one.
        page.widget().wait_count("[part~=item]", 1 + number).await;
        let title = format!("Minister resigns &amp; <em>leaves</em> {number}");
        wordpress.publish("post", &title, "<p>The minister has left.</p>");
        // The list is in view, so the event waits.
        page.widget().wait_count("[part~=toast]", 1).await;
        page.widget().click("[part~=toast]").await;
        page.widget().wait_count("[part~=item]", 2 + number).await;
        let text = page.widget().text("[part~=title]").await;
        assert_eq!(text, format!("Minister resigns & leaves {number}"));
        assert_eq!(accent(&page, 0).await, "#8b1a1a");
        let life = "return fetch('/wp-json/wp/v2/posts?per_page=50').then(({ headers }) => headers.get('cache-control'))";
        assert_eq!(page.run(life).await, "max-age=10");
        assert_eq!(page.broken_invariants().await.0, [""; 0], "{form}");
    }
    leave(&page, &wordpress).await;
}

async fn the_editor_shows_the_block_and_saves_it(site: TestSite, page: Page) {
    let wordpress = WordPress::start(&site).await;
    wordpress.run(
        "update_user_meta( 1, 'wp_persisted_preferences',
            array( 'core/edit-post' => array( 'welcomeGuide' => false ), '_modified' => gmdate( 'c' ) ) );",
    );
    page.open_url(&wordpress.url("/wp-login.php")).await;
    page.run(
        "document.querySelector('#user_login').value = 'editor';
        document.querySelector('#user_pass').value = 'password';
        document.querySelector('#loginform').submit()",
    )
    .await;
    page.wait_until("location.pathname == '/wp-admin/' && document.readyState == 'complete'")
        .await;
    page.open_url(&wordpress.url("/wp-admin/post-new.php?post_type=page"))
        .await;
    page.wait_until("window.wp?.data?.select('core/editor')?.getCurrentPostId()")
        .await;
    page.run(
        "wp.data.dispatch('core/block-editor').insertBlock(wp.blocks.createBlock('key-events/timeline'))",
    )
    .await;
    page.widget().wait_count("[part~=item]", 1).await;
    page.run("return wp.data.dispatch('core/edit-post').openGeneralSidebar('edit-post/block')")
        .await;
    let fields = "[...document.querySelectorAll('.components-panel__body label')]";
    page.wait_until(&format!(
        "{fields}.some((label) => label.textContent == 'heading-level')"
    ))
    .await;
    let saved = page
        .run(
            "const { select, dispatch } = wp.data;
            const [{ clientId }] = select('core/block-editor').getBlocks();
            dispatch('core/block-editor').updateBlockAttributes(clientId, { heading: 'So far', accent: '#8b1a1a', images: true });
            dispatch('core/editor').editPost({ title: 'Live', status: 'publish' });
            return dispatch('core/editor').savePost().then(() => select('core/editor').getCurrentPostId())",
        )
        .await;
    page.open_url(&wordpress.url(&format!("/?page_id={saved}")))
        .await;
    page.widget().wait_count("[part~=item]", 1).await;
    assert_eq!(page.widget().text("[part~=heading]").await, "So far");
    assert_eq!(accent(&page, 0).await, "#8b1a1a");
    let images = page.document().attribute("key-events", "images").await;
    assert_eq!(images.as_deref(), Some(""));
    leave(&page, &wordpress).await;
}

async fn attributes_are_escaped_and_the_module_is_loaded_once(site: TestSite, page: Page) {
    let wordpress = WordPress::start(&site).await;
    let hostile = json!({
        "src": "javascript:alert(1)",
        "heading": "\"><img src=x onerror=\"window.broken = 1\">",
        "accent": "red; background: url(https://other.example)",
        "onclick": "window.broken = 1",
        "category": "no-such-category",
    });
    let content = format!(
        "<!-- wp:key-events/timeline {hostile} /-->[key_events heading='\" onclick=\"x' onclick=x refresh=5 collapsed]"
    );
    let id = wordpress.publish("page", "Live", &content);
    page.open_url(&wordpress.url(&format!("/?page_id={id}")))
        .await;
    page.nth_widget(1).wait_count("[part~=heading]", 1).await;
    // The feeds are the site's own posts, of the category if there is one. There is none of that name.
    page.nth_widget(0).wait_count("[part~=empty]", 1).await;
    page.nth_widget(1).wait_count("[part~=item]", 1).await;
    let attributes = "return [...document.querySelectorAll('key-events')].map((element) =>
        Object.fromEntries(element.getAttributeNames().map((name) => [name, element.getAttribute(name)])))";
    let feed = wordpress.url("/wp-json/wp/v2/posts?per_page=50&_fields=id,link,date_gmt,modified_gmt,title,excerpt,sticky,tags");
    let expected = json!([
        { "heading": hostile["heading"], "src": format!("{feed}&categories=0") },
        { "heading": "\" onclick=\"x", "refresh": "5", "collapsed": "", "src": feed },
    ]);
    assert_eq!(page.run(attributes).await, expected);
    // Without scripts, there are links to the posts.
    let link = wordpress.url("/hello-world/");
    let link = format!("<ul><li><a href=\"{link}\">Hello world!</a></li></ul></key-events>");
    let source = "return fetch('').then((response) => response.text())";
    let source = page.run(source).await;
    assert!(source.as_str().unwrap().contains(&link), "{source}");
    assert_eq!(page.run("return window.broken ?? 0").await, 0);
    assert_eq!(page.document().count("script[type=module]").await, 1);
    leave(&page, &wordpress).await;
}

/// Ends the use of a site: the server stops before the page is closed.
async fn leave(page: &Page, wordpress: &WordPress) {
    page.open_url("about:blank").await;
    assert_eq!(wordpress.problems(), [""; 0]);
}

/// The accent color of a timeline.
async fn accent(page: &Page, number: usize) -> Value {
    let script = "const element = document.querySelectorAll('key-events')[arguments[0]];
        return getComputedStyle(element).getPropertyValue('--key-events-color-accent').trim()";
    page.run_with(script, json!([number])).await
}
