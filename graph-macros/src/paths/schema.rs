//! Checks the path templates of `graph_paths` attributes against the packed schemas that the attributes name.

#[cfg(test)]
mod agreement;

use std::fmt::Write as _;

use graph_schema::{Elision, Resolution, Schema};

use super::model::{NamedTemplate, VersionedPaths};
use crate::attr::value::Text;
use crate::errors::Errors;
use crate::schema::files::{LoadedSchemas, with_help};
use crate::wording::any_of;

/// Reports each path template that does not lead to the item's OData type, `odata_type`, in the schema.
pub(super) fn check(
    odata_type: Option<&Text>,
    is_enum: bool,
    groups: &[VersionedPaths],
    schemas: &[LoadedSchemas],
    errors: &mut Errors,
) {
    for (group, schemas) in groups.iter().zip(schemas) {
        let versions = schemas.versions();
        let Some(version) = versions.first() else { continue };
        let entity = odata_type.filter(|name| version.schema.structured(&name.value).is_some());
        // For a struct, the derive reports an unknown type.
        if let (true, None, Some(name)) = (is_enum, entity, odata_type) {
            errors.report(name.span, format!("`{}` is not a type of {}", name.value, version.label));
        }
        let entity = entity.map(|name| name.value.as_str());
        for named in group.templates.iter().filter(|named| !named.template.flawed) {
            template(version.schema, entity, named, errors);
        }
    }
}

fn template(schema: &Schema, entity: Option<&str>, named: &NamedTemplate, errors: &mut Errors) {
    let text = named.template.text();
    let resolution = match named.template.is_operation {
        true => schema.resolve_operation(text).map_or_else(Resolution::Fails, |found| found.resolution),
        false => schema.resolve(text, entity),
    };
    match resolution {
        Resolution::Fails(failure) => {
            named.template.error(&failure.segment, &with_help(&failure.message(text), failure.help()), errors);
        }
        Resolution::ElidesCast { elisions, strict } if !named.elided_cast => elided(named, &elisions, &strict, errors),
        Resolution::Resolves if named.elided_cast => {
            errors.report(named.template.span(), "this path does not lack a cast: move it out of `elided_cast`");
        }
        _ => {}
    }
}

fn elided(named: &NamedTemplate, elisions: &[Elision], strict: &str, errors: &mut Errors) {
    let mut message = String::new();
    for elision in elisions {
        let candidates: Vec<_> = elision.candidates.iter().map(String::as_str).collect();
        let excerpt = named.template.excerpt(&elision.segment);
        let _ = writeln!(message, "{}\n{excerpt}\nadd a cast to {}", elision.message(), any_of(&candidates));
    }
    let (name, text) = (&named.name, named.template.text());
    // If there are several candidates for a cast, only the user knows which type is meant.
    let several = elisions.iter().any(|elision| elision.candidates.len() > 1);
    let choice = if several { "with the first, write" } else { "write" };
    let _ = write!(message, "{choice} \"{strict}\"\nor, if the documentation omits the cast, `elided_cast({name} = \"{text}\")`");
    errors.report(named.template.span(), message);
}
