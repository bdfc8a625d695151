//! The Rust half of the custom element, which `src/element/*.js` calls.

#![allow(
    clippy::disallowed_methods,
    reason = "it wraps the web platform, as src/web does"
)]

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::{AppHandle, Callback, Renderer};

use crate::app::command::{Command, CommandKind, GoTo};
use crate::app::handle::Handle;
use crate::app::state::Action;
use crate::app::{KeyEvents, KeyEventsProps};
use crate::feed::Entry;
use crate::labels::Labels;
use crate::settings::{BadValue, Settings, attribute};
use crate::time::date_format;
use crate::time::timestamp::Timestamp;
use crate::web::host::Host;
use crate::web::intl::Intl;
use crate::web::loader::Loader;
use crate::web::log;

/// The widget of one element. It keeps its state while the element is disconnected.
#[wasm_bindgen]
#[derive(Default)]
pub struct Widget {
    handle: Rc<Handle>,
    mounted: Option<Mounted>,
    labels: Labels,
    language: Option<String>,
    reported: Vec<BadValue>,
}

struct Mounted {
    app: AppHandle<KeyEvents>,
    props: KeyEventsProps,
    locale: Locale,
}

/// The language and the time zone, which the formats of times and numbers depend on.
type Locale = (Option<String>, Option<Rc<str>>);

#[wasm_bindgen]
impl Widget {
    /// A widget that is not mounted yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Renders the widget of `element` in `root`, at first with at most `rows` rows. `save_data`: the reader
    /// prefers reduced data usage. Returns `false` if a script of the page has removed or broken `Intl`.
    pub fn mount(
        &mut self,
        element: HtmlElement,
        root: HtmlElement,
        loader: Loader,
        save_data: bool,
        rows: usize,
    ) -> bool {
        let host = Host::new(element, root, loader, save_data, rows);
        let settings = self.settings(&host);
        let locale = self.locale(&settings);
        let Some(format) = format(&locale, true) else {
            return false;
        };
        let props = KeyEventsProps {
            handle: Rc::clone(&self.handle),
            settings: Rc::new(settings),
            labels: Rc::new(self.labels.clone()),
            format,
            host,
        };
        let root = props.host.root().clone();
        let app = Renderer::<KeyEvents>::with_root_and_props(root, props.clone()).render();
        self.mounted = Some(Mounted { app, props, locale });
        true
    }

    /// Removes the widget from the page.
    pub fn unmount(&mut self) {
        if let Some(Mounted { app, props, .. }) = self.mounted.take() {
            props.host.root().remove();
            app.destroy();
        }
        self.handle.disconnect();
    }

    /// Applies the current attributes.
    pub fn update(&mut self) {
        if self.mounted.is_some() {
            self.apply_attributes();
        }
    }

    /// Overrides the labels of the interface with those of a JSON object. The others are in `language`. If
    /// none are left, dates and numbers are in `page_language`.
    #[wasm_bindgen(js_name = setLabels)]
    pub fn set_labels(&mut self, json: &str, language: String, page_language: String) {
        self.labels = Labels::default();
        self.labels.add(json);
        let complete = self.labels.replaces_english();
        self.labels.is_fallback = !complete && language != page_language;
        self.labels.page_language = Some((&*page_language).into());
        self.language = Some(if complete { page_language } else { language });
        self.update();
    }

    /// Expands (`true`) or collapses.
    pub fn open(&self, open: bool) {
        self.handle.dispatch(Action::SetOpen(open));
    }

    /// Shows the rows past the limit.
    #[wasm_bindgen(js_name = showAll)]
    pub fn show_all(&self) {
        self.handle.dispatch(Action::ShowAll);
    }

    /// Reloads the feed. Resolves when the load has ended, even if it failed.
    pub fn refresh(&self) -> Promise {
        Promise::new(&mut |resolve, _| {
            // A promise's own resolve function does not throw.
            let done = Callback::from(move |()| drop(resolve.call0(&JsValue::NULL)));
            self.handle.refresh(done);
        })
    }

