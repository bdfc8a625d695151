//! The scroll animation of a jump, frame by frame.

/// How long a jump follows its target while the layout shifts, in milliseconds.
const MAX_DURATION: f64 = 3_000.0;

/// How long the target must not move before a jump counts as settled, in milliseconds.
const SETTLE_TIME: f64 = 200.0;

/// How long a browser may take to restore the scroll position of a history entry, in milliseconds.
pub const RESTORE_TIME: f64 = 500.0;

/// How long a scroll from before the jump may still take effect, in milliseconds: WebKit applies some in
/// the next frame. Input of the reader ends a jump anyway, whatever the scroll position is.
pub const GRACE_PERIOD: f64 = 150.0;

/// How many frames such a scroll may take in a busy page, whose next frame may come later than that.
const GRACE_FRAMES: u32 = 2;

/// How far a scroll position may differ from the requested one: browsers round to device pixels.
const TOLERANCE: f64 = 2.0;

/// What is measured in one frame, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The time, in milliseconds.
    pub now: f64,
    /// The scroll position.
    pub position: f64,
    /// The scroll position at which the target is at the activation line.
    pub goal: f64,
    /// The largest scroll position.
    pub end: f64,
}

/// What a jump does in one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Scroll to a position.
    Scroll(f64),
    /// Do nothing.
    Wait,
    /// The target has been at the activation line for a while, or as near as the page can scroll.
    Settled,
    /// Something else has scrolled.
    Interrupted,
    /// The jump has lasted for its maximum duration.
    TimedOut,
}

/// A jump in progress: it scrolls to a goal that may itself move, then stays on it.
#[derive(Debug)]
pub struct ScrollAnimation {
    from: f64,
    start: f64,
    duration: f64,
    /// Until when other scrolls are the browser's own, such as the restoration of a scroll position.
    lenient_until: f64,
    frames: u32,
    last: Frame,
    still_since: Option<f64>,
    settled: bool,
}

impl ScrollAnimation {
    /// Starts a jump. `smooth`: the reader does not prefer reduced motion.
    pub fn start(frame: Frame, smooth: bool) -> Self {
        Self::with(frame, smooth, frame.now + GRACE_PERIOD)
    }

    /// Starts a jump that a traversal of the session history redoes.
    pub fn restore(frame: Frame) -> Self {
        Self::with(frame, false, frame.now + RESTORE_TIME)
    }

    fn with(frame: Frame, smooth: bool, lenient_until: f64) -> Self {
        let distance = (frame.goal.clamp(0.0, frame.end.max(0.0)) - frame.position).abs();
        Self {
            from: frame.position,
            start: frame.now,
            // The speed grows with the distance, so that a jump in a long page does not take long.
            duration: if smooth {
                200.0 + distance.min(1_600.0) / 4.0
            } else {
                0.0
            },
            lenient_until,
            frames: 0,
            last: frame,
            still_since: None,
            settled: false,
        }
    }

    /// The next step.
    pub fn step(&mut self, frame: Frame) -> Step {
        let time = frame.now - self.start;
        // In a busy page, the first frame after the maximum duration may be the first after the start: it
        // still scrolls.
        let is_over = self.last.now - self.start > MAX_DURATION;
        if is_over && self.settled {
            return Step::TimedOut;
        }
        let is_lenient = frame.now < self.lenient_until || self.frames < GRACE_FRAMES;
        self.frames += 1;
        if !is_lenient && self.is_interrupted(&frame) {
            return Step::Interrupted;
        }
        if is_over {
            self.settled = true;
            self.last = frame;
            return Step::Settled;
        }
        let goal = frame.goal.clamp(0.0, frame.end.max(0.0));
        let progress = if self.duration > 0.0 {
            (time / self.duration).min(1.0)
        } else {
            1.0
        };
        let next = self.from + (goal - self.from) * ease_out(progress);
        self.last = frame;
        if (next - frame.position).abs() >= 1.0 {
            self.still_since = None;
            self.last.position = next;
            return Step::Scroll(next);
        }
        if progress < 1.0 {
            return Step::Wait;
        }
        let since = *self.still_since.get_or_insert(frame.now);
        if self.settled || frame.now - since < SETTLE_TIME {
            return Step::Wait;
        }
        self.settled = true;
        Step::Settled
    }

    /// Whether the position differs from that of the last step for another reason than scroll anchoring or
    /// a shorter page.
    fn is_interrupted(&self, frame: &Frame) -> bool {
        let moved = frame.position - self.last.position;
        let anchored = frame.goal - self.last.goal;
        let clamped = (frame.position - frame.end).abs() <= TOLERANCE && moved < 0.0;
        let (least, most) = (anchored.min(0.0) - TOLERANCE, anchored.max(0.0) + TOLERANCE);
        !clamped && !(least..=most).contains(&moved)
    }
}

