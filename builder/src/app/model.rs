//! The state of the page and its reducer.

use std::rc::Rc;

use yew::Reducible;

use crate::options::Options;

/// The state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Model {
    /// The settings.
    pub(crate) options: Rc<Options>,
    /// The file whose feed the preview shows instead of that of the settings.
    pub(crate) file: Option<Rc<FeedFile>>,
}

/// A file that was chosen or dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FeedFile {
    /// Its name.
    pub(crate) name: String,
    /// Its content.
    pub(crate) text: String,
}

/// What changes the state.
pub(crate) enum Change {
    /// The address of the feed. It replaces a file.
    Src(String),
    /// A file with a feed.
    File(FeedFile),
    /// The address of the folder with the files.
    Base(String),
    /// The value of an attribute. `None`: the default.
    Attribute(&'static str, Option<String>),
    /// The value of a token. Empty: the default.
    Token(String, String),
    /// Other settings.
    Replace(Options),
}

impl Model {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options: Rc::new(options),
            file: None,
        }
    }
}

impl Reducible for Model {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut model = (*self).clone();
        let options = Rc::make_mut(&mut model.options);
        match change {
            Change::Src(src) => {
                options.src = src;
                model.file = None;
            }
            Change::File(file) => model.file = Some(Rc::new(file)),
            Change::Base(base) => options.base = base,
            Change::Attribute(name, value) => options.set_attribute(name, value.as_deref()),
            Change::Token(name, value) => options.set_token(&name, &value),
            Change::Replace(new) => *options = new,
        }
        Rc::new(model)
    }
}
