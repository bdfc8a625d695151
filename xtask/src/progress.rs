//! A heading for each step, and its duration.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Prints a heading, does the work, and prints the duration.
pub(crate) fn step<T>(heading: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {heading}");
    let start = Instant::now();
    let result = work();
    let end = if result.is_ok() { "done" } else { "failed" };
    println!("    {heading}: {end} in {}", format(start.elapsed()));
    result
}

fn format(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => format!("{:.1} s", duration.as_secs_f64()),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_readable() {
        assert_eq!(format(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(format(Duration::from_secs(125)), "2 min 5 s");
    }
}
