//! Following the templates through the schema.

#[cfg(test)]
mod names;

use std::fmt::Write as _;

use graph_schema::{Elision, Resolution, Schema};

use super::arguments::{Named, VersionedPaths};
use crate::attr::Attributes;
use crate::ctxt::{Ctxt, or};
use crate::schema::{Held, told};

/// Reports each template that is not a path to the item's type.
pub(super) fn check(attributes: &Attributes, is_enum: bool, groups: &[VersionedPaths], held: &[Held], ctxt: &mut Ctxt) {
    let name = if is_enum { attributes.texts("base").into_iter().next() } else { attributes.text("odata_type") };
    for (group, held) in groups.iter().zip(held) {
        let versions = held.versions();
        let Some(version) = versions.first() else { continue };
        let entity = name.as_ref().filter(|name| version.schema.structured(&name.value).is_some());
        // The derive of a struct reports it.
        if let (true, None, Some(name)) = (is_enum, entity, &name) {
            ctxt.error(name.span, format!("there is no type `{}` in {}", name.value, version.label));
        }
        let entity = entity.map(|name| name.value.as_str());
        for named in group.templates.iter().filter(|named| !named.template.flawed) {
            template(version.schema, entity, named, ctxt);
        }
    }
}

fn template(schema: &Schema, entity: Option<&str>, named: &Named, ctxt: &mut Ctxt) {
    let text = named.template.text();
    match schema.resolve(text, entity) {
        Resolution::Fails(failure) => {
            named.template.error(&failure.segment, &told(&failure.message(text), failure.help()), ctxt);
        }
        Resolution::ElidesCast { elisions, strict } if !named.elided_cast => elided(named, &elisions, &strict, ctxt),
        Resolution::Resolves if named.elided_cast => {
            ctxt.error(named.template.span(), "this path lacks no cast: take it out of `elided_cast`");
        }
        _ => {}
    }
}

fn elided(named: &Named, elisions: &[Elision], strict: &str, ctxt: &mut Ctxt) {
    let mut message = String::new();
    for elision in elisions {
        let candidates: Vec<_> = elision.candidates.iter().map(String::as_str).collect();
        let excerpt = named.template.excerpt(&elision.segment);
        let _ = writeln!(message, "{}\n{excerpt}\nit takes a cast to {}", elision.message(), or(&candidates));
    }
    let (name, text) = (&named.name, named.template.text());
    // Which type is meant is for the user to say.
    let several = elisions.iter().any(|elision| elision.candidates.len() > 1);
    let choice = if several { "with the first of these, write" } else { "write" };
    let _ = write!(
        message,
        "{choice} \"{strict}\"\nor, where the documentation leaves the cast out, `elided_cast({name} = \"{text}\")`"
    );
    ctxt.error(named.template.span(), message);
}
