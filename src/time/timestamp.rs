//! The timestamp type of all modules.

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// One second, in the unit of [`Timestamp`].
    pub const SECOND: i64 = 1_000;
    /// One minute, in the unit of [`Timestamp`].
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour, in the unit of [`Timestamp`].
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// One day of 24 hours, in the unit of [`Timestamp`].
    pub const DAY: i64 = 24 * Self::HOUR;

    /// The duration from `earlier` to `self` in milliseconds; negative if `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Adds a number of milliseconds, which may be negative.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}
