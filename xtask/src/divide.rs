//! Dividing the wasm: what draws the first list, and what can wait until that is drawn.
//!
//! The parts share memory and table. What is in the second is found from its doors: what can be reached
//! only through those moves there. The first part calls the doors by their places in the table, which
//! the second fills when it is there.

mod part;
mod plan;

use std::collections::BTreeSet;

use walrus::Module;

use self::{part::BEFORE, plan::Plan};
use crate::{
    doors::LATER,
    order::name_by_signature,
    reach::Linked,
    run::{Failure, Outcome},
    snip::never_runs,
};

/// Divides a wasm; the parts, in the order in which they are needed.
///
/// `linked` is the same wasm as the linker left it; `names` gives names that no export has.
///
/// # Errors
/// When there is no such door, or one that can be gone through without being called by its name.
pub(crate) fn divide(
    wasm: &[u8],
    linked: &Linked,
    names: impl Iterator<Item = String>,
) -> Outcome<Vec<Vec<u8>>> {
    let doors = LATER.iter().map(|(door, _)| *door).collect();
    by_doors(wasm, linked, &[doors], names)
}

/// `doors`: those of the second part, of the third and so on.
fn by_doors(
    wasm: &[u8],
    linked: &Linked,
    doors: &[Vec<&str>],
    mut names: impl Iterator<Item = String>,
) -> Outcome<Vec<Vec<u8>>> {
    let mut module = parse(wasm)?;
    let plan = Plan::new(&module, linked, &never_runs, doors)?;
    name_by_signature(&mut module);
    let shared = plan.shared(&module, &mut names);
    let mut used = BTreeSet::new();
    let mut parts = Vec::new();
    // The last first: what it takes from those before it is known then.
    for part in (0..plan.parts.len()).rev() {
        let mut module = parse(wasm)?;
        name_by_signature(&mut module);
        plan.make(part, &mut module, &shared, &used);
        let imports = module.imports.iter();
        let taken = imports.filter(|import| import.module == BEFORE);
        used.extend(taken.map(|import| import.name.clone()));
        parts.push(module.emit_wasm());
    }
    parts.reverse();
    Ok(parts)
}

fn parse(wasm: &[u8]) -> Outcome<Module> {
    Module::from_buffer(wasm).map_err(|error| Failure(error.to_string()))
}

#[cfg(test)]
mod tests {
    use walrus::{
        ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, ValType, ir::Value,
    };

    use super::*;

