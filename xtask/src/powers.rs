//! Evening out a table of numbers that nobody needs as they are.
//!
//! `serde_json` multiplies with powers of ten up to 10^308, 2.4 kB that no compression makes
//! smaller. Of a feed's numbers only whole ones up to 2^53 count (`src/feed/wire.rs`), and what
//! those are multiplied with or divided by is at most 10^22: any other number stays too large, too
//! small or broken with 10^23 in the place of what is above.

use walrus::Module;

use crate::run::{Failure, Outcome};

/// The highest power of ten that is a double, exactly.
const HIGHEST_EXACT: usize = 22;

/// Puts 10^23 in the place of all powers of ten above it.
///
/// # Errors
/// When there is no such table any more.
pub(crate) fn even_out(module: &mut Module) -> Outcome {
    let table = bytes(0..=308);
    let even = bytes((0..=308).map(|power: usize| power.min(HIGHEST_EXACT + 1)));
    let ids: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in ids {
        let data = module.data.get_mut(id);
        let place = data
            .value
            .windows(table.len())
            .position(|bytes| bytes == table);
        if let Some(place) = place {
            data.value[place..place + even.len()].copy_from_slice(&even);
            return Ok(());
        }
    }
    Err(Failure(
        "the powers of ten of serde_json are not in the wasm: see xtask/src/powers.rs".into(),
    ))
}

fn bytes(powers: impl IntoIterator<Item = usize>) -> Vec<u8> {
    let powers = powers.into_iter();
    let doubles = powers.map(|power| format!("1e{power}").parse().unwrap_or(f64::NAN));
    doubles.flat_map(f64::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use walrus::{DataKind, Module};

    use super::*;

    #[test]
    fn exact_powers_stay_and_what_is_around_the_table_too() {
        let mut module = Module::default();
        let content = [&[1, 2, 3][..], &bytes(0..=308), &[4]].concat();
        module.data.add(DataKind::Passive, content);
        even_out(&mut module).unwrap();
        let data = &module.data.iter().next().unwrap().value;
        assert_eq!(
            data[..3 + 24 * 8],
            [&[1, 2, 3][..], &bytes(0..=23)].concat()
        );
        assert_eq!(data[3 + 308 * 8..], [&bytes([23])[..], &[4]].concat());
    }

    #[test]
    fn a_table_that_is_gone_is_an_error() {
        assert!(even_out(&mut Module::default()).is_err());
    }
}
