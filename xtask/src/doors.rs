//! What can wait: functions that are called only once the first list is to be drawn, or after it.
//!
//! What only they need moves along, to another part of the wasm. One that is called before that is
//! there would trap, so each says what makes sure that it is.

/// Parts of function names (with `$`: their ends; after `dyn `: called by their address too), and what
/// makes sure that the second file of the wasm is there.
pub(crate) const LATER: [(&str, &str); 21] = [
    (
        "key_events::widget::present::Scene>::held$",
        "only `Follow` keeps a feed waiting",
    ),
    (
        "key_events::element::Widget>::renew$",
        "`src/element/chunk.js` waits for the rest before",
    ),
    ("key_events::element::Remote>::go_to$", "the same"),
    (
        "dyn PropsUpdateRunner as yew::scheduler::Runnable>::run$",
        "new properties come through `Widget::renew`, or as a component is compared with another",
    ),
    ("dyn Stateful>::props_changed$", "the same"),
    (
        "dyn Mountable>::reuse$",
        "a component is compared with another,",
    ),
    (
        "dyn Mountable>::mountable_eq$",
        "and markup with markup, only then",
    ),
    (
        "key_events::widget::state::State>::follow$",
        "these actions come from `Follow`",
    ),
    (
        "key_events::feed::Feed>::read_any$",
        "`Document::read` waits for a `Later` before",
    ),
    ("key_events::feed::Feed>::of_page$", "it takes a `Later`"),
    (
        "key_events::effects::document::Document>::pages$",
        "the same",
    ),
    (
        "key_events::effects::document::Document>::of_page$",
        "it takes a `Later`",
    ),
    (
        "key_events::widget::follow::start$",
        "it takes a `Later`; all the rest of `Follow` is behind what it returns",
    ),
    (
        "key_events::timeline::merge::merge$",
        "`KeyEvents::act` keeps a second feed back until `Follow` is there",
    ),
    (
        "VTag as yew::dom_bundle::traits::Reconcilable>::reconcile$",
        "until then the root has another key each time, and so is replaced",
    ),
    (
        "VText as yew::dom_bundle::traits::Reconcilable>::reconcile$",
        "the same",
    ),
    (
        "VComp as yew::dom_bundle::traits::Reconcilable>::reconcile$",
        "the same",
    ),
    (
        "yew::dom_bundle::blist::KeyedEntry",
        "rows are not compared with others",
    ),
    (
        "ReconcileTarget>::shift$",
        "nothing moves that is made anew",
    ),
    (
        "Splice<alloc::vec::into_iter::IntoIter<yew::dom_bundle::bnode::BNode>> as core::ops::drop::Drop>::drop$",
        "nothing is put in or taken out between them",
    ),
    (
        "Splice<core::iter::sources::empty::Empty<yew::dom_bundle::bnode::BNode>> as core::ops::drop::Drop>::drop$",
        "the same",
    ),
];