    /// Navigates to an event in the page. Resolves with whether the scroll settled on it.
    #[wasm_bindgen(js_name = goTo)]
    pub fn go_to(&self, id: &str) -> Promise {
        Promise::new(&mut |resolve, _| {
            // A promise's own resolve function does not throw.
            let done = Callback::from(move |settled: bool| {
                drop(resolve.call1(&JsValue::NULL, &settled.into()));
            });
            // A command that is never run resolves with `false`.
            let command = Command::new(CommandKind::Event(GoTo::new(id, done)));
            self.handle.dispatch(Action::Request(command));
        })
    }

    /// The name of the state.
    pub fn state(&self) -> String {
        let state = self.handle.state();
        state.map_or("loading", |state| state.name()).to_owned()
    }

    /// The events of the timeline, in order, as plain objects.
    pub fn entries(&self) -> Array {
        let state = self.handle.state();
        let events = state.iter().flat_map(|state| &*state.events);
        events.map(|entry| to_js(entry)).collect()
    }

    /// The warnings about the latest feed that was read, as plain objects.
    pub fn warnings(&self) -> Array {
        self.handle.warnings()
    }

    fn apply_attributes(&mut self) {
        let labels = self.labels.clone();
        let Some(host) = self
            .mounted
            .as_ref()
            .map(|mounted| Rc::clone(&mounted.props.host))
        else {
            return;
        };
        let settings = self.settings(&host);
        let locale = self.locale(&settings);
        let Some(mounted) = &mut self.mounted else {
            return;
        };
        let props = &mut mounted.props;
        if locale != mounted.locale {
            let is_other_zone = locale.1 != mounted.locale.1;
            if let Some(format) = format(&locale, is_other_zone) {
                props.format = format;
            }
            mounted.locale = locale;
        }
        if *props.settings != settings {
            props.settings = Rc::new(settings);
        }
        if *props.labels != labels {
            props.labels = Rc::new(labels);
        }
        mounted.app.update(props.clone());
    }

    /// Reads the attributes. A bad value is reported once, not whenever another attribute changes.
    fn settings(&mut self, host: &Host) -> Settings {
        let (mut settings, bad) = Settings::read(|name| host.attribute(name));
        if host.save_data() {
            settings.save_data();
        }
        for value in &bad {
            if !self.reported.contains(value) {
                log::warn(&value.message());
            }
        }
        self.reported = bad;
        settings
    }

    fn locale(&self, settings: &Settings) -> Locale {
        (self.language.clone(), settings.time_zone.clone())
    }
}

/// The formats of times and numbers for this language and zone, or for the one of them that the browser
/// supports. `log_errors`: whether to log an unknown zone.
fn format((language, zone): &Locale, log_errors: bool) -> Option<Rc<Intl>> {
    let language = language.as_deref();
    let known_zone =
        Intl::new(language, zone.as_deref()).or_else(|_| Intl::new(None, zone.as_deref()));
    let format = known_zone.or_else(|_| {
        if let Some(zone) = zone.as_ref().filter(|_| log_errors) {
            let bad = BadValue {
                attribute: attribute::TIME_ZONE.name,
                value: (**zone).to_owned(),
                allowed: "an IANA time zone such as Europe/Paris".to_owned(),
            };
            log::warn(&bad.message());
        }
        Intl::new(language, None).or_else(|_| Intl::new(None, None))
    });
    format.ok().map(Rc::new)
}

fn to_js(entry: &Entry) -> JsValue {
    let object = js_sys::Object::new();
    let text = |text: &Option<Rc<str>>| text.as_deref().map_or(JsValue::NULL, Into::into);
    let time =
        |at: Option<Timestamp>| at.map_or(JsValue::NULL, |at| date_format::to_rfc3339(at).into());
    for (key, value) in [
        ("id", (&*entry.id).into()),
        ("title", text(&entry.title)),
        ("url", text(&entry.url)),
        ("published", time(entry.published)),
        ("updated", time(entry.updated)),
        ("key", entry.key.into()),
        ("summary", entry.summary.into()),
    ] {
        // Setting a property of a plain object never fails.
        let _ = js_sys::Reflect::set(&object, &key.into(), &value);
    }
    object.into()
}
