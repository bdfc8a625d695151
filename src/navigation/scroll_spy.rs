//! Knowing which event of the page the reader is in, without a scroll listener.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::Callback;

use crate::fmt::itoa;
use crate::navigation::current::current;
use crate::web::anchor_element::AnchorElement;
use crate::web::observers::IntersectionWatcher;
use crate::web::scroll::Scroller;

/// How far below the line for jumps the reader reads, in CSS pixels: a target that a jump has put
/// at its line is passed.
const BELOW: f64 = 16.0;

/// Further than any page reaches.
const FAR: &str = "9999999px 0px ";

/// Follows the reader until it is dropped.
pub struct ScrollSpy {
    line: f64,
    _passed: Option<IntersectionWatcher>,
    _end: Option<IntersectionWatcher>,
}

impl ScrollSpy {
    /// Tells the number of the event that the reader is in, now and whenever it changes; `targets`
    /// are the events that are in the page, with their numbers.
    pub fn start(
        mut targets: Vec<(usize, AnchorElement)>,
        offset: Option<u32>,
        tell: Callback<Option<usize>>,
    ) -> Option<Self> {
        sort(&mut targets);
        let (_, first) = targets.first()?;
        let scroller = Scroller::of(first)?;
        let line = scroller.scroll_margin(first, offset)? - scroller.top();
        let reader = Rc::new(Reader {
            passed: RefCell::new(vec![false; targets.len()]),
            at_end: Cell::new(false),
            told: Cell::new(None),
            fresh: Cell::new(true),
            numbers: targets.iter().map(|(number, _)| *number).collect(),
            tell,
        });
        let below = (scroller.height() - line - BELOW).max(0.0) as i32;
        let elements: Vec<_> = targets.iter().map(|(_, target)| target.element()).collect();
        let seen = Rc::clone(&reader);
        let passed = IntersectionWatcher::observe(
            &elements,
            scroller.root(),
            &[FAR, "-", &itoa(below.into()), "px 0px"].concat(),
            0.0,
            Box::new(move |change| match change {
                Some(change) => {
                    if let Some(passed) = seen.passed.borrow_mut().get_mut(change.index) {
                        *passed = change.is_intersecting;
                    }
                }
                None => seen.look(),
            }),
        );
        let end = IntersectionWatcher::observe(
            &[&scroller.content()?],
            scroller.root(),
            // Positions may be fractions: a little more than the edge.
            &[FAR, "2px 0px"].concat(),
            1.0,
            {
                let scroller = scroller.clone();
                Box::new(move |change| match change {
                    Some(change) => reader
                        .at_end
                        .set(change.beyond.1 <= 0.0 && scroller.position() > 0.0),
                    None => reader.look(),
                })
            },
        );
        Some(Self {
            line,
            _passed: passed,
            _end: end,
        })
    }

    /// Whether jumps found the line elsewhere: a header came or went since.
    pub fn is_off(&self, line: f64) -> bool {
        (self.line - line).abs() > BELOW / 4.0
    }
}

struct Reader {
    passed: RefCell<Vec<bool>>,
    at_end: Cell<bool>,
    told: Cell<Option<usize>>,
    /// Whether nothing was told yet.
    fresh: Cell<bool>,
    numbers: Vec<usize>,
    tell: Callback<Option<usize>>,
}

impl Reader {
    fn look(&self) {
        let anchor = current(&self.passed.borrow(), self.at_end.get());
        let number = anchor.and_then(|anchor| self.numbers.get(anchor).copied());
        if self.told.replace(number) != number || self.fresh.replace(false) {
            self.tell.emit(number);
        }
    }
}

/// Into the order of the page: mostly that of the events, or its reverse.
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
