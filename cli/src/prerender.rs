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
use key_events::app::view_model::ViewModelInput;
use key_events::feed::Feed;
use key_events::settings::Settings;
use key_events::time::label::TimeStyle;
use key_events::time::timestamp::Timestamp;
use key_events::timeline;

use crate::cli::Prerender;
use crate::load::{LoadedFeed, load};
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
        if arguments.feed.place == "-" {
            let problem = "can't be watched: expected a file or a URL";
            return Err(CliError::new("standard input", problem));
        }
        watch::watch(arguments, &settings, output);
    }
    let loaded = load(&arguments.feed.place, &settings, &|feed| {
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
    let language = arguments.lang.clone().or_else(|| {
        let own = tag_of(feed.language.as_deref()?).parse::<Locale>().ok()?;
        Some(own.to_string())
    });
    let locale = language
        .as_deref()
        .and_then(|language| language.parse().ok());
    // Labels and dates are in one language: English, if there are no labels in the feed's.
    let locale = locale
        .map(|locale: Locale| labels::canonical(&locale))
        .filter(labels::is_supported)
        .unwrap_or_else(|| ENGLISH.clone());
    let zone = arguments.zone();
    let format = IcuFormat::new(&locale, &zone, now)
        .map_err(|error| CliError::new(&loaded.place, &error.to_string()))?;
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
    let labels = labels::load(&locale);
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
        };
        input.build().panel
    };
    let mut full = panel(true);
    if let (Body::List(list), Body::List(limited)) = (&mut full.body, panel(false).body) {
        list.show_all = limited.show_all;
    }
    if settings.collapsed {
        full.header.turn = None;
        full.header.steps = None;
    }
    let list = markup::render(full, settings.limit, !settings.collapsed);
    let style = match &arguments.stylesheet {
        Some(url) => [r#"<link rel="stylesheet" href=""#, &escape(url), "\">"].concat(),
        None => ["<style>", &styles::styles(), "</style>"].concat(),
    };
    let mut text = String::from("<key-events");
    for (name, value) in arguments.attributes(language) {
        text.push(' ');
        text.push_str(name);
        if !value.is_empty() {
            text.extend(["=\"", &escape(&value), "\""]);
        }
    }
    text.extend([
        r#"><template shadowrootmode="open">"#,
        &style,
        "<div>",
        &list,
        "</div></template>",
        arguments.fallback.as_deref().unwrap_or_default(),
        "</key-events>",
    ]);
    if arguments.jsonld {
        text.push_str(&jsonld::script(&feed, &events, &page));
    }
    text.push('\n');
    Ok(Prerendered {
        text,
        rows: events.len(),
    })
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
