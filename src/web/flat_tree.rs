//! The flat tree, in which slotted elements are inside their slot, and shadow trees inside their host.

use std::iter::successors;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlFormElement, Node, ShadowRoot};

use super::document::document_node;

/// The parent of a node in the flat tree.
pub fn parent(node: &Node) -> Option<Node> {
    let parent = if node.is_instance_of::<HtmlFormElement>() {
        parent_of_form(node)?
    } else {
        let slot = node.dyn_ref::<Element>().and_then(Element::assigned_slot);
        slot.map_or_else(|| node.parent_node(), |slot| Some(slot.into()))?
    };
    Some(match parent.dyn_into::<ShadowRoot>() {
        Ok(root) => root.host().into(),
        Err(parent) => parent,
    })
}

/// The parent of a form, whose named controls shadow its properties.
fn parent_of_form(form: &Node) -> Option<Node> {
    let document = document_node()?;
    let walker = document.create_tree_walker(&document).ok()?;
    walker.set_current_node(form);
    walker.parent_node().ok()?
}

/// The ancestors of an element in the flat tree, from the inside out.
pub fn ancestors(element: &Element) -> impl Iterator<Item = Element> + use<> {
    let parent = |element: &Element| parent(element)?.dyn_into::<Element>().ok();
    successors(parent(element), move |element| parent(element))
}
