//! Where events are.

use std::rc::Rc;

use crate::feed::Entry;
use crate::timeline::Link;
use crate::web::anchor_element::AnchorElement;
use crate::web::history;
use crate::web::host::Host;

/// An event and where it is.
#[derive(Clone, PartialEq)]
pub struct EventAnchor {
    /// Where its headline leads.
    pub link: Option<Link>,
    /// Its element in the page.
    pub target: Option<AnchorElement>,
}

impl EventAnchor {
    /// The event's element in the page, else its own address.
    pub fn of(event: &Entry, template: Option<&str>) -> Self {
        let target = AnchorElement::resolve(event, template);
        let here = target.as_ref().map(|target| target.href(event).into());
        let link = here.or_else(|| event.url.clone()).map(|href| Link {
            href,
            here: target.is_some(),
        });
        Self { link, target }
    }

    /// Dispatches the event that the reader jumps to the event of this id; returns whether the page lets the
    /// widget do it.
    pub fn dispatch_jump(&self, host: &Host, id: &str) -> bool {
        let Some(link) = &self.link else {
            return false;
        };
        let detail = [
            ("id", &id.into()),
            ("url", &(&*link.href).into()),
            ("inPage", &link.here.into()),
        ];
        host.dispatch("jump", &detail, true)
    }
}

/// The event that the page's address names.
pub fn from_hash(events: &[Rc<Entry>], anchors: &[EventAnchor]) -> Option<Rc<str>> {
    let address = history::address();
    let number = anchors.iter().position(|anchor| {
        let here = anchor.target.is_some().then_some(anchor.link.as_ref());
        here.flatten()
            .is_some_and(|link| history::resolve(&link.href) == address)
    })?;
    Some(Rc::clone(&events.get(number)?.id))
}

/// Whether there is an event of the page before the current one, and after it; `None`: no event is in the
/// page.
pub fn steps(
    events: &[Rc<Entry>],
    anchors: &[EventAnchor],
    current: Option<&str>,
) -> Option<(bool, bool)> {
    anchors.iter().find(|anchor| anchor.target.is_some())?;
    let there = |step| adjacent(events, anchors, step, current).is_some();
    Some((there(-1), there(1)))
}

/// The next event with a place in the page, in the direction of `step`; without a current event
/// the first one.
pub fn adjacent(
    events: &[Rc<Entry>],
    anchors: &[EventAnchor],
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
        if anchors.get(number)?.target.is_some() {
            return Some(Rc::clone(&events.get(number)?.id));
        }
    }
}
