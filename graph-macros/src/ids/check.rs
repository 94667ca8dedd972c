//! The checks of the id types that `graph_ids!` declares.

use super::model::IdType;
use crate::errors::Errors;

pub(super) fn check(ids: &[IdType<'_>], errors: &mut Errors) {
    for IdType { repeated_derives, typed, name, is_duplicate, .. } in ids {
        for derive in repeated_derives {
            errors.report(derive.span(), format!("an id type already implements `{derive}`: remove the derive"));
        }
        if *typed != name {
            errors.report(typed.span(), format!("an id type has a PascalCase name: write `{name}`"));
        }
        if *is_duplicate {
            errors.report(name.span(), format!("`{name}` is declared twice: remove one"));
        }
    }
}
