//! Changes the rendered list outside of Yew, until the result is dropped: renders virtual nodes at once, without
//! components and without event handlers, and replaces texts.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node};
use yew::virtual_dom::{VNode, VTag};

/// A rendered element, which is removed when this is dropped.
pub struct Static(Element);

impl Static {
    /// Renders an element at the end of `parent`. `None`: the virtual node is not an element.
    pub(super) fn append(parent: &Element, node: &VNode) -> Option<Self> {
        Self::insert(parent, node, None)
    }

    /// Renders an element at the start of `parent`.
    pub(super) fn prepend(parent: &Element, node: &VNode) -> Option<Self> {
        Self::insert(parent, node, parent.first_child().as_ref())
    }

    fn insert(parent: &Element, node: &VNode, before: Option<&Node>) -> Option<Self> {
        let VNode::VTag(tag) = node else { return None };
        let element = element(&parent.owner_document()?, tag, None)?;
        parent.insert_before(&element, before).ok()?;
        Some(Self(element))
    }
}

impl Drop for Static {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// An attribute, which is removed when this is dropped.
pub struct Attribute(Element, &'static str);

impl Attribute {
    pub(super) fn set(element: Element, name: &'static str, value: &str) -> Option<Self> {
        element.set_attribute(name, value).ok()?;
        Some(Self(element, name))
    }
}

impl Drop for Attribute {
    fn drop(&mut self) {
        // It is removed at most once.
        let _ = self.0.remove_attribute(self.1);
    }
}

/// An element with another text, before the original one, which has the attribute `data-replaced`.
pub struct Replaced {
    _copy: Static,
    _mark: Attribute,
}

impl Replaced {
    /// `None`: the element has this text.
    pub(super) fn new(original: Element, text: &str) -> Option<Self> {
        if original.text_content().as_deref() == Some(text) {
            return None;
        }
        let copy: Element = original.clone_node().ok()?.unchecked_into();
        copy.set_text_content(Some(text));
        original.before_with_node_1(&copy).ok()?;
        Some(Self {
            _copy: Static(copy),
            _mark: Attribute::set(original, "data-replaced", "")?,
        })
    }
}

fn element(document: &Document, tag: &VTag, parent: Option<&Element>) -> Option<Element> {
    const SVG: &str = "http://www.w3.org/2000/svg";
    let is_svg = tag.tag() == "svg"
        || parent.is_some_and(|parent| parent.namespace_uri().as_deref() == Some(SVG));
    let element = if is_svg {
        document.create_element_ns(Some(SVG), tag.tag())
    } else {
        document.create_element(tag.tag())
    };
    let element = element.ok()?;
    for (name, value) in tag.attributes.iter() {
        element.set_attribute(name, value).ok()?;
    }
    if let Some(children) = tag.children() {
        append(document, &element, children);
    }
    Some(element)
}

fn append(document: &Document, parent: &Element, node: &VNode) {
    let child: Option<Node> = match node {
        VNode::VTag(tag) => element(document, tag, Some(parent)).map(Into::into),
        VNode::VText(text) => Some(document.create_text_node(&text.text).into()),
        VNode::VList(nodes) => {
            for node in nodes.iter() {
                append(document, parent, node);
            }
            None
        }
        _ => None,
    };
    if let Some(child) = child {
        // A new node can be appended anywhere.
        let _ = parent.append_child(&child);
    }
}
