//! Formats integers.

/// The decimal digits of an integer.
///
/// `core::fmt` would add 1 kB to the wasm.
pub fn itoa(number: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = number.unsigned_abs();
    while digits.is_empty() || rest > 0 {
        digits.push(char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
    }
    if number < 0 {
        digits.push('-');
    }
    digits.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_written_as_the_standard_library_does() {
        for number in [0, 7, 10, -1, 1969, i64::MAX, i64::MIN] {
            assert_eq!(itoa(number), number.to_string());
        }
    }
}
