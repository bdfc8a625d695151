//! The custom element's Rust half: what `src/element/*.js` calls.

#![allow(clippy::disallowed_methods, reason = "half of the door to the browser")]

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
use crate::settings::{BadValue, Settings};
use crate::time::date_format;
use crate::time::timestamp::Timestamp;
use crate::web::host::{Host, Loader};
use crate::web::intl::Intl;
use crate::web::log;

/// One element's widget. It outlives its disconnection from the page, and keeps its state then.
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

/// What the way of writing times and numbers depends on: language and time zone.
type Locale = (Option<String>, Option<Rc<str>>);

#[wasm_bindgen]
impl Widget {
    /// A widget that is nowhere yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Draws the widget of `element` in `root`, for a reader who saves data or not; so many rows at
    /// first.
    pub fn mount(
        &mut self,
        element: HtmlElement,
        root: HtmlElement,
        loader: Loader,
        save_data: bool,
        rows: usize,
    ) {
        let host = Host::new(element, root, loader, save_data, rows);
        let settings = self.settings(&host);
        let locale = self.locale(&settings);
        let Some(format) = format(&locale) else {
            return;
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
    }

    /// Takes the widget out of the page.
    pub fn unmount(&mut self) {
        if let Some(Mounted { app, props, .. }) = self.mounted.take() {
            props.host.root().remove();
            app.destroy();
        }
        self.handle.disconnect();
    }

    /// Reads the attributes again.
    pub fn update(&mut self) {
        if self.mounted.is_some() {
            self.apply_attributes();
        }
    }

    /// Overrides strings of the interface with those of a JSON object: what remains is in `language`;
    /// `own` is the language of the page, which dates and numbers follow if nothing remains.
    #[wasm_bindgen(js_name = setLabels)]
    pub fn set_labels(&mut self, json: &str, language: String, own: String) {
        self.labels = Labels::default();
        self.labels.add(json);
        let complete = self.labels.replaces_english();
        self.language = Some(if complete { own } else { language });
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

    /// Loads the feed again; resolves when that is done, well or not.
    pub fn refresh(&self) -> Promise {
        Promise::new(&mut |resolve, _| {
            // A promise's own resolve function does not throw.
            let done = Callback::from(move |()| drop(resolve.call0(&JsValue::NULL)));
            self.handle.refresh(done);
        })
    }

    /// Takes the reader to an event of the page; resolves with whether that settled on it.
    #[wasm_bindgen(js_name = goTo)]
    pub fn go_to(&self, id: &str) -> Promise {
        Promise::new(&mut |resolve, _| {
            // A promise's own resolve function does not throw.
            let done = Callback::from(move |settled: bool| {
                drop(resolve.call1(&JsValue::NULL, &settled.into()));
            });
            // A command that nobody takes resolves with `false`.
            let command = Command::new(CommandKind::Event(GoTo::new(id, done)));
            self.handle.dispatch(Action::Request(command));
        })
    }

    /// The state's name.
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
            if let Some(format) = format(&locale) {
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

    /// Reads the attributes; a bad value is reported when it comes, not at every other change.
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

/// The way of writing times and numbers: for this language and zone, else for what the browser
/// knows of them.
fn format((language, zone): &Locale) -> Option<Rc<Intl>> {
    let language = language.as_deref();
    let zone = zone.as_deref();
    Intl::new(language, zone)
        .or_else(|_| Intl::new(None, zone))
        .or_else(|_| Intl::new(language, None))
        .or_else(|_| Intl::new(None, None))
        .ok()
        .map(Rc::new)
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
        // Setting a property of a plain object can't fail.
        let _ = js_sys::Reflect::set(&object, &key.into(), &value);
    }
    object.into()
}
