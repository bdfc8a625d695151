//! Leaving out what the widget never runs: Yew is linked whole, as it can't know that no view of
//! ours has a listener, a portal or a fallback. 6 kB of the page.

use walrus::{FunctionBuilder, Module};

use crate::run::{Failure, Outcome};

/// Parts of function names, and why they never run here.
const NEVER_RUN: [(&str, &str); 26] = [
    (
        "::ListenerRegistration>::register",
        "no view has a listener: buttons carry `data-action`",
    ),
    ("::Registry>::unregister", "so none is ever taken away,"),
    (
        "::SubtreeData>::add_listener",
        "none is attached to the root,",
    ),
    (
        "HashMap<yew::dom_bundle::subtree_root::EventDescriptor",
        "and none is looked up",
    ),
    (
        "::VSuspense as yew::dom_bundle",
        "no view waits for another",
    ),
    ("::BSuspense as yew::dom_bundle", "the same"),
    (
        "Rc<yew::virtual_dom::vsuspense::VSuspense> as yew::utils::RcExt",
        "the same",
    ),
    ("::Suspension>::listen", "the same"),
    ("::find_parent_scope::<yew::suspense", "the same"),
    ("::ComponentState>::suspend", "the same"),
    ("Scope<yew::suspense", "the same"),
    ("MsgQueue<yew::suspense", "the same"),
    (
        "::VPortal as yew::dom_bundle",
        "all is drawn in the element's own shadow root",
    ),
    ("::BPortal as yew::dom_bundle", "the same"),
    (
        "Rc<yew::virtual_dom::vportal::VPortal> as yew::utils::RcExt",
        "the same",
    ),
    ("::VRaw as yew::dom_bundle", "no HTML is drawn by Yew"),
    ("::BRaw as yew::dom_bundle", "the same"),
    (
        "::InputFields as yew::dom_bundle",
        "the widget has no form fields",
    ),
    ("::TextareaFields as yew::dom_bundle", "the same"),
    (
        "Box<[core::option::Option<yew::virtual_dom::AttributeOrProperty>]> as core::clone::Clone>::clone",
        "markup is made for each drawing, and nothing keeps it: it is never shared",
    ),
    (
        "Box<[core::option::Option<alloc::rc::Rc<dyn yew::virtual_dom::listeners::Listener>>]> as core::clone::Clone>::clone",
        "the same",
    ),
    (
        "Vec<yew::virtual_dom::vnode::VNode> as core::clone::Clone>::clone",
        "the same",
    ),
    (
        "yew::virtual_dom::vnode::VNode as core::clone::Clone>::clone",
        "the same",
    ),
    (
        "yew::virtual_dom::vcomp::VComp as core::clone::Clone>::clone",
        "the same",
    ),
    (
        "yew::virtual_dom::vlist::VList as core::clone::Clone>::clone",
        "the same",
    ),
    (
        "console_error_panic_hook::hook",
        "a panic traps at once, without a message",
    ),
];

/// Whether a function of this name never runs.
pub(crate) fn never_runs(name: &str) -> bool {
    part_of(&without_hashes(name)).is_some()
}

fn part_of(name: &str) -> Option<&'static str> {
    // What is empty is dropped all the same.
    let found = NEVER_RUN
        .iter()
        .find(|(part, _)| name.contains(part) && !name.contains("drop"));
    found.map(|(part, _)| *part)
}

/// Replaces these functions by a trap; what only they need is then left out.
///
/// # Errors
/// When a name is in no function any more, so that the list stays true.
pub(crate) fn snip(module: &mut Module) -> Outcome {
    let mut unused: Vec<_> = NEVER_RUN.iter().map(|(name, _)| *name).collect();
    let snipped: Vec<_> = module
        .funcs
        .iter_local()
        .filter_map(|(id, function)| {
            let name = without_hashes(module.funcs.get(id).name.as_deref()?);
            let part = part_of(&name)?;
            unused.retain(|name| *name != part);
            Some((id, function.ty()))
        })
        .collect();
    if !unused.is_empty() {
        let names = unused.join(", ");
        return Err(Failure(format!(
            "no function is called {names}: see xtask/src/snip.rs"
        )));
    }
    for (id, ty) in snipped {
        let (params, results) = {
            let ty = module.types.get(ty);
            (ty.params().to_vec(), ty.results().to_vec())
        };
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        let locals = params.iter().map(|ty| module.locals.add(*ty)).collect();
        *module.funcs.get_mut(id).kind.unwrap_local_mut() = trap.local_func(locals);
    }
    Ok(())
}

/// `<yew[fbf396a345010e15]::html::Html>` → `<yew::html::Html>`: the digits change with the build.
pub(crate) fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest))
                if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
            {
                short.push_str(rest);
            }
            _ => {
                short.push('[');
                short.push_str(part);
            }
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_hashes_and_nothing_else() {
        assert_eq!(
            without_hashes("<yew[fbf396a345010e15]::A as core[0123456789abcdef]::B<[u8]>>::c"),
            "<yew::A as core::B<[u8]>>::c"
        );
    }

    fn module(names: &[&str]) -> Module {
        let mut module = Module::default();
        for name in names {
            let mut function =
                FunctionBuilder::new(&mut module.types, &[], &[walrus::ValType::I32]);
            function.name((*name).to_owned()).func_body().i32_const(7);
            let function = function.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, function);
        }
        module
    }

    #[test]
    fn a_function_that_is_gone_from_yew_is_an_error() {
        let failure = snip(&mut module(&["other"])).unwrap_err();
        assert!(failure.0.contains("VSuspense"), "{failure:?}");
    }

    #[test]
    fn what_never_runs_is_a_trap_and_the_rest_stays() {
        let mut names: Vec<_> = NEVER_RUN.iter().map(|(name, _)| *name).collect();
        names.push("stays");
        let mut module = module(&names);
        snip(&mut module).unwrap();
        for (id, function) in module.funcs.iter_local() {
            let body = function.block(function.entry_block());
            let traps = matches!(body.instrs[0].0, walrus::ir::Instr::Unreachable(_));
            let name = module.funcs.get(id).name.as_deref();
            assert_eq!(traps, name != Some("stays"));
        }
    }
}
