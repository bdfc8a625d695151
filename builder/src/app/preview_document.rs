//! The document in the frame, which has the element.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlIFrameElement};

use super::browser;
use super::model::FeedFile;
use super::report::{Report, get};
use crate::attribute;
use crate::css;
use crate::options::Options;

/// The message of the last failure.
pub(crate) type LastError = Rc<RefCell<Option<String>>>;

/// The place of the element.
const PLACE: &str = "aside";

/// The document of a frame, once it is loaded.
pub(crate) fn of(frame: &HtmlIFrameElement) -> Option<Document> {
    let document = frame.content_document()?;
    let is_loaded = document.ready_state() == "complete";
    let place = document.query_selector(PLACE).ok()?;
    (is_loaded && place.is_some()).then_some(document)
}

/// Applies the settings to the element. The first time, it is added with them.
pub(crate) fn apply(
    document: &Document,
    options: &Options,
    file: Option<&FeedFile>,
    is_dark: bool,
) {
    let created = || {
        document
            .create_element("key-events")
            .ok()
            .map(JsCast::unchecked_into)
    };
    let Some(element) = element(document).or_else(created) else {
        return;
    };
    let set = |name: &str, value: Option<&str>| {
        if element.get_attribute(name).as_deref() != value {
            // The names are valid.
            let _ = match value {
                Some(value) => element.set_attribute(name, value),
                None => element.remove_attribute(name),
            };
        }
    };
    let src = match file {
        Some(file) => embed(document, file),
        None if options.src.is_empty() => browser::absolute("../feed.json"),
        None => browser::absolute(&options.src),
    };
    for attribute in attribute::ALL {
        let value = options.attribute(attribute.name);
        match attribute.name {
            "src" => {}
            // The preview may be far below the viewport.
            "loading" => set("loading", value.or(Some("eager"))),
            name => set(name, value),
        }
    }
    set("src", Some(&src));
    let style = element.style();
    for index in (0..style.length()).rev() {
        let name = style.item(index);
        if options.token(&name).is_empty() {
            let _ = style.remove_property(&name);
        }
    }
    for (name, value) in &options.tokens {
        let value = if css::is_safe(value) { value } else { "" };
        let _ = style.set_property(name, value);
    }
    if let (false, Ok(Some(place))) = (element.is_connected(), document.query_selector(PLACE)) {
        let _ = place.append_child(&element);
    }
    if let Some(root) = document.document_element() {
        let scheme = if is_dark { "dark" } else { "light" };
        let style = root.unchecked_ref::<HtmlElement>().style();
        let _ = style.set_property("color-scheme", scheme);
    }
}

/// What the element says about its feed.
pub(crate) fn report(document: &Document, error: &LastError) -> Report {
    let error = error.borrow().clone();
    element(document).map_or_else(Report::default, |element| Report::of(&element, error))
}

/// Keeps the message of each failure.
pub(crate) fn watch_errors(document: &Document, error: &LastError) -> EventListener {
    let error = Rc::clone(error);
    EventListener::new(document, "key-events-error", move |event| {
        let message = get(&get(event, "detail"), "message").as_string();
        *error.borrow_mut() = message;
    })
}

fn element(document: &Document) -> Option<HtmlElement> {
    let element = document.query_selector("key-events").ok()??;
    // A frame has constructors of its own, so `instanceof` is false.
    Some(element.unchecked_into())
}

/// Puts the text of a file into the document, as the text of a script element. Returns its address.
fn embed(document: &Document, file: &FeedFile) -> String {
    let selector = "script[type='application/json']";
    let old = document.query_selector(selector).ok().flatten();
    if let Some(old) = &old {
        if old.text_content().as_deref() == Some(&file.text) {
            return format!("#{}", old.id());
        }
        old.remove();
    }
    // Another address makes the element read it.
    let number = old.and_then(|old| old.id().strip_prefix("file-")?.parse::<u32>().ok());
    let id = format!("file-{}", number.map_or(1, |number| number + 1));
    if let (Ok(script), Some(body)) = (document.create_element("script"), document.body()) {
        let _ = script.set_attribute("type", "application/json");
        script.set_id(&id);
        script.set_text_content(Some(&file.text));
        let _ = body.append_child(&script);
    }
    format!("#{id}")
}
