//! `prerender`: writes the list as HTML with a declarative shadow root.

mod anchors;
mod icu_format;
mod jsonld;
mod labels;
mod markup;
mod styles;
mod watch;

use std::io;
use std::process::ExitCode;
use std::rc::Rc;

use icu_locale::Locale;
use key_events::app::state::State;
use key_events::app::view::Body;
use key_events::app::view_model::{ViewModelInput, overview};
use key_events::feed::{Entry, Feed};
use key_events::labels::Labels;
use key_events::settings::Settings;
use key_events::time::label::TimeStyle;
use key_events::time::locale_format::LocaleFormat;
use key_events::time::timestamp::Timestamp;
use key_events::timeline;

use crate::cli::Prerender;
use crate::load::{LoadedFeed, load};
use crate::terminal_escape::{reference_controls, replace_controls};
use crate::{CliError, NOTHING, Outcome, print};

use anchors::Page;
use icu_format::IcuFormat;

/// Writes the prerendered element.
///
/// # Errors
/// When the feed can't be read or the output can't be written.
pub(crate) fn prerender(arguments: &Prerender) -> Outcome {
    let settings = arguments.settings();
    if let (true, Some(output)) = (arguments.watch, &arguments.output) {
        if arguments.feed.source == "-" {
            let problem = "can't be watched: expected a file or a URL";
            return Err(CliError::new("standard input", problem));
        }
        watch::watch(arguments, &settings, output);
    }
    let loaded = load(&arguments.feed.source, &settings, &|feed| {
        needs_more(feed, &settings)
    })?;
    if let Some(error) = &loaded.page_error {
        error.print();
    }
    let html = html(arguments, &settings, &loaded, now())?;
    match &arguments.output {
        Some(output) => watch::replace_file(output, &html.text)?,
        None => print(&mut io::stdout(), &html.text)?,
    }
    Ok(match html.rows {
        0 => ExitCode::from(NOTHING),
        _ => ExitCode::SUCCESS,
    })
}

/// Whether to load the next page: the rule of the widget.
fn needs_more(feed: &Feed, settings: &Settings) -> bool {
    timeline::needs_more(feed, &settings.select, settings.order, settings.limit)
}

fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// The output.
struct Prerendered {
    text: String,
    /// The number of events in it.
    rows: usize,
}

/// The element with its list and the optional additions.
///
/// It is one line, because some content management systems turn line breaks into paragraphs. The output
/// for the same feed and options is the same all day.
fn html(
    arguments: &Prerender,
    settings: &Settings,
    loaded: &LoadedFeed,
    now: Timestamp,
) -> Result<Prerendered, CliError> {
    let mut feed = loaded.feed.clone();
    feed.ended |= feed.ends.is_some_and(|end| end <= now);
    let own = || Some(language_of(&feed)?.to_string());
    let language = arguments.lang.clone().or_else(own);
    let locale = language
        .as_deref()
        .and_then(|language| language.parse().ok());
    let locale = supported(locale);
    let zone = arguments.zone();
    let format = IcuFormat::new(&locale, &zone, now)
        .map_err(|error| CliError::new(&loaded.source, &error.to_string()))?;
    let page = Page::new(
        &feed,
        loaded.url.as_ref(),
        arguments.page.as_deref(),
        settings.anchor.as_deref(),
    );
    let events = timeline::events(&feed, &settings.select, settings.order);
    let links: Vec<_> = events.iter().map(|event| page.link(event)).collect();
    let here = links.iter().flatten().any(|link| link.here);
    // Relative times would soon be out of date.
    let fixed = Rc::new(Settings {
        time: TimeStyle::Absolute,
        ..settings.clone()
    });
    let feed = Rc::new(feed);
    let mut labels = labels::load(&locale);
    let own = language.as_deref().and_then(|tag| tag.parse().ok());
    labels.is_fallback = own.is_some_and(|own| !labels::is_supported(&labels::canonical(&own)));
    labels.page_language = language.as_deref().map(Into::into);
    let panel = |show_all: bool| {
        let state = State {
            feed: Some(Rc::clone(&feed)),
            events: Rc::new(events.clone()),
            loading: false,
            show_all,
            open: true,
            ..State::new(Rc::clone(&fixed), usize::MAX)
        };
        let input = ViewModelInput {
            state: &state,
            labels: &labels,
            format: &format,
            now,
            link: &|number| links.get(number)?.clone(),
            steps: here.then_some((false, true)),
            overview: Some(overview::render_static),
        };
        input.build().panel
    };
    let mut full = panel(true);
    if let (Body::List(list), Body::List(limited)) = (&mut full.body, panel(false).body) {
        list.show_all = limited.show_all;
    }
    if settings.collapsed {
        full.header.order = None;
        full.header.steps = None;
    }
    let day = printed_day(&full.body, &events, &format);
    let absolute = |url: &str| page.url_in_page(url);
    let list = markup::render(full, settings, day.as_deref(), absolute);
    // Standard output may be a terminal.
    let control_free = |html: &str| {
        let html = replace_controls(html);
        match arguments.output {
            Some(_) => html,
            None => reference_controls(&html),
        }
    };
    let style = match &arguments.stylesheet {
        Some(url) => [r#"<link rel="stylesheet" href=""#, &escape(url), "\">"].concat(),
        None => ["<style>", &styles::styles(), "</style>"].concat(),
    };
    let mut text = String::from("<key-events");
    for (name, value) in arguments.attributes(language) {
        text.push(' ');
        text.push_str(name);
        if !value.is_empty() {
            text.extend(["=\"", &control_free(&escape(&value)), "\""]);
        }
    }
    text.extend([
        r#"><template shadowrootmode="open" shadowrootclonable>"#,
        &style,
        "<div>",
        &control_free(&list),
        "</div></template>",
        arguments.fallback.as_deref().unwrap_or_default(),
        "</key-events>",
    ]);
    if arguments.jsonld {
        text.push_str(&jsonld::script(&feed, &events, &page, &labels, now));
    }
    text.push('\n');
    Ok(Prerendered {
        text,
        rows: events.len(),
    })
}

/// The day of a list without day headings, for print.
fn printed_day(body: &Body, events: &[Rc<Entry>], format: &IcuFormat) -> Option<String> {
    let Body::List(list) = body else { return None };
    let has_days = list.days.iter().any(|day| day.heading.is_some());
    let first = events.iter().find_map(|event| event.published);
    first.filter(|_| !has_days).map(|at| format.day(at))
}

/// The language of a feed.
fn language_of(feed: &Feed) -> Option<Locale> {
    tag_of(feed.language.as_deref()?).parse().ok()
}

/// The language of labels and dates: English, if there are no labels in the given one.
fn supported(locale: Option<Locale>) -> Locale {
    let locale = locale.map(|locale| labels::canonical(&locale));
    locale
        .filter(labels::is_supported)
        .unwrap_or_else(|| ENGLISH.clone())
}

/// The labels in the language of a feed.
pub(crate) fn labels_of(feed: &Feed) -> Labels {
    labels::load(&supported(language_of(feed)))
}

/// The language tag of a POSIX or ICU locale name, such as `pt_BR.UTF-8`.
pub(crate) fn tag_of(locale: &str) -> String {
    let tag = locale.split(['.', '@']).next().unwrap_or_default();
    tag.replace('_', "-")
}

const ENGLISH: Locale = icu_locale::locale!("en");

/// Escapes a text for an attribute value in double quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
