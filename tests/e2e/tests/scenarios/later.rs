//! What can wait until the list is drawn is loaded then, and missed by no list that does without.

use key_events_e2e::{Answer, Gate, Page, Site, blog::Blog, feed, scenarios};

scenarios![
    the_rest_of_the_wasm_is_asked_for_once_the_list_is_drawn,
    what_was_asked_for_before_the_rest_is_there_is_done_then,
    a_list_without_the_rest_is_plain_until_that_can_be_had,
];

async fn the_rest_of_the_wasm_is_asked_for_once_the_list_is_drawn(site: Site, page: Page) {
    let gate = Gate::closed();
    let blog = Blog::new(4);
    blog.serve(&site);
    let feed = Answer::json(&blog.feed().to_string());
    site.answer("/feed.json", feed.behind(&gate));
    page.open("/").await;
    page.widget().wait_count(".ghosts", 1).await;
    assert_eq!(site.status(&Site::wasm()), Some(200));
    assert_eq!(site.count(&Site::later()), 0);
    gate.open();
    page.widget().wait_count("li", 4).await;
    site.wait_for_requests(&Site::later(), 1).await;
    page.wait_for_rest().await;
    assert_eq!(site.count(&Site::later()), 1);
}

async fn what_was_asked_for_before_the_rest_is_there_is_done_then(site: Site, page: Page) {
    let gate = Gate::closed();
    let later = Site::later();
    site.answer(&later, Site::original(&later).behind(&gate));
    let blog = Blog::new(4);
    blog.serve(&site);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 4).await;
    // Buttons work, and keep the focus.
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", false).await;
    assert!(widget.is_focused("[part=toggle]").await);
    widget.click("[part=toggle]").await;
    widget.wait_visible("li", true).await;
    // A refresh is done, and what came with it is shown later.
    site.json("/feed.json", feed::numbered(5));
    page.run("return document.querySelector('key-events').refresh()")
        .await;
    assert_eq!(widget.count("li").await, 4);
    widget.click("[part=next]").await;
    assert_eq!(page.run("return scrollY").await, 0);
    gate.open();
    widget.wait_count("li", 5).await;
    page.wait_until("scrollY > 0").await;
}

async fn a_list_without_the_rest_is_plain_until_that_can_be_had(site: Site, page: Page) {
    page.expect_console("jumps and updates have to wait");
    let later = Site::later();
    site.answer(&later, Answer::new("text/plain", "gone").status(404));
    Blog::new(4).serve(&site);
    page.open("/").await;
    let widget = page.widget();
    widget.wait_count("li", 4).await;
    site.wait_for_requests(&later, 1).await;
    page.wait_for("window.__recorder.console.length", 1).await;
    widget.click("[data-id=e3] a").await;
    page.wait_for("location.hash", "#block-e3").await;
    assert_eq!(widget.count("[part~=current]").await, 0);
    let go = "return document.querySelector('key-events').goTo('e2')";
    assert_eq!(page.run(go).await, false);
    site.answer(&later, Site::original(&later));
    assert_eq!(page.run(go).await, true);
    widget
        .wait_attribute("[data-id=e2] a", "aria-current", "location")
        .await;
}
