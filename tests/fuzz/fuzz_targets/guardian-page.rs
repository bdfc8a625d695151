#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| key_events_fuzz::read("guardian-page", bytes));
