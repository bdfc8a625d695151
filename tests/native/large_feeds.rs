//! What many readers together do to a server.

use key_events::polling::backoff::{Backoff, Outcome};

const READERS: usize = 10_000;
const INTERVAL: i64 = 30_000;
/// What a server gets in a second when all is well and the readers are spread evenly.
const MEAN: f64 = READERS as f64 / 30.0;

/// Requests by second; the server is down in `down` seconds.
fn requests(seconds: usize, down: std::ops::Range<i64>) -> Vec<usize> {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut chance = move || {
        // xorshift64*: the same numbers in every run.
        random ^= random >> 12;
        random ^= random << 25;
        random ^= random >> 27;
        (random.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut counts = vec![0; seconds];
    for _ in 0..READERS {
        let mut backoff = Backoff::default();
        // The first load is when the reader comes: all within one second.
        let mut time = (chance() * 1_000.0) as i64;
        time += backoff.delay(Outcome::Success, INTERVAL, chance());
        while let Some(count) = counts.get_mut((time / 1_000) as usize) {
            *count += 1;
            let answer = if down.contains(&(time / 1_000)) {
                Outcome::Failure(None)
            } else {
                Outcome::Success
            };
            time += backoff.delay(answer, INTERVAL, chance());
        }
    }
    counts
}

fn most(counts: &[usize]) -> f64 {
    *counts.iter().max().unwrap() as f64
}

fn sum(counts: &[usize]) -> f64 {
    counts.iter().sum::<usize>() as f64
}

#[test]
fn readers_who_come_in_the_same_second_do_not_ask_in_the_same_second() {
    let counts = requests(600, 0..0);
    assert!(most(&counts) <= 1.5 * MEAN, "{}", most(&counts) / MEAN);
    // They do ask: from the time when all have started, as often as they should.
    let usual = sum(&counts[60..]) / 540.0;
    assert!((0.95..1.05).contains(&(usual / MEAN)), "{}", usual / MEAN);
}

#[test]
fn a_server_in_trouble_is_left_alone_and_not_overrun_when_it_is_back() {
    // Down for ten minutes, from a moment when all have started.
    let counts = requests(1_800, 60..660);
    let usual = MEAN * 600.0;
    let whole = sum(&counts[60..660]) / usual;
    assert!(whole < 0.25, "{whole}");
    let later = sum(&counts[360..660]) / (usual / 2.0);
    assert!(later < 0.125, "{later}");
    let back = most(&counts[660..]) / MEAN;
    assert!(back <= 2.0, "{back}");
    // And all come back.
    let after = sum(&counts[1_200..]) / usual;
    assert!((0.95..1.05).contains(&after), "{after}");
}
