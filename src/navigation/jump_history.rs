//! The jumps of a widget in the session history, so that Back and Forward can restore the scroll position.
//!
//! Not in `history.state`, because that belongs to the router of the page.

use std::rc::Rc;

/// One jump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JumpEntry<T> {
    /// The URL of the page before the jump.
    pub from: Rc<str>,
    /// The URL of the page after it.
    pub to: Rc<str>,
    /// What is needed to undo and redo it.
    pub state: T,
}

/// How a history traversal relates to a jump.
#[derive(Debug, PartialEq, Eq)]
pub enum Traversal<'a, T> {
    /// It undoes a jump.
    Back(&'a T),
    /// It redoes a jump.
    Forward(&'a T),
}

/// All jumps. Those from `position` on are undone.
#[derive(Debug)]
pub struct JumpHistory<T> {
    entries: Vec<JumpEntry<T>>,
    position: usize,
}

impl<T> Default for JumpHistory<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            position: 0,
        }
    }
}

impl<T> JumpHistory<T> {
    /// Adds a jump. As in the session history, jumps that were undone are discarded.
    pub fn push(&mut self, entry: JumpEntry<T>) {
        self.entries.truncate(self.position);
        self.entries.push(entry);
        self.position = self.entries.len();
    }

    /// The last jump that is not undone.
    pub fn last(&self) -> Option<&JumpEntry<T>> {
        self.entries.get(self.position.checked_sub(1)?)
    }

    /// Follows a traversal of the session history to a URL. `None`: it neither undoes nor redoes a jump.
    pub fn traverse(&mut self, url: &str) -> Option<Traversal<'_, T>> {
        if self.last().is_some_and(|entry| &*entry.from == url) {
            self.position -= 1;
            return self
                .entries
                .get(self.position)
                .map(|entry| Traversal::Back(&entry.state));
        }
        let next = self
            .entries
            .get(self.position)
            .filter(|entry| &*entry.to == url)?;
        self.position += 1;
        Some(Traversal::Forward(&next.state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(jumps: &[(&str, &str)]) -> JumpHistory<String> {
        let mut history = JumpHistory::default();
        for (from, to) in jumps {
            history.push(JumpEntry {
                from: (*from).into(),
                to: (*to).into(),
                state: format!("{from}-{to}"),
            });
        }
        history
    }

    fn traverse_all(history: &mut JumpHistory<String>, urls: &[&str]) -> Vec<String> {
        let mut traversals = Vec::new();
        for url in urls {
            traversals.push(match history.traverse(url) {
                Some(Traversal::Back(state)) => format!("back {state}"),
                Some(Traversal::Forward(state)) => format!("forward {state}"),
                None => "other".to_owned(),
            });
        }
        traversals
    }

    #[test]
    fn back_undoes_the_last_jump_and_forward_redoes_it() {
        let mut history = history(&[("", "a"), ("a", "b")]);
        assert_eq!(
            traverse_all(&mut history, &["a", "", "a", "b"]),
            ["back a-b", "back -a", "forward -a", "forward a-b"]
        );
    }

    #[test]
    fn a_jump_after_back_discards_what_was_undone() {
        let mut history = history(&[("", "a")]);
        traverse_all(&mut history, &[""]);
        history.push(JumpEntry {
            from: "".into(),
            to: "c".into(),
            state: "-c".into(),
        });
        assert_eq!(traverse_all(&mut history, &["", "a"]), ["back -c", "other"]);
    }

    #[test]
    fn a_url_of_no_jump_is_ignored() {
        let mut history = history(&[("", "a")]);
        assert_eq!(
            traverse_all(&mut history, &["elsewhere", ""]),
            ["other", "back -a"]
        );
    }
}
