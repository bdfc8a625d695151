//! The order of the functions in a file.
//!
//! A repeated part of a function compresses better the nearer its last occurrence is, so similar functions become
//! neighbors.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use walrus::Module;
use wasmparser::{Parser, Payload};

/// The pass of wasm-opt that sorts functions by their names.
pub(crate) const PASS: &str = "--reorder-functions-by-name";

/// How many bytes two functions must share to count as similar.
const SHARED: usize = 4;

/// Returns the module with names for its functions that have the wanted order.
pub(crate) fn name_by_similarity(wasm: &[u8]) -> Result<Module> {
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CodeSectionEntry(body) = payload? {
            bodies.extend(wasm.get(body.range()));
        }
    }
    let mut module = Module::from_buffer(wasm)?;
    let ids: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for (position, index) in chain(&bodies).into_iter().enumerate() {
        if let Some(id) = ids.get(index) {
            module.funcs.get_mut(*id).name = Some(format!("{position:06}"));
        }
    }
    Ok(module)
}

/// The indexes of the bodies: after each, the one that is most similar to it among those that are left.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let parts: Vec<BTreeSet<&[u8]>> = bodies
        .iter()
        .map(|body| body.windows(SHARED).collect())
        .collect();
    let mut owners: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (index, parts) in parts.iter().enumerate() {
        for part in parts {
            owners.entry(part).or_default().push(index);
        }
    }
    let size = |index: usize| parts.get(index).map_or(0, BTreeSet::len);
    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order = Vec::new();
    let mut next = left.iter().copied().max_by_key(|index| size(*index));
    while let Some(index) = next {
        left.remove(&index);
        order.push(index);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let own = parts.get(index).into_iter().flatten();
        let others = own.filter_map(|part| owners.get(part)).flatten();
        for other in others.filter(|other| left.contains(other)) {
            *shared.entry(*other).or_default() += 1;
        }
        // The Jaccard index.
        let similarity = |(other, shared): &(usize, usize)| {
            *shared as f64 / (size(index) + size(*other) - shared) as f64
        };
        let nearest = shared
            .into_iter()
            .max_by(|one, other| similarity(one).total_cmp(&similarity(other)));
        let largest = || left.iter().copied().max_by_key(|index| size(*index));
        next = nearest.map(|(other, _)| other).or_else(largest);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similar_functions_are_neighbors() {
        let bodies: [&[u8]; 4] = [b"abcdefgh", b"12345", b"abcdefg", b"1234567"];
        assert_eq!(chain(&bodies), [0, 2, 3, 1]);
    }
}
