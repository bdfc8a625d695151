//! The overview: a strip with a tick for each event, at its place in time.

use yew::prelude::*;

use crate::fmt::itoa;
use crate::timeline::overview::LENGTH;

/// The strip.
#[derive(Clone, Debug, PartialEq)]
pub struct OverviewStrip {
    /// What it shows, in one line.
    pub label: AttrValue,
    /// The events, the earliest first.
    pub ticks: Vec<OverviewTick>,
    /// Where the reader is, among the ticks.
    pub current: Option<usize>,
    /// The time and the headline of the current event, else of the last one.
    pub value: AttrValue,
    /// Whether the reader can travel by it.
    pub is_interactive: bool,
}

/// The tick of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverviewTick {
    /// Its place, from 0 to [`LENGTH`].
    pub at: u32,
    /// Whether it stands out: a summary, or an event with more weight than most.
    pub is_tall: bool,
    /// Whether it is new to the reader.
    pub is_new: bool,
}

/// The height of the strip, in the units of its drawing.
const HEIGHT: i64 = 20;

/// Renders the strip. It has one path for each kind of tick, because there can be thousands.
pub fn overview(strip: &OverviewStrip) -> Html {
    let kinds = [
        ("", false, false),
        (" tall", true, false),
        (" new", false, true),
        (" tall new", true, true),
    ];
    let now = strip.current.unwrap_or(strip.ticks.len().saturating_sub(1));
    let needle = strip.current.and_then(|current| strip.ticks.get(current));
    let interactive = |value: &str| {
        strip
            .is_interactive
            .then(|| AttrValue::from(value.to_owned()))
    };
    html! {
        <div
            part="overview"
            class="overview"
            role={if strip.is_interactive { "slider" } else { "img" }}
            tabindex={interactive("0")}
            aria-label={&strip.label}
            aria-valuemin={interactive("1")}
            aria-valuemax={interactive(&number(strip.ticks.len()))}
            aria-valuenow={interactive(&number(now.saturating_add(1)))}
            aria-valuetext={interactive(&strip.value)}
        >
            <svg viewBox={["0 0 ", &itoa(LENGTH.into()), " ", &itoa(HEIGHT)].concat()} preserveAspectRatio="none" aria-hidden="true">
                <path class="axis" d={["M0 ", &itoa(HEIGHT - 1), "h", &itoa(LENGTH.into())].concat()} />
                { for kinds.into_iter().filter_map(|(name, is_tall, is_new)| {
                    let ticks = strip.ticks.iter();
                    let path = path(ticks.filter(|tick| (tick.is_tall, tick.is_new) == (is_tall, is_new)));
                    (!path.is_empty()).then(|| html! { <path key={name} class={["tick", name].concat()} d={path} /> })
                }) }
                if let Some(tick) = needle {
                    <path class="needle" d={line(tick.at, 0)} />
                }
            </svg>
        </div>
    }
}

fn number(number: usize) -> String {
    itoa(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The path of ticks. Two at the same position are rendered once.
fn path<'a>(ticks: impl Iterator<Item = &'a OverviewTick>) -> String {
    let mut path = String::new();
    let mut last = None;
    for tick in ticks {
        if last.replace(tick.at) != Some(tick.at) {
            path.push_str(&line(tick.at, if tick.is_tall { 2 } else { 10 }));
        }
    }
    path
}

/// A line from a height above the axis down to it.
fn line(at: u32, top: i64) -> String {
    ["M", &itoa(at.into()), " ", &itoa(top), "V", &itoa(HEIGHT)].concat()
}
