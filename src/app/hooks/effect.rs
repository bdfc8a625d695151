//! Yew's effects, of which the wasm has the code once.
//!
//! Yew's own are generic over what they run and what that depends on, which makes a copy for every effect.
//! Here both are boxed, with nothing else changed.

use std::any::Any;

use yew::functional::{self, Hook, TearDown};

/// As Yew's hook of this name: runs `effect` after each render.
pub fn use_effect<D: TearDown>(effect: impl FnOnce() -> D + 'static) -> impl Hook<Output = ()> {
    functional::use_effect(Box::new(|| boxed(effect())) as Box<dyn FnOnce() -> End>)
}

/// As Yew's hook of this name: runs `effect` after the renders whose `deps` are not those of the last one.
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
    let effect: Box<dyn FnOnce(&Deps) -> End> = Box::new(effect);
    functional::use_effect_with(Deps(Box::new(deps)), effect)
}

type End = Box<dyn FnOnce()>;

fn boxed<D: TearDown>(end: D) -> End {
    Box::new(|| end.tear_down())
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
