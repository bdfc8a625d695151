//! The props of what takes the place of the list.

use super::ViewModelInput;
use crate::app::view::Placeholder;

impl ViewModelInput<'_> {
    pub(super) fn placeholder(&self) -> Placeholder {
        if let Some(deferred) = &self.state.deferred {
            let before = match self.state.feed {
                Some(_) => self.empty(),
                None => self.error(),
            };
            return Placeholder::Deferred(self.deferred_label(deferred), Box::new(before));
        }
        match (&self.state.feed, &self.state.failure) {
            (Some(_), _) => self.empty(),
            (None, Some(_)) => self.error(),
            (None, None) => Placeholder::Loading(self.text("loading")),
        }
    }

    fn empty(&self) -> Placeholder {
        let at = self.state.last_success;
        Placeholder::Empty(self.text("empty"), at.map(|at| self.at("checked", at)))
    }

    fn error(&self) -> Placeholder {
        let failure = self.state.failure.as_ref();
        let at = failure.and_then(|failure| failure.retry_at);
        let again = at.map(|at| self.at("retryAt", at));
        Placeholder::Error(
            self.text("error"),
            again,
            self.text("retry"),
            self.state.loading,
        )
    }
}
