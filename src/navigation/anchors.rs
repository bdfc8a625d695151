//! The anchors of events in the page.

use std::rc::Rc;

use crate::feed::Entry;
use crate::timeline::Link;
use crate::web::anchor_element::{AnchorElement, Lookup};
use crate::web::history;
use crate::web::host::Host;

/// Where an event is.
#[derive(Clone, PartialEq)]
pub struct EventAnchor {
    /// The link of its headline.
    pub link: Option<Link>,
    /// Its element in the page.
    pub target: Option<AnchorElement>,
}

impl EventAnchor {
    /// Links to the element of the event in the page, or else to its own URL.
    pub fn of(event: &Entry, template: Option<&str>, lookup: Option<&dyn Lookup>) -> Self {
        let target = lookup.and_then(|lookup| AnchorElement::resolve(event, template, lookup));
        let here = target.as_ref().map(|target| target.href(event).into());
        let link = here.or_else(|| event.url.clone()).map(|href| Link {
            href,
            here: target.is_some(),
        });
        Self { link, target }
    }

    /// Dispatches `key-events-jump` for the event with this id. Returns `false` if the page canceled it.
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

/// The event that the URL fragment of the page identifies. The route of a router identifies an event only if
/// it is the route of one event alone.
pub fn from_hash(events: &[Rc<Entry>], anchors: &[EventAnchor]) -> Option<Rc<str>> {
    let url = history::url();
    let is_route = history::has_route_in_fragment();
    let mut found = events.iter().zip(anchors).filter(|(event, anchor)| {
        let here = anchor.target.is_some().then_some(anchor.link.as_ref());
        here.flatten()
            .is_some_and(|link| history::resolve(&link.href) == url)
            && (!is_route || event.url.is_some())
    });
    let (event, _) = found.next()?;
    let is_unique = !is_route || found.next().is_none();
    is_unique.then(|| Rc::clone(&event.id))
}

/// Whether there is an event in the page before the current one, and after it. `None`: no event has an
/// anchor in the page.
pub fn steps(
    events: &[Rc<Entry>],
    anchors: &[EventAnchor],
    current: Option<&str>,
) -> Option<(bool, bool)> {
    anchors.iter().find(|anchor| anchor.target.is_some())?;
    let has_adjacent = |step| adjacent(events, anchors, step, current).is_some();
    Some((has_adjacent(-1), has_adjacent(1)))
}

/// The next event with an anchor in the page, in the direction of `step`. Without a current event, the
/// first one.
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
        let index = at.cast_unsigned();
        if anchors.get(index)?.target.is_some() {
            return Some(Rc::clone(&events.get(index)?.id));
        }
    }
}
