//! What one visit says.

use std::fmt;

/// The network and the processor of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The machine as it is, over its loopback.
    Loopback,
    /// A slow 4G network, 1.6 Mbit/s and 150 ms from request to answer, and a processor that takes
    /// four times as long.
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

/// What was measured in one visit: times in milliseconds, sizes in bytes.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// What scripts, styles and wasm weigh on their way, compressed, up to the list.
    pub wire: f64,
    /// What of them comes later.
    pub wire_later: f64,
    /// From the start of the navigation to the last row's being in the document.
    pub listed: f64,
    /// From the same to the end of the frame that shows them.
    pub painted: f64,
    /// What the main thread did up to then.
    pub start: Work,
    /// One event more and one edited.
    pub update: Option<Took>,
    /// Collapsed.
    pub collapse: Option<Took>,
    /// Expanded again.
    pub expand: Option<Took>,
    /// A jump of the widget's to an event of the page, up to its first frame.
    pub jump: Option<Took>,
    /// What is in use once there is a list: JavaScript, what the engine keeps for it, and the
    /// memory of wasm.
    pub heap: Option<f64>,
    /// For each file: its name, and when it was asked for, began and ended, in milliseconds.
    pub files: Vec<(String, [f64; 3])>,
}

/// How long an action took, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// To the end of its scripts.
    pub script: f64,
    /// To the end of the frame that shows what it did.
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
    /// Finding out about styles.
    pub style: f64,
    /// Laying out.
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
        for (name, [asked, began, ended]) in &self.files {
            write!(f, "\n        {name}: {asked:.0} {began:.0} {ended:.0}")?;
        }
        Ok(())
    }
}
