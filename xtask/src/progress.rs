//! One heading per step, and how long it took.

use std::time::{Duration, Instant};

use crate::run::Outcome;

/// Runs `work` under a heading and says how long it took.
pub(crate) fn step<T>(heading: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("==> {heading}");
    let start = Instant::now();
    let outcome = work();
    let end = if outcome.is_ok() { "done" } else { "failed" };
    println!("    {heading}: {end} in {}", seconds(start.elapsed()));
    outcome
}

/// A duration as people say it.
pub(crate) fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => format!("{:.1} s", duration.as_secs_f64()),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 5 s");
    }
}
