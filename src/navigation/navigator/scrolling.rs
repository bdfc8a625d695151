//! Scrolls to the target of a jump.

use std::rc::Rc;

use yew::Callback;

use super::{ActiveJump, INPUTS, NavigationEvent, Navigator, reject};
use crate::navigation::scroll_animation::{Frame, ScrollAnimation, Step};
use crate::web::anchor_element::AnchorElement;
use crate::web::animation_frame::AnimationFrameLoop;
use crate::web::listener::{EventListener, watch};
use crate::web::scroll::{self, Distance, Scroller};

/// Starts the scroll animation of a jump. `bool`: a smooth scroll is allowed.
pub(super) type StartAnimation = fn(Frame, bool) -> ScrollAnimation;

impl Navigator {
    /// Scrolls to a target and follows it while the layout shifts.
    pub(super) fn scroll_to(
        self: &Rc<Self>,
        target: &AnchorElement,
        start: StartAnimation,
        done: Option<Callback<bool>>,
    ) {
        self.active.take();
        self.held_focus.take();
        let Some(scrollers) = Scroller::all(target) else {
            return reject(done);
        };
        scroll::bring_frame_into_view(target);
        let smooth = !scroll::reduced_motion();
        let offset = self.offset.get();
        // The container that scrolls farthest is animated. The others scroll at once.
        let mut animated = None;
        let frames = AnimationFrameLoop::start({
            let target = target.clone();
            let this = Rc::downgrade(self);
            move |now| {
                let Some(this) = this.upgrade() else {
                    return false;
                };
                // Otherwise, this would undo the same shift a second time.
                this.host.check_height();
                let Some(distances) = scroll::distances(&scrollers, &target, offset) else {
                    return this.cancel();
                };
                let main = match &animated {
                    Some((main, _)) => *main,
                    None => farthest(&distances),
                };
                for (index, (scroller, distance)) in scrollers.iter().zip(&distances).enumerate() {
                    if index == main {
                        let position = scroller.position();
                        let frame = Frame {
                            now,
                            position,
                            goal: position + distance.wanted,
                            end: scroller.end(),
                        };
                        let (_, jump) =
                            animated.get_or_insert_with(|| (main, start(frame, smooth)));
                        match jump.step(frame) {
                            Step::Scroll(position) => scroller.scroll_to(position),
                            Step::Wait => {}
                            Step::Settled => this.settle(&target, offset),
                            Step::Interrupted | Step::TimedOut => return this.cancel(),
                        }
                    } else if distance.possible.abs() >= 1.0 {
                        scroller.scroll_by(distance.possible);
                    }
                }
                true
            }
        });
        self.active.replace(Some(ActiveJump {
            _frames: frames,
            _inputs: self.cancel_on_input(),
            done,
        }));
    }

    /// The first input of the reader cancels the jump in progress.
    pub(super) fn cancel_on_input(self: &Rc<Self>) -> Vec<Option<EventListener>> {
        let watch_one = |input| {
            let this = Rc::downgrade(self);
            watch(input, move |_| {
                if let Some(this) = this.upgrade() {
                    this.cancel();
                }
            })
        };
        INPUTS.map(watch_one).into()
    }

    /// Cancels the jump in progress. Always `false`, which ends the animation frame loop.
    pub(super) fn cancel(&self) -> bool {
        // Not while the cell is borrowed: the callback of the jump may start the next one.
        let active = self.active.take();
        drop(active);
        false
    }

    /// Reports that the jump has settled, and whether its target is in view.
    fn settle(&self, target: &AnchorElement, offset: Option<u32>) {
        let done = self
            .active
            .borrow_mut()
            .as_mut()
            .and_then(|active| active.done.take());
        if let Some(done) = done {
            done.emit(scroll::is_in_view(target).unwrap_or_default());
        }
        if let Some(scroller) = Scroller::of(target)
            && let Some(line) = scroller.scroll_margin(target, offset)
        {
            let line = line - scroller.top();
            self.on_event.emit(NavigationEvent::Settled(line));
        }
    }
}

/// The index of the container that scrolls farthest.
fn farthest(distances: &[Distance]) -> usize {
    let mut farthest = 0;
    let mut most = -1.0;
    for (index, distance) in distances.iter().enumerate() {
        if distance.possible.abs() >= most {
            farthest = index;
            most = distance.possible.abs();
        }
    }
    farthest
}
