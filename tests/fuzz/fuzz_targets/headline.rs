#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| key_events_fuzz::text::headline(
    &String::from_utf8_lossy(bytes)
));
