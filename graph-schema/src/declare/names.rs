//! Chooses unique Rust names for the declared types.

use std::collections::{HashMap, HashSet};

use super::part::DeclaredType;
use crate::model::{Primitive, Schema};
use crate::name::type_name;
use crate::syntax::case::pascal_case;

/// Names that a declared type cannot have: prelude names that declarations and macro expansions use, and names of graph-core.
const RESERVED: &[&str] = &[
    "Additional",
    "Box",
    "Bytes",
    "Clone",
    "Debug",
    "Err",
    "Flags",
    "GraphAction",
    "GraphComplex",
    "GraphDerived",
    "GraphEntity",
    "GraphEnum",
    "GraphFunction",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Eq",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Returns whether the type name is reserved: a declaration uses it for something other than the types that it declares.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || Primitive::ALL.iter().any(|primitive| primitive.name() == name)
}

/// The Rust type names used so far in one declaration.
pub(super) struct TypeNames {
    taken: HashSet<String>,
    /// The next number to append to each name. With it, naming a thousand types of the same name takes only a thousand tries.
    numbers: HashMap<String, usize>,
}

impl TypeNames {
    /// Creates the set of used names. At first, it contains the names of the id types.
    pub(super) fn new(ids: &[String]) -> Self {
        Self { taken: ids.iter().cloned().collect(), numbers: HashMap::new() }
    }

    /// Returns an unused Rust name for the struct of an operation: the name `wanted`, or else that name with a number.
    pub(super) fn take_operation(&mut self, wanted: &str) -> String {
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        for name in std::iter::once(wanted.to_owned()).chain(numbered).map(|name| type_name(&name)) {
            let with_companions = companions(DeclaredType::Operation("", 0), &name);
            if with_companions.iter().all(|name| !self.taken.contains(name) && !is_reserved(name)) {
                self.taken.extend(with_companions);
                return name;
            }
        }
        wanted.to_owned()
    }

    /// Returns an unused Rust name for the type. Tries the type's name (`User`), then the name with the namespace before it
    /// (`CallRecordsUser`, or `GraphUser` in the schema's own namespace), then the name with a number (`User2`).
    pub(super) fn take(&mut self, schema: &Schema, ty: DeclaredType<'_>) -> String {
        let qualified = ty.qualified();
        let prefix = if matches!(ty, DeclaredType::Union(_)) { "Any" } else { "" };
        let mut words = qualified.rsplit('.');
        let short = pascal_case(words.next().unwrap_or(qualified));
        let namespace = words.next().map(pascal_case).filter(|_| schema.short(qualified).contains('.'));
        let long = format!("{}{short}", namespace.unwrap_or_else(|| "Graph".to_owned()));
        let first = self.numbers.get(&short).copied().unwrap_or(2);
        let numbered = (first..).map(|number| format!("{short}{number}"));
        let candidates = [short.clone(), long].into_iter().chain(numbered).map(|name| type_name(&format!("{prefix}{name}")));
        for (tries, name) in candidates.enumerate() {
            let with_companions = companions(ty, &name);
            if with_companions.iter().all(|name| !self.taken.contains(name) && !is_reserved(name)) {
                self.numbers.insert(short, first + tries.saturating_sub(1));
                self.taken.extend(with_companions);
                return name;
            }
        }
        short
    }
}

/// Returns the Rust name of a type and the names that the macros derive from it: `User`, `UserPatch`, `UserV1Paths` and `UserBetaPaths`.
fn companions(ty: DeclaredType<'_>, name: &str) -> Vec<String> {
    match ty {
        DeclaredType::Struct(_) | DeclaredType::Stub(_) => {
            ["", "Patch", "V1Paths", "BetaPaths"].map(|suffix| format!("{name}{suffix}")).to_vec()
        }
        DeclaredType::Operation(..) => ["", "V1Paths", "BetaPaths"].map(|suffix| format!("{name}{suffix}")).to_vec(),
        DeclaredType::Union(_) | DeclaredType::Enum(_) => vec![name.to_owned()],
    }
}
