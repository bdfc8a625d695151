//! `prerender`: the finished list as HTML.

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
use crate::load::{Reading, read};
use crate::{NOTHING, Outcome, Trouble, print};

use anchors::Page;
use icu_format::Native;

/// Writes the finished list.
///
/// # Errors
/// When there is no feed to be read, or the output can't be written.
pub(crate) fn prerender(arguments: &Prerender) -> Outcome {
    let settings = arguments.settings();
    if let (true, Some(output)) = (arguments.watch, &arguments.output) {
        if arguments.feed.place == "-" {
            let problem = "can't be watched: expected a file or a URL";
            return Err(Trouble::new("standard input", problem));
        }
        watch::watch(arguments, &settings, output);
    }
    let reading = read(&arguments.feed.place, &settings, &|feed| {
        needs_more(feed, &settings)
    })?;
    if let Some(trouble) = &reading.trouble {
        trouble.tell();
    }
    let html = html(arguments, &settings, &reading, now())?;
    match &arguments.output {
        Some(output) => watch::put(output, &html.text)?,
        None => print(&mut io::stdout(), &html.text)?,
    }
    Ok(match html.rows {
        0 => ExitCode::from(NOTHING),
        _ => ExitCode::SUCCESS,
    })
}

/// Whether what the feed goes on with is read too: as much of it as the widget reads.
fn needs_more(feed: &Feed, settings: &Settings) -> bool {
    timeline::needs_more(feed, &settings.select, settings.order, settings.limit)
}

fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// The output.
struct Prerendered {
    text: String,
    /// How many events are in it.
    rows: usize,
}

/// The element with its list, and what the options add to it: one line, so that nothing that treats
/// line breaks as paragraphs finds any. The same feed and options give the same bytes on the same day.
fn html(
    arguments: &Prerender,
    settings: &Settings,
    reading: &Reading,
    now: Timestamp,
) -> Result<Prerendered, Trouble> {
    let mut feed = reading.feed.clone();
    feed.ended |= feed.ends.is_some_and(|end| end <= now);
    let language = arguments.lang.clone().or_else(|| {
        let own = tag_of(feed.language.as_deref()?).parse::<Locale>().ok()?;
        Some(own.to_string())
    });
    let locale = language
        .as_deref()
        .and_then(|language| language.parse().ok());
    // Words and dates are of one language: where there are no words, both are English.
    let locale = locale
        .map(|locale: Locale| labels::canonical(&locale))
        .filter(labels::are_there)
        .unwrap_or_else(|| ENGLISH.clone());
    let zone = arguments.zone();
    let format = Native::new(&locale, &zone, now)
        .map_err(|error| Trouble::new(&reading.place, &error.to_string()))?;
    let page = Page::new(
        &feed,
        reading.url.as_ref(),
        arguments.page.as_deref(),
        settings.anchor.as_deref(),
    );
    let events = timeline::events(&feed, &settings.select, settings.order);
    let links: Vec<_> = events.iter().map(|event| page.link(event)).collect();
    let here = links.iter().flatten().any(|link| link.here);
    // What is relative to now would soon be wrong.
    let fixed = Rc::new(Settings {
        time: TimeStyle::Absolute,
        ..settings.clone()
    });
    let feed = Rc::new(feed);
    let labels = labels::words(&locale);
    let panel = |show_all: bool| {
        let state = State {
            feed: Some(Rc::clone(&feed)),
            events: Rc::new(events.clone()),
            loading: false,
            show_all,
            open: true,
            ..State::new(Rc::clone(&fixed), usize::MAX)
        };
        let scene = ViewModelInput {
            state: &state,
            labels: &labels,
            format: &format,
            now,
            link: &|number| links.get(number)?.clone(),
            steps: here.then_some((false, true)),
        };
        scene.build().panel
    };
    let mut whole = panel(true);
    if let (Body::List(list), Body::List(short)) = (&mut whole.body, panel(false).body) {
        list.show_all = short.show_all;
    }
    if settings.collapsed {
        whole.header.turn = None;
        whole.header.steps = None;
    }
    let list = markup::markup(whole, settings.limit, !settings.collapsed);
    let look = match &arguments.stylesheet {
        Some(url) => [r#"<link rel="stylesheet" href=""#, &escaped(url), "\">"].concat(),
        None => ["<style>", &styles::styles(), "</style>"].concat(),
    };
    let mut text = String::from("<key-events");
    for (name, value) in arguments.attributes(language) {
        text.push(' ');
        text.push_str(name);
        if !value.is_empty() {
            text.extend(["=\"", &escaped(&value), "\""]);
        }
    }
    text.extend([
        r#"><template shadowrootmode="open">"#,
        &look,
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

/// The language tag of a locale as POSIX and ICU name it, such as `pt_BR.UTF-8`.
pub(crate) fn tag_of(locale: &str) -> String {
    let tag = locale.split(['.', '@']).next().unwrap_or_default();
    tag.replace('_', "-")
}

const ENGLISH: Locale = icu_locale::locale!("en");

/// A text as the value of an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
