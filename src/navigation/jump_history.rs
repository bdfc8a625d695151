//! The jumps of a widget in the browser's history, so that Back and Forward know what they undo.
//!
//! Kept here rather than in `history.state`: that belongs to the page's own router.

use std::rc::Rc;

/// One jump: the page's address before and after it, and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JumpEntry<T> {
    /// The address before the jump.
    pub from: Rc<str>,
    /// The address after it.
    pub to: Rc<str>,
    /// What is needed to undo and redo it.
    pub what: T,
}

/// Where a step in the history leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Traversal<'a, T> {
    /// To before a jump.
    Back(&'a T),
    /// To after a jump.
    Forward(&'a T),
}

/// All jumps, and how many of them are not undone.
#[derive(Debug)]
pub struct JumpHistory<T> {
    visits: Vec<JumpEntry<T>>,
    done: usize,
}

impl<T> Default for JumpHistory<T> {
    fn default() -> Self {
        Self {
            visits: Vec::new(),
            done: 0,
        }
    }
}

impl<T> JumpHistory<T> {
    /// Adds a jump; those that were undone can't be redone any more.
    pub fn push(&mut self, visit: JumpEntry<T>) {
        self.visits.truncate(self.done);
        self.visits.push(visit);
        self.done = self.visits.len();
    }

    /// The browser went through its history to an address; `None`: that was not about a jump.
    pub fn turn(&mut self, address: &str) -> Option<Traversal<'_, T>> {
        let last = self.done.checked_sub(1).and_then(|at| self.visits.get(at));
        if last.is_some_and(|visit| &*visit.from == address) {
            self.done -= 1;
            return self
                .visits
                .get(self.done)
                .map(|visit| Traversal::Back(&visit.what));
        }
        let next = self
            .visits
            .get(self.done)
            .filter(|visit| &*visit.to == address)?;
        self.done += 1;
        Some(Traversal::Forward(&next.what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(steps: &[(&str, &str)]) -> JumpHistory<String> {
        let mut trail = JumpHistory::default();
        for (from, to) in steps {
            trail.push(JumpEntry {
                from: (*from).into(),
                to: (*to).into(),
                what: format!("{from}-{to}"),
            });
        }
        trail
    }

    fn turns(trail: &mut JumpHistory<String>, addresses: &[&str]) -> Vec<String> {
        let mut turns = Vec::new();
        for address in addresses {
            turns.push(match trail.turn(address) {
                Some(Traversal::Back(what)) => format!("back {what}"),
                Some(Traversal::Forward(what)) => format!("forward {what}"),
                None => "other".to_owned(),
            });
        }
        turns
    }

    #[test]
    fn back_undoes_the_last_jump_and_forward_redoes_it() {
        let mut trail = trail(&[("", "a"), ("a", "b")]);
        assert_eq!(
            turns(&mut trail, &["a", "", "a", "b"]),
            ["back a-b", "back -a", "forward -a", "forward a-b"]
        );
    }

    #[test]
    fn a_jump_after_back_forgets_what_was_undone() {
        let mut trail = trail(&[("", "a")]);
        turns(&mut trail, &[""]);
        trail.push(JumpEntry {
            from: "".into(),
            to: "c".into(),
            what: "-c".into(),
        });
        assert_eq!(turns(&mut trail, &["", "a"]), ["back -c", "other"]);
    }

    #[test]
    fn an_address_of_no_jump_is_not_ours() {
        let mut trail = trail(&[("", "a")]);
        assert_eq!(turns(&mut trail, &["elsewhere", ""]), ["other", "back -a"]);
    }
}