    /// `start` calls `near` and the door; the door calls `away`; `start` and the door each have a
    /// function that they call through the table.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let mut add = |name: &str, calls: &[FunctionId]| {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            function.name(name.to_owned());
            let mut body = function.func_body();
            for called in calls {
                body.call(*called).drop();
            }
            body.i32_const(7);
            function.finish(Vec::new(), &mut module.funcs)
        };
        let (near, far) = (add("near", &[]), add("away", &[]));
        let door = add("door", &[far, near]);
        let start = add("start", &[near, door]);
        let (pointed, pointed_far) = (add("pointed", &[]), add("pointed_far", &[]));
        module.exports.add("start", start);
        let table = module
            .tables
            .add_local(false, 3, Some(3), walrus::RefType::FUNCREF);
        let offset = ConstExpr::Value(Value::I32(1));
        let segment = module.elements.add(
            ElementKind::Active { table, offset },
            ElementItems::Functions(vec![pointed, pointed_far]),
        );
        module.tables.get_mut(table).elem_segments.insert(segment);
        module.emit_wasm()
    }

    fn linked(more: &[(&str, &str)]) -> Linked {
        let references = [
            ("start", "near"),
            ("start", "door"),
            ("start", "pointed"),
            ("door", "away"),
            ("door", "near"),
            ("door", "pointed_far"),
        ];
        Linked::of("start", &[&references, more].concat())
    }

    fn names(wasm: &[u8]) -> Vec<String> {
        let module = Module::from_buffer(wasm).unwrap();
        let local = module.funcs.iter_local();
        let names = local.filter_map(|(id, _)| module.funcs.get(id).name.clone());
        // Without the places that sort them.
        let names = names.map(|name| name.split(' ').next_back().unwrap().to_owned());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    fn divided(linked: &Linked, doors: &[&[&str]]) -> Outcome<Vec<Vec<u8>>> {
        let names = (0..).map(|number| format!("n{number}"));
        let doors: Vec<_> = doors.iter().map(|doors| doors.to_vec()).collect();
        by_doors(&module(), linked, &doors, names)
    }

    #[test]
    fn what_only_a_door_leads_to_is_in_the_second_file() {
        let parts = divided(&linked(&[]), &[&["door"]]).unwrap();
        assert_eq!(names(&parts[0]), ["near", "pointed", "start"]);
        assert_eq!(names(&parts[1]), ["away", "door", "pointed_far"]);
    }

    #[test]
    fn the_second_file_takes_from_the_first_what_it_lacks() {
        let parts = divided(&linked(&[]), &[&["door"]]).unwrap();
        let (first, later) = (parse(&parts[0]).unwrap(), parse(&parts[1]).unwrap());
        let exported: Vec<_> = first.exports.iter().map(|export| &export.name).collect();
        assert!(later.imports.iter().count() >= 2, "`near` and the table");
        for import in later.imports.iter() {
            assert_eq!(import.module, BEFORE);
            assert!(exported.contains(&&import.name), "{}", import.name);
        }
    }

    #[test]
    fn a_door_is_called_by_its_place_after_the_end_of_the_table() {
        let parts = divided(&linked(&[]), &[&["door"]]).unwrap();
        let later = parse(&parts[1]).unwrap();
        let places: Vec<_> = later
            .elements
            .iter()
            .filter_map(|element| match &element.kind {
                ElementKind::Active {
                    offset: ConstExpr::Value(Value::I32(at)),
                    ..
                } => Some(*at),
                _ => None,
            })
            .collect();
        assert_eq!(
            places,
            [2],
            "`pointed_far` at 2 and the door right after it"
        );
        let first = parse(&parts[0]).unwrap();
        assert_eq!(first.tables.iter().next().unwrap().initial, 4);
    }

    #[test]
    fn what_both_call_stays_in_the_first_file() {
        let parts = divided(&linked(&[("start", "pointed_far")]), &[&["door"]]).unwrap();
        assert_eq!(names(&parts[1]), ["away", "door"]);
    }

    #[test]
    fn each_part_has_doors_to_those_after_it() {
        let parts = divided(&linked(&[("away", "near")]), &[&["door"], &["away"]]).unwrap();
        assert_eq!(names(&parts[0]), ["near", "pointed", "start"]);
        assert_eq!(names(&parts[1]), ["door", "pointed_far"]);
        assert_eq!(names(&parts[2]), ["away"]);
        let first = parse(&parts[0]).unwrap();
        assert_eq!(first.tables.iter().next().unwrap().initial, 5, "two doors");
    }

    #[test]
    fn a_door_that_is_not_there_is_an_error() {
        let Err(failure) = divided(&linked(&[]), &[&["gate"]]) else {
            panic!("there is no such door");
        };
        assert!(failure.0.contains("gate"), "{failure:?}");
    }

    #[test]
    fn a_door_that_may_be_called_by_its_address_is_in_its_place() {
        let parts = divided(&linked(&[]), &[&["dyn pointed$"]]).unwrap();
        assert_eq!(
            names(&parts[0]),
            ["away", "door", "near", "pointed_far", "start"]
        );
        assert_eq!(names(&parts[1]), ["pointed"]);
    }

    #[test]
    fn a_door_whose_address_is_known_is_an_error() {
        let Err(failure) = divided(&linked(&[]), &[&["pointed$"]]) else {
            panic!("anyone may call it");
        };
        assert!(failure.0.contains("by its address"), "{failure:?}");
    }
}
