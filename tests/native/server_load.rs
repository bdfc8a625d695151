//! The load that many readers put on a server.

use key_events::polling::backoff::{Backoff, Outcome};

const READERS: usize = 10_000;
const INTERVAL: i64 = 30_000;
/// The mean number of requests per second, without errors.
const MEAN: f64 = READERS as f64 / 30.0;

/// The number of requests in each second. The server fails in the seconds `down`.
fn requests(seconds: usize, down: std::ops::Range<i64>) -> Vec<usize> {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut random_fraction = move || {
        // xorshift64*, with a fixed seed.
        random ^= random >> 12;
        random ^= random << 25;
        random ^= random >> 27;
        (random.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut counts = vec![0; seconds];
    for _ in 0..READERS {
        let mut backoff = Backoff::default();
        // All readers open the page within one second.
        let mut time = (random_fraction() * 1_000.0) as i64;
        time += backoff.delay(Outcome::Success, INTERVAL, random_fraction());
        while let Some(count) = counts.get_mut((time / 1_000) as usize) {
            *count += 1;
            let outcome = if down.contains(&(time / 1_000)) {
                Outcome::Failure(None)
            } else {
                Outcome::Success
            };
            time += backoff.delay(outcome, INTERVAL, random_fraction());
        }
    }
    counts
}

fn max(counts: &[usize]) -> f64 {
    *counts.iter().max().unwrap() as f64
}

fn sum(counts: &[usize]) -> f64 {
    counts.iter().sum::<usize>() as f64
}

#[test]
fn readers_who_start_in_the_same_second_do_not_poll_in_the_same_second() {
    let counts = requests(600, 0..0);
    assert!(max(&counts) <= 1.5 * MEAN, "{}", max(&counts) / MEAN);
    // After the start, they poll at the usual rate.
    let usual = sum(&counts[60..]) / 540.0;
    assert!((0.95..1.05).contains(&(usual / MEAN)), "{}", usual / MEAN);
}

#[test]
fn a_failing_server_gets_fewer_requests_and_no_burst_when_it_recovers() {
    // It fails for ten minutes, after all readers have started.
    let counts = requests(1_800, 60..660);
    let usual = MEAN * 600.0;
    let outage = sum(&counts[60..660]) / usual;
    assert!(outage < 0.25, "{outage}");
    let later = sum(&counts[360..660]) / (usual / 2.0);
    assert!(later < 0.125, "{later}");
    let back = max(&counts[660..]) / MEAN;
    assert!(back <= 2.0, "{back}");
    // All readers return to the usual rate.
    let after = sum(&counts[1_200..]) / usual;
    assert!((0.95..1.05).contains(&after), "{after}");
}
