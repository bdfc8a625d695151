//! Yew's effect hooks, boxed to reduce the size of the wasm.
//!
//! Yew's own are generic over the effect and its dependencies, so the compiler emits a copy for each effect.
//! Here both are boxed. Otherwise they behave the same.

use std::any::Any;

use yew::functional::{self, Hook, TearDown};
use yew::platform::spawn_local;

/// Like Yew's hook of this name: runs `effect` after each render.
pub fn use_effect<D: TearDown>(effect: impl FnOnce() -> D + 'static) -> impl Hook<Output = ()> {
    functional::use_effect(Box::new(|| boxed(effect())) as Box<dyn FnOnce() -> Cleanup>)
}

/// Like Yew's hook of this name: runs `effect` after a render if `deps` have changed.
pub fn use_effect_with<T, D>(
    deps: T,
    effect: impl FnOnce(&T) -> D + 'static,
) -> impl Hook<Output = ()>
where
    T: PartialEq + 'static,
    D: TearDown,
{
    let effect = |deps: &Deps| {
        let deps: &dyn Any = &*deps.0;
        match deps.downcast_ref() {
            Some(deps) => boxed(effect(deps)),
            None => boxed(()),
        }
    };
    let effect: Box<dyn FnOnce(&Deps) -> Cleanup> = Box::new(effect);
    functional::use_effect_with(Deps(Box::new(deps)), effect)
}

/// Runs `effect` when the markup of this render is in the document, before the browser paints it.
///
/// Yew's effects come later than that on a slow device: its scheduler lets the browser paint in between if a render takes
/// longer than a frame. A microtask comes before.
pub fn before_paint(effect: impl FnOnce() + 'static) {
    spawn_local(async { effect() });
}

type Cleanup = Box<dyn FnOnce()>;

fn boxed<D: TearDown>(cleanup: D) -> Cleanup {
    Box::new(|| cleanup.tear_down())
}

struct Deps(Box<dyn Comparable>);

impl PartialEq for Deps {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_equal(&*other.0)
    }
}

trait Comparable: Any {
    fn is_equal(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + 'static> Comparable for T {
    fn is_equal(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}
