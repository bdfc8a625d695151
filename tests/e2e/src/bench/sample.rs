//! The results of one visit.

use std::fmt;

/// The network and the processor of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The machine without limits, over loopback.
    Loopback,
    /// Slow 4G, with 1.6 Mbit/s and 150 ms from request to response, and a processor that is four
    /// times as slow.
    Slow,
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "loopback",
            Self::Slow => "slow 4G and CPU ÷ 4",
        })
    }
}

/// The measurements of one visit: times in milliseconds, sizes in bytes.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The compressed size of the scripts, styles and wasm that the list needs.
    pub wire: f64,
    /// The compressed size of the lazy chunk.
    pub wire_lazy: f64,
    /// From the start of the navigation until the last row is in the document.
    pub listed: f64,
    /// From the start of the navigation until the end of the frame that shows the rows.
    pub painted: f64,
    /// The work of the main thread until then.
    pub start: Work,
    /// An update with one new event and one edited event.
    pub update: Option<Took>,
    /// Collapsing the list.
    pub collapse: Option<Took>,
    /// Expanding it again.
    pub expand: Option<Took>,
    /// A jump to an event of the page, until its first frame.
    pub jump: Option<Took>,
    /// The memory in use once the list is rendered: the JavaScript heap, the engine's heap for it,
    /// and the wasm memory.
    pub heap: Option<f64>,
    /// For each file: its name, and when its request started, its response started and its response
    /// ended, in milliseconds.
    pub files: Vec<(String, [f64; 3])>,
}

/// How long an action took, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// Until the end of its scripts.
    pub script: f64,
    /// Until the end of the frame that shows the result.
    pub shown: f64,
}

impl fmt::Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} of {:.1}", self.script, self.shown)
    }
}

/// Milliseconds of the main thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    /// Running scripts and wasm.
    pub script: f64,
    /// Recalculating styles.
    pub style: f64,
    /// Layout.
    pub layout: f64,
    /// All tasks together.
    pub tasks: f64,
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            script,
            style,
            layout,
            tasks,
        } = self;
        write!(
            f,
            "{script:.1} script, {style:.1} style, {layout:.1} layout of {tasks:.1}"
        )
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "listed {:.0}, painted {:.0} ({})",
            self.listed, self.painted, self.start
        )?;
        for (name, took) in [
            ("update", self.update),
            ("collapse", self.collapse),
            ("expand", self.expand),
            ("jump", self.jump),
        ] {
            if let Some(took) = took {
                write!(f, "; {name} {took}")?;
            }
        }
        for (name, [requested, started, ended]) in &self.files {
            write!(
                f,
                "\n        {name}: {requested:.0} {started:.0} {ended:.0}"
            )?;
        }
        Ok(())
    }
}
