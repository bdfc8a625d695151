//! The showcase pages: themes that use the public contract only.

use key_events_e2e::{Key, Page, Preference, Scenario, TestSite, axe, scenario};
use serde_json::json;

/// The scenarios of this file.
pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(every_theme_fits_a_phone_and_a_wide_screen),
    scenario!(axe_finds_nothing_in_any_theme),
    scenario!(axe_finds_nothing_in_any_theme_in_the_dark).preferring(&[Preference::Dark]),
    scenario!(the_carousel_is_a_row_of_cards),
];

const THEMES: [&str; 5] = [
    "broadsheet",
    "tabloid",
    "broadcaster",
    "minimal",
    "carousel",
];

async fn open(site: &TestSite, page: &Page, theme: &str) {
    let name = format!("themes/{theme}.html");
    let path = TestSite::cdn_path(&name);
    let html = String::from_utf8(TestSite::file(&name).to_vec()).unwrap();
    site.respond(&path, site.html(&html));
    page.open_url(&site.cdn_url(&path)).await;
    page.widget().wait_count("[part~=item]", 10).await;
    page.wait_for("document.readyState", "complete").await;
}

async fn every_theme_fits_a_phone_and_a_wide_screen(site: TestSite, page: Page) {
    for width in [1280, 360] {
        page.resize(width, 800).await;
        for theme in THEMES {
            open(&site, &page, theme).await;
            let overflow = "return document.documentElement.scrollWidth - innerWidth";
            let overflow = page.run(overflow).await.as_i64().unwrap();
            assert!(
                overflow <= 0,
                "{theme} at {width} px: {overflow} px too wide"
            );
            // Every event of the timeline has an anchor in the article.
            assert_eq!(page.widget().count("[part=link]:not([href^='#'])").await, 0);
            let title = page.widget().style("[part=title]", "font-family").await;
            let body = page.document().style("body", "font-family").await;
            assert_eq!(title, body, "{theme}");
        }
    }
}

async fn axe_finds_nothing_in_any_theme(site: TestSite, page: Page) {
    for theme in THEMES {
        open(&site, &page, theme).await;
        // By the keyboard: in WebKit the scroll bar may cover the button.
        let more = "[data-id=summary-walk] [part=more]";
        page.widget().focus(more).await;
        page.press(Key::Enter).await;
        // Later content moves the page in engines without scroll anchoring: WebKit.
        page.widget().wait_visible(".rich p", true).await;
        page.run(
            "document.getElementById('block-hatch-closed').scrollIntoView({ behavior: 'instant' })",
        )
        .await;
        page.widget().wait_count("[part~=current]", 1).await;
        page.run(
            "const { shadowRoot } = document.querySelector('key-events');
            return Promise.all(shadowRoot.getAnimations().map(({ finished }) => finished)).then(() => {})",
        )
        .await;
        let found = axe::violations(&page).await;
        assert!(found.is_empty(), "{theme}: {found}");
    }
}

async fn axe_finds_nothing_in_any_theme_in_the_dark(site: TestSite, page: Page) {
    axe_finds_nothing_in_any_theme(site, page).await;
}

async fn the_carousel_is_a_row_of_cards(site: TestSite, page: Page) {
    page.resize(360, 800).await;
    open(&site, &page, "carousel").await;
    let cards = page
        .run(
            "const { shadowRoot } = document.querySelector('key-events');
            const cards = [...shadowRoot.querySelectorAll('[part~=item]')].map((card) => card.getBoundingClientRect());
            return cards.slice(1).every(({ left, top }, number) =>
                left >= cards[number].right - 1 && Math.abs(top - cards[number].top) < 1)",
        )
        .await;
    assert_eq!(cards, json!(true));
    // The list scrolls sideways, and a jump leads to the article.
    let list = page.widget();
    list.click("[data-id=flag] [part=link]").await;
    page.wait_for("location.hash", "#block-flag").await;
}
