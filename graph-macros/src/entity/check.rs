//! The checks of a declaration as a whole, each a function of its own; of two places that contradict each other the later one is
//! reported.

use super::Kind;
use super::model::{Declaration, DeclaredField, Property, Role};
use crate::attr::{Attributes, Text};
use crate::ctxt::Ctxt;
use graph_schema::syntax::case::{camel_case, lower_first};
use graph_schema::syntax::nearest::nearest;
use graph_schema::syntax::setter::{MethodOwner, method_owner};

type Check = fn(&mut Declaration<'_>, &Attributes, &mut Ctxt);

pub(super) const ALL: &[Check] = &[
    odata_type,
    tag,
    permissions,
    bases,
    keys,
    endless,
    special_fields,
    names_on_the_wire,
    unique_names_on_the_wire,
    names_of_setters,
];

fn odata_type(declaration: &mut Declaration<'_>, attributes: &Attributes, ctxt: &mut Ctxt) {
    if attributes.lacks("odata_type") {
        let (name, guess) = (declaration.subject.name, &declaration.odata_type.value);
        ctxt.error(name.span(), format!("`{name}` needs the name of its Graph type: write `#[graph(odata_type = {guess:?})]`"));
    } else if let Some(text) = attributes.text("odata_type") {
        type_name(&text, ctxt);
    }
}

/// A qualified name: `microsoft.graph.user`.
pub(crate) fn type_name(text: &Text, ctxt: &mut Ctxt) {
    let name = &text.value;
    let identifier = |part: &str| !part.is_empty() && part.chars().all(|char| char.is_alphanumeric() || char == '_');
    if let Some(bare) = name.strip_prefix('#') {
        ctxt.error(text.span, format!("the library writes the `#` itself: write {bare:?}"));
    } else if name.is_empty() {
        ctxt.error(text.span, "a type name cannot be empty: write it as the API page does, such as \"microsoft.graph.user\"");
    } else if !name.contains('.') && identifier(name) {
        let camel = lower_first(name);
        ctxt.error(text.span, format!("a type name has its namespace: write \"microsoft.graph.{camel}\""));
    } else if !name.split('.').all(identifier) {
        ctxt.error(
            text.span,
            format!("{name:?} is no type name: it is a namespace and a name, such as \"microsoft.graph.user\""),
        );
    }
}

fn tag(_: &mut Declaration<'_>, attributes: &Attributes, ctxt: &mut Ctxt) {
    let Some(text) = attributes.text("tag").filter(|text| !["always", "never"].contains(&text.value.as_str())) else { return };
    let near = nearest(&text.value, ["always", "never"]).map_or(String::new(), |near| format!(": did you mean {near:?}?"));
    ctxt.error(text.span, format!("`tag` is \"always\" or \"never\", not {:?}{near}", text.value));
}

fn permissions(declaration: &mut Declaration<'_>, _: &Attributes, ctxt: &mut Ctxt) {
    for texts in [&declaration.delegated, &declaration.application] {
        for (index, text) in texts.iter().enumerate() {
            if text.value.is_empty() || !text.value.chars().all(|char| char.is_ascii_alphanumeric() || ".-_".contains(char)) {
                let message = format!("{:?} is no permission: it is one word such as \"User.ReadWrite.All\"", text.value);
                ctxt.error(text.span, message);
            } else if texts.iter().take(index).any(|earlier| earlier.value == text.value) {
                ctxt.error(text.span, format!("{:?} is listed twice: keep one of them", text.value));
            }
        }
    }
}

fn bases(declaration: &mut Declaration<'_>, attributes: &Attributes, ctxt: &mut Ctxt) {
    let own = attributes.text("odata_type").map(|text| text.value);
    for (index, base) in declaration.bases.iter().enumerate() {
        type_name(base, ctxt);
        if own.as_ref() == Some(&base.value) {
            ctxt.error(base.span, format!("{:?} is the type itself: name the type that it derives from", base.value));
        } else if declaration.bases.iter().take(index).any(|earlier| earlier.value == base.value) {
            ctxt.error(base.span, format!("{:?} is listed twice: keep one of them", base.value));
        }
    }
}

fn keys(declaration: &mut Declaration<'_>, attributes: &Attributes, ctxt: &mut Ctxt) {
    let mut keys = declaration.properties().filter_map(|(field, property)| Some((field, property.key?)));
    let Some((first, key)) = keys.next() else {
        if declaration.kind == Kind::Entity && declaration.complete && attributes.lacks("keyless") {
            let id = declaration.properties().find(|(_, property)| property.wire.value == "id");
            let (span, hint) = match id {
                Some((field, _)) => (field.ident.span(), "mark this field `#[graph(key)]`"),
                None => (
                    declaration.subject.name.span(),
                    "add `#[graph(key)] pub id: String`, or `#[graph(keyless)]` above it if Graph gives it none",
                ),
            };
            ctxt.error(span, format!("`{}` has no key: {hint}", declaration.subject.name));
        }
        return;
    };
    if attributes.span("keyless").is_some() {
        let (name, field) = (declaration.subject.name, first.ident);
        ctxt.error(key, format!("`{name}` is `keyless`: leave that out, or `key` out of `{field}`"));
    }
    for (field, span) in keys {
        let message = format!("an entity has one key, and `{}` is it already: leave `key` out of `{}`", first.ident, field.ident);
        ctxt.error(span, message);
    }
    for (field, _) in declaration.properties().filter(|(field, property)| property.key.is_some() && !field.broken) {
        field.ty.check_key(field.ident, ctxt);
    }
}

/// rustc takes it for a type, but no value of it can be made, and what is to make one never comes back.
fn endless(declaration: &mut Declaration<'_>, _: &Attributes, ctxt: &mut Ctxt) {
    for (field, _) in declaration.properties().filter(|(field, _)| !field.broken) {
        field.ty.check_ends(field.ident, declaration.subject.name, ctxt);
    }
}

fn special_fields(declaration: &mut Declaration<'_>, _: &Attributes, ctxt: &mut Ctxt) {
    let mut check = |name: &str, matches: fn(&Role) -> bool| {
        let mut fields = declaration.fields.iter().filter(|field| matches(&field.role));
        if let Some(first) = fields.next() {
            for field in fields {
                let (first, field, at) = (first.ident, field.ident, field.marked.unwrap_or_else(|| field.ident.span()));
                ctxt.error(at, format!("one field is enough, and `{first}` is `{name}` already: leave it out of `{field}`"));
            }
        }
    };
    check("additional", |role| matches!(role, Role::Additional));
    check("etag", |role| matches!(role, Role::Etag));
}

fn names_on_the_wire(declaration: &mut Declaration<'_>, _: &Attributes, ctxt: &mut Ctxt) {
    for (field, Property { wire, .. }) in declaration.properties().filter(|(_, property)| property.named) {
        let name = &wire.value;
        if name.is_empty() {
            ctxt.error(
                wire.span,
                format!("the name of a property cannot be empty: write what the service calls `{}`", field.ident),
            );
        } else if name == "@odata.etag" {
            ctxt.error(wire.span, "OData's own names are not properties: mark the field `#[graph(etag)]` instead");
        } else if name == "@odata.type" {
            ctxt.error(
                wire.span,
                "OData's own names are not properties: the library writes the tag and checks it, leave the field out",
            );
        } else if name.contains('@') {
            let message = "a name with `@` is an annotation of OData's and no property: leave the field out, or keep what has no field \
                           in one with `#[graph(additional)]`";
            ctxt.error(wire.span, message);
        } else if let Some(bad) = name.chars().find(|char| !char.is_alphanumeric() && *char != '_') {
            ctxt.error(wire.span, format!("{name:?} is no property name: it cannot hold {bad:?}, only letters, digits and `_`"));
        }
    }
}

fn unique_names_on_the_wire(declaration: &mut Declaration<'_>, _: &Attributes, ctxt: &mut Ctxt) {
    let properties: Vec<_> = declaration.properties().filter(|(_, property)| property.named).collect();
    for (index, (field, property)) in properties.iter().enumerate() {
        let same = |(_, other): &&(&DeclaredField<'_>, &Property)| other.wire.value == property.wire.value;
        if let Some((first, _)) = properties.iter().take(index).find(same) {
            let (first, second, name) = (first.ident, field.ident, &property.wire.value);
            ctxt.error(property.wire.span, format!("`{first}` and `{second}` are both {name:?} on the wire: rename one of them"));
        }
    }
}

fn names_of_setters(declaration: &mut Declaration<'_>, _: &Attributes, ctxt: &mut Ctxt) {
    let nullable: Vec<String> =
        declaration.properties().filter(|(field, _)| field.ty.option).map(|(field, _)| field.bare()).collect();
    let open = declaration.is_open();
    let is_nullable = |field: &str| nullable.iter().any(|nullable| nullable == field);
    let taken = |name: &str| {
        method_owner(name, open, is_nullable).map(|owner| match owner {
            MethodOwner::Additional => "which the field marked `additional` brings".to_owned(),
            MethodOwner::Nullable { field } => format!("which the nullable `{field}` brings"),
            _ => "which every patch has".to_owned(),
        })
    };
    for field in &mut declaration.fields {
        let (name, Role::Property(property)) = (field.bare(), &field.role) else { continue };
        if let Some(why) = property.writable().then(|| taken(&name)).flatten() {
            let rename = if property.wire.value == camel_case(&name) {
                format!("call it `{name}_` and mark it `#[graph(rename = {:?})]`", property.wire.value)
            } else {
                format!("call it `{name}_`")
            };
            ctxt.error(
                field.ident.span(),
                format!("the setter of `{name}` would take the name of the method `{name}`, {why}: {rename}"),
            );
            field.setter = false;
        }
    }
}
