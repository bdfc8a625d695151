//! Where events are.

use std::rc::Rc;

use crate::browser::history;
use crate::browser::target::Target;
use crate::feed::Entry;
use crate::place::Link;

/// An event and where it is.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// Where its headline leads.
    pub link: Option<Link>,
    /// Its element in the page.
    pub target: Option<Target>,
}

impl Place {
    /// The event's element in the page, else its own address.
    pub fn of(event: &Entry, template: Option<&str>) -> Self {
        let target = Target::find(event, template);
        let here = target.as_ref().map(|target| target.href(event).into());
        let link = here.or_else(|| event.url.clone()).map(|href| Link {
            href,
            here: target.is_some(),
        });
        Self { link, target }
    }
}

/// The event that the page's address names.
pub fn at_address(events: &[Rc<Entry>], places: &[Place]) -> Option<Rc<str>> {
    let address = history::address();
    let number = places.iter().position(|place| {
        let here = place.target.is_some().then_some(place.link.as_ref());
        here.flatten()
            .is_some_and(|link| history::resolve(&link.href) == address)
    })?;
    Some(Rc::clone(&events.get(number)?.id))
}

/// Whether there is an event of the page before the current one, and after it; `None`: no event is in the
/// page.
pub fn steps(
    events: &[Rc<Entry>],
    places: &[Place],
    current: Option<&str>,
) -> Option<(bool, bool)> {
    places.iter().find(|place| place.target.is_some())?;
    let there = |step| neighbour(events, places, step, current).is_some();
    Some((there(-1), there(1)))
}

/// The next event with a place in the page, in the direction of `step`; without a current event
/// the first one.
pub fn neighbour(
    events: &[Rc<Entry>],
    places: &[Place],
    step: isize,
    current: Option<&str>,
) -> Option<Rc<str>> {
    let mut at = events
        .iter()
        .position(|event| Some(&*event.id) == current)
        .map_or(-1, usize::cast_signed);
    loop {
        at = at.checked_add(step).filter(|at| *at >= 0)?;
        let number = at.cast_unsigned();
        if places.get(number)?.target.is_some() {
            return Some(Rc::clone(&events.get(number)?.id));
        }
    }
}