fn ease_out(progress: f64) -> f64 {
    let remaining = 1.0 - progress;
    1.0 - remaining * remaining * remaining
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Frame = Frame {
        now: 0.0,
        position: 0.0,
        goal: 1_000.0,
        end: 5_000.0,
    };

    /// A page that scrolls to the requested positions. `disturb` changes it before each frame.
    fn play(smooth: bool, disturb: impl Fn(&mut Frame)) -> (Vec<Step>, Frame) {
        let mut page = PAGE;
        let mut jump = ScrollAnimation::start(page, smooth);
        let mut steps = Vec::new();
        while !matches!(steps.last(), Some(Step::Interrupted | Step::TimedOut)) {
            let step = jump.step(page);
            if let Step::Scroll(position) = step {
                page.position = position.clamp(0.0, page.end);
            }
            steps.push(step);
            page.now += 16.0;
            disturb(&mut page);
        }
        (steps, page)
    }

    fn count(steps: &[Step], wanted: impl Fn(&Step) -> bool) -> usize {
        steps.iter().filter(|step| wanted(step)).count()
    }

    #[test]
    fn a_jump_without_motion_is_one_scroll_and_settles_once() {
        let (steps, page) = play(false, |_| ());
        assert_eq!(steps[0], Step::Scroll(1_000.0));
        assert_eq!(count(&steps, |step| matches!(step, Step::Scroll(_))), 1);
        assert_eq!(count(&steps, |step| *step == Step::Settled), 1);
        assert_eq!(steps.last(), Some(&Step::TimedOut));
        assert!((page.position - 1_000.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_smooth_jump_moves_forward_only_and_ends_at_the_goal() {
        let (steps, page) = play(true, |_| ());
        let positions: Vec<_> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Scroll(position) => Some(*position),
                _ => None,
            })
            .collect();
        assert!(positions.len() > 10);
        assert!(positions.is_sorted());
        assert!((page.position - 1_000.0).abs() < 1.0);
        assert_eq!(count(&steps, |step| *step == Step::Settled), 1);
    }

    #[test]
    fn a_goal_that_moves_is_followed_until_the_jump_times_out() {
        let late = |page: &mut Frame| {
            for at in [320.0, 1_600.0, 2_400.0] {
                if (page.now - at).abs() < f64::EPSILON {
                    page.goal += 150.0;
                    page.end += 150.0;
                }
            }
        };
        for smooth in [false, true] {
            let (steps, page) = play(smooth, late);
            assert!((page.position - 1_450.0).abs() < 1.0, "{page:?}");
            assert_eq!(steps.last(), Some(&Step::TimedOut));
        }
    }

    #[test]
    fn scroll_anchoring_does_not_end_a_jump() {
        let (steps, page) = play(false, |page| {
            if (page.now - 320.0).abs() < f64::EPSILON {
                page.goal += 150.0;
                page.position += 150.0;
            }
        });
        assert_eq!(count(&steps, |step| matches!(step, Step::Scroll(_))), 1);
        assert_eq!(steps.last(), Some(&Step::TimedOut));
        assert!((page.position - 1_150.0).abs() < f64::EPSILON);
    }

    #[test]
    fn another_scroll_ends_the_jump_immediately() {
        for smooth in [false, true] {
            let (steps, page) = play(smooth, |page| {
                if (page.now - 160.0).abs() < f64::EPSILON {
                    page.position -= 40.0;
                }
            });
            assert_eq!(steps.last(), Some(&Step::Interrupted));
            assert!(page.now < 200.0);
        }
    }

    #[test]
    fn a_scroll_from_before_the_jump_that_comes_late_does_not_end_it() {
        let (steps, page) = play(true, |page| {
            if (page.now - 32.0).abs() < f64::EPSILON {
                page.position += 300.0;
            }
        });
        assert_eq!(steps.last(), Some(&Step::TimedOut));
        assert!((page.position - 1_000.0).abs() < 1.0);
    }

    #[test]
    fn a_page_that_is_too_busy_for_frames_still_scrolls_to_the_goal() {
        let (steps, page) = play(true, |page| page.now += 4_000.0);
        let end = [Step::Settled, Step::TimedOut];
        assert!(steps.contains(&Step::Scroll(1_000.0)), "{steps:?}");
        assert!(steps.ends_with(&end), "{steps:?}");
        assert!((page.position - 1_000.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_scroll_from_before_the_jump_may_come_as_late_as_the_next_frame_of_a_busy_page() {
        let (steps, page) = play(true, |page| {
            page.now += 200.0;
            if (page.now - 216.0).abs() < f64::EPSILON {
                page.position += 300.0;
            }
        });
        assert_eq!(steps.last(), Some(&Step::TimedOut));
        assert!((page.position - 1_000.0).abs() < 1.0);
    }

    #[test]
    fn a_browser_that_restores_a_position_late_is_overruled_and_a_reader_is_not() {
        let mut page = PAGE;
        let mut jump = ScrollAnimation::restore(page);
        assert_eq!(jump.step(page), Step::Scroll(1_000.0));
        page = Frame {
            now: 160.0,
            position: 700.0,
            ..page
        };
        assert_eq!(jump.step(page), Step::Scroll(1_000.0));
        page = Frame {
            now: 800.0,
            position: 700.0,
            ..page
        };
        assert_eq!(jump.step(page), Step::Interrupted);
    }

    #[test]
    fn a_goal_past_the_end_settles_at_the_end_even_if_the_page_shrinks() {
        let (steps, page) = play(true, |page| {
            page.goal = 6_000.0;
            if page.now > 1_600.0 {
                page.end = 4_000.0;
                page.position = page.position.min(page.end);
            }
        });
        assert_eq!(count(&steps, |step| *step == Step::Settled), 1);
        assert_eq!(steps.last(), Some(&Step::TimedOut));
        assert!((page.position - 4_000.0).abs() < f64::EPSILON);
    }
}
