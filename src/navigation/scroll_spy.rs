//! A scroll spy with intersection observers rather than a scroll listener, which would measure at every
//! scroll.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Callback;

use crate::fmt::itoa;
use crate::navigation::current::current;
use crate::web::anchor_element::AnchorElement;
use crate::web::observers::IntersectionWatcher;
use crate::web::scroll::Scroller;

/// How far the activation line is below the line that jumps scroll to, in CSS pixels, so that the target of
/// a jump counts as passed.
const LINE_OFFSET: f64 = 16.0;

/// A root margin larger than any page.
const UNBOUNDED: &str = "9999999px 0px ";

/// Follows the scroll position until it is dropped.
pub struct ScrollSpy {
    line: f64,
    _passed: Option<IntersectionWatcher>,
    _end: Option<IntersectionWatcher>,
}

impl ScrollSpy {
    /// Reports the index of the current event, now and whenever it changes. `targets` are the elements of
    /// events, each with the index of its event.
    pub fn start(
        mut targets: Vec<(usize, AnchorElement)>,
        offset: Option<u32>,
        on_change: Callback<Option<usize>>,
    ) -> Option<Self> {
        sort(&mut targets);
        let (_, first) = targets.first()?;
        let scroller = Scroller::of(first)?;
        let line = scroller.scroll_margin(first, offset)? - scroller.top();
        let state = Rc::new(SpyState {
            passed: RefCell::new(vec![false; targets.len()]),
            at_end: Cell::new(false),
            reported: Cell::new(None),
            is_first: Cell::new(true),
            indexes: targets.iter().map(|(index, _)| *index).collect(),
            on_change,
        });
        let below = (scroller.height() - line - LINE_OFFSET).max(0.0) as i32;
        let elements: Vec<_> = targets.iter().map(|(_, target)| target.element()).collect();
        let spy = Rc::clone(&state);
        let passed = IntersectionWatcher::observe(
            &elements,
            scroller.root(),
            &[UNBOUNDED, "-", &itoa(below.into()), "px 0px"].concat(),
            0.0,
            Box::new(move |change| match change {
                Some(change) => {
                    if let Some(passed) = spy.passed.borrow_mut().get_mut(change.index) {
                        *passed = change.is_intersecting;
                    }
                }
                None => spy.update(),
            }),
        );
        let end = IntersectionWatcher::observe(
            &[&scroller.content()?],
            scroller.root(),
            // Positions may be fractional, so the margin is larger than the rounding error.
            &[UNBOUNDED, "2px 0px"].concat(),
            1.0,
            {
                let scroller = scroller.clone();
                Box::new(move |change| match change {
                    Some(change) => state
                        .at_end
                        .set(change.overflow.1 <= 0.0 && scroller.position() > 0.0),
                    None => state.update(),
                })
            },
        );
        Some(Self {
            line,
            _passed: passed,
            _end: end,
        })
    }

    /// Whether the line of a jump has moved: a sticky header appeared or disappeared.
    pub fn is_stale(&self, line: f64) -> bool {
        (self.line - line).abs() > LINE_OFFSET / 4.0
    }
}

struct SpyState {
    passed: RefCell<Vec<bool>>,
    at_end: Cell<bool>,
    reported: Cell<Option<usize>>,
    /// Whether nothing is reported yet.
    is_first: Cell<bool>,
    indexes: Vec<usize>,
    on_change: Callback<Option<usize>>,
}

impl SpyState {
    fn update(&self) {
        let target = current(&self.passed.borrow(), self.at_end.get());
        let index = target.and_then(|target| self.indexes.get(target).copied());
        if self.reported.replace(index) != index || self.is_first.replace(false) {
            self.on_change.emit(index);
        }
    }
}

/// Sorts into document order. An insertion sort, because the targets are mostly sorted or reversed.
fn sort(targets: &mut [(usize, AnchorElement)]) {
    if let [(_, first), .., (_, last)] = targets
        && last.is_before(first)
    {
        targets.reverse();
    }
    for end in 1..targets.len() {
        let mut at = end;
        while let Some([(_, one), (_, two)]) = targets.get(at - 1..=at)
            && two.is_before(one)
        {
            targets.swap(at - 1, at);
            at -= 1;
            if at == 0 {
                break;
            }
        }
    }
}
