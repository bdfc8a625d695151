//! Which event of the article is the current one.

/// The index of the current target. Targets are in document order.
///
/// `passed` has one flag per target: whether its top is above the activation line. At the end of the page
/// the last targets cannot reach the line, so there the last one is current.
pub fn current(passed: &[bool], at_end: bool) -> Option<usize> {
    if at_end {
        passed.len().checked_sub(1)
    } else {
        passed.iter().rposition(|passed| *passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_is_in_the_last_target_above_the_line() {
        assert_eq!(current(&[true, true, false], false), Some(1));
        assert_eq!(current(&[true, true, true], false), Some(2));
    }

    #[test]
    fn above_the_first_target_the_reader_is_in_none() {
        assert_eq!(current(&[false, false], false), None);
        assert_eq!(current(&[], true), None);
    }

    #[test]
    fn at_the_end_of_the_page_the_reader_is_in_the_last_target() {
        assert_eq!(current(&[true, false, false], true), Some(2));
    }
}
