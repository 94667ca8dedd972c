//! The checks of an entity or complex type, one function per check. If two parts of the declaration contradict each other, the error is
//! reported at the later part.

use syn::{Data, Fields};

use super::kind::Kind;
use super::model::{DeclaredField, Property, Role, Structure};
use super::setter;
use crate::attr::reader::KeyState;
use crate::attr::value::Text;
use crate::errors::{Error, Errors};
use crate::odata_name;
use crate::paths::item::is_graph_paths;
use crate::property_type::check as property_type;
use crate::property_type::shape::display;
use crate::span_range::SpanRange;
use crate::wording::UNION;
use graph_schema::syntax::nearest::nearest;

const ALL: &[fn(&Structure<'_>, &mut Errors)] = &[
    types_of_fields,
    generics,
    odata_type,
    returns,
    tag,
    permissions,
    bases,
    keys,
    endless,
    special_fields,
    wire_names,
    annotations,
    unique_wire_names,
    setter_names,
];

/// Reports every mistake in the struct that can be found without a schema.
pub(super) fn check(structure: &Structure<'_>, errors: &mut Errors) {
    errors.errors.extend(shape(structure));
    errors.errors.extend(paths_of_complex(structure));
    if matches!(structure.data, Data::Struct(_)) {
        ALL.iter().for_each(|check| check(structure, errors));
    }
}

/// Returns the error of a complex type with `#[graph_paths(...)]`.
pub(super) fn paths_of_complex(structure: &Structure<'_>) -> Option<Error> {
    let paths = structure.attributes.iter().find(|attribute| structure.kind == Kind::Complex && is_graph_paths(attribute))?;
    let message = "a complex type does not have paths: derive `GraphEntity`, or remove `#[graph_paths]`";
    Some(Error::new(SpanRange::of(paths.path()), message))
}

/// Returns the error of an item that is not a struct with named fields.
pub(super) fn shape(structure: &Structure<'_>) -> Option<Error> {
    match structure.data {
        Data::Struct(data) => fields(structure, &data.fields),
        Data::Enum(data) => {
            let (derive, name) = (structure.kind.derive_name(), structure.container.name);
            let message = match structure.kind.is_operation() {
                true => format!("`#[derive({derive})]` is for structs: write `struct {name}`, with a field for each parameter"),
                false => format!(
                    "`#[derive({derive})]` is for structs: derive `GraphEnum` if `{name}` lists members, or `GraphDerived` if it \
                     holds one of several types"
                ),
            };
            Some(Error::new(data.enum_token.span, message))
        }
        Data::Union(data) => Some(Error::new(data.union_token.span, UNION)),
    }
}

fn fields(structure: &Structure<'_>, fields: &Fields) -> Option<Error> {
    let name = structure.container.name;
    match fields {
        Fields::Named(_) => None,
        Fields::Unnamed(fields) => {
            let ty = fields.unnamed.first().map_or_else(|| "String".to_owned(), |field| display(&field.ty));
            let what = if structure.kind.is_operation() { "parameter" } else { "property" };
            let message = format!("a {what} needs a name: write `struct {name} {{ pub name: {ty} }}`");
            Some(Error::new(SpanRange::of(fields), message))
        }
        Fields::Unit if structure.kind == Kind::Entity => {
            let message = format!("an entity needs a key: write `struct {name} {{ #[graph(key)] pub id: String }}`");
            Some(Error::new(name.span(), message))
        }
        Fields::Unit => None,
    }
}

fn types_of_fields(structure: &Structure<'_>, errors: &mut Errors) {
    for field in &structure.fields {
        if let Some(error) = &field.type_error {
            errors.report(error.at, error.message.as_str());
        }
        if let Role::Property(Property { not_null: Some(span), .. }) = field.role
            && !field.ty.is_option
            && !field.is_broken
        {
            let message = format!("`not_null` is for an `Option`: `{}` is always present, remove it", field.ident);
            errors.report(span, message);
        }
        if let Role::Property(Property { bind: Some(span), .. }) = field.role
            && field.ty.is_builtin()
        {
            let message = format!("`bind` is for a navigation property: `{}` is not an entity, remove it", field.ident);
            errors.report(span, message);
        }
    }
}

fn generics(structure: &Structure<'_>, errors: &mut Errors) {
    // If all generics are lifetimes, the type of some field needs them, and the error of that type is enough.
    let is_consequence = structure.container.has_only_lifetimes()
        && structure.fields.iter().any(|field| field.type_error.is_some() || field.is_uncertain);
    if !is_consequence {
        structure.container.check_generics(structure.kind.derive_name(), errors);
    }
}

fn odata_type(structure: &Structure<'_>, errors: &mut Errors) {
    match structure.odata_type_state {
        KeyState::Given => odata_name::check(&structure.odata_type, errors),
        KeyState::Absent if !structure.kind.is_operation() => {
            let (name, guess) = (structure.container.name, &structure.odata_type.value);
            let message = format!("`{name}` needs a type name: write `#[graph(odata_type = {guess:?})]`");
            errors.report(name.span(), message);
        }
        _ => {}
    }
}

/// Reports a result type that no operation can have, and a function that has no result.
fn returns(structure: &Structure<'_>, errors: &mut Errors) {
    match structure.returns_error() {
        Some(error) => errors.report(error.at, error.message.as_str()),
        None if structure.kind == Kind::Function && structure.returns_state == KeyState::Absent => {
            let name = structure.container.name;
            let message = format!("a function returns something: write `#[graph(returns = Type)]` on `{name}`");
            errors.report(name.span(), message);
        }
        None => {}
    }
}

fn tag(structure: &Structure<'_>, errors: &mut Errors) {
    let known = ["always", "never"];
    let Some(text) = structure.tag.as_ref().filter(|text| !known.contains(&text.value.as_str())) else { return };
    let near = nearest(&text.value, known).map_or(String::new(), |near| format!(": did you mean {near:?}?"));
    errors.report(text.span, format!("`tag` is \"always\" or \"never\", not {:?}{near}", text.value));
}

fn permissions(structure: &Structure<'_>, errors: &mut Errors) {
    for texts in [&structure.permissions.delegated, &structure.permissions.application] {
        for (index, text) in texts.iter().enumerate() {
            if text.value.is_empty() || !text.value.chars().all(|char| char.is_ascii_alphanumeric() || ".-_".contains(char)) {
                let message = format!("{:?} is not a permission: write one word such as \"User.ReadWrite.All\"", text.value);
                errors.report(text.span, message);
            } else {
                duplicate(texts, index, text, errors);
            }
        }
    }
}

fn bases(structure: &Structure<'_>, errors: &mut Errors) {
    let own = (structure.odata_type_state == KeyState::Given).then_some(&structure.odata_type.value);
    for (index, base) in structure.bases.iter().enumerate() {
        odata_name::check(base, errors);
        if own == Some(&base.value) {
            errors.report(base.span, format!("{:?} is the type itself: name its base type", base.value));
        } else {
            duplicate(&structure.bases, index, base, errors);
        }
    }
}

fn duplicate(texts: &[Text], index: usize, text: &Text, errors: &mut Errors) {
    if texts.iter().take(index).any(|earlier| earlier.value == text.value) {
        errors.report(text.span, format!("{:?} is listed twice: remove one", text.value));
    }
}

fn keys(structure: &Structure<'_>, errors: &mut Errors) {
    let name = structure.container.name;
    let mut keys = structure.properties().filter_map(|(field, property)| Some((field, property.key?)));
    let Some((first, key)) = keys.next() else { return missing_key(structure, errors) };
    if structure.keyless == KeyState::Given {
        let field = first.ident;
        errors.report(key, format!("`{name}` is `keyless`: remove that, or `key` from `{field}`"));
    }
    for (field, span) in keys {
        let message = format!("an entity has one key, and `{}` is the key: remove `key` from `{}`", first.ident, field.ident);
        errors.report(span, message);
    }
    for (field, _) in structure.properties().filter(|(field, property)| property.key.is_some() && !field.is_broken) {
        property_type::key(&field.ty, field.ident, errors);
    }
}

fn missing_key(structure: &Structure<'_>, errors: &mut Errors) {
    if structure.kind != Kind::Entity || !structure.is_complete || structure.keyless != KeyState::Absent {
        return;
    }
    let name = structure.container.name;
    let (span, help) = match structure.properties().find(|(_, property)| property.wire_name.value == "id") {
        Some((field, _)) => (field.ident.span(), "mark this field `#[graph(key)]`"),
        None => {
            (name.span(), "add `#[graph(key)] pub id: String`, or `#[graph(keyless)]` on the struct if Graph gives it no key")
        }
    };
    errors.report(span, format!("`{name}` has no key: {help}"));
}

/// Reports a field that always contains another value of its own struct: no value of such a struct can be built. rustc accepts it.
fn endless(structure: &Structure<'_>, errors: &mut Errors) {
    for (field, _) in structure.properties().filter(|(field, _)| !field.is_broken) {
        property_type::endless(&field.ty, field.ident, structure.container.name, errors);
    }
}

fn special_fields(structure: &Structure<'_>, errors: &mut Errors) {
    let additional = |field: &DeclaredField<'_>| if let Role::Additional(span) = field.role { Some(span) } else { None };
    let etag = |field: &DeclaredField<'_>| if let Role::Etag(span) = field.role { Some(span) } else { None };
    let mut check = |key: &str, mark: fn(&DeclaredField<'_>) -> Option<proc_macro2::Span>| {
        let mut fields = structure.fields.iter().filter_map(|field| Some((field.ident, mark(field)?)));
        let Some((first, _)) = fields.next() else { return };
        for (field, at) in fields {
            errors.report(at, format!("only one field can be `{key}`, and `{first}` is: remove it from `{field}`"));
        }
    };
    check("additional", additional);
    check("etag", etag);
}

fn wire_names(structure: &Structure<'_>, errors: &mut Errors) {
    for (field, Property { wire_name, .. }) in structure.properties().filter(|(_, property)| property.is_named) {
        if let Some(message) = wire_name_error(&wire_name.value, field) {
            errors.report(wire_name.span, message);
        }
    }
}

fn wire_name_error(name: &str, field: &DeclaredField<'_>) -> Option<String> {
    let message = match name {
        "" => format!("a property name cannot be empty: write the service's name of `{}`", field.ident),
        "@odata.etag" => "`@odata.etag` is not a property: mark the field `#[graph(etag)]`".to_owned(),
        "@odata.type" => "`@odata.type` is not a property, the library writes and checks it: remove the field".to_owned(),
        "@removed" | "@odata.removed" => {
            "`@removed` is not a property, an entity that has it is an error (`Error::removed`): remove the field".to_owned()
        }
        name if name.contains('@') => {
            let is_valid = name.split_once('@').is_some_and(|(of, term)| (of.is_empty() || is_word(of)) && is_term(term));
            return (!is_valid).then(|| {
                format!("{name:?} is not the name of an annotation: write \"@namespace.name\" or \"property@namespace.name\"")
            });
        }
        name => {
            let bad = name.chars().find(|char| !char.is_alphanumeric() && *char != '_')?;
            format!("{name:?} is not a property name: {bad:?} is not a letter, a digit or `_`")
        }
    };
    Some(message)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|char| char.is_alphanumeric() || char == '_')
}

/// Returns whether the text is the term of an annotation, such as `odata.mediaReadLink`, with or without a qualifier after `#`.
fn is_term(text: &str) -> bool {
    let (term, qualifier) = text.split_once('#').unwrap_or((text, "_"));
    term.split('.').all(is_word) && is_word(qualifier)
}

/// Reports a field that declares an annotation, if the field is the key or if its type is not an `Option`.
fn annotations(structure: &Structure<'_>, errors: &mut Errors) {
    // A name that is wrong already has its error.
    let is_valid = |field: &DeclaredField<'_>, property: &Property| wire_name_error(&property.wire_name.value, field).is_none();
    let annotations = structure.properties().filter(|(field, property)| property.is_annotation && is_valid(field, property));
    for (field, property) in annotations {
        if let Some(key) = property.key {
            let message = format!("an annotation cannot be the key: remove `key` or `rename` from `{}`", field.ident);
            errors.report(key, message);
        } else if !field.ty.is_option && !field.is_broken {
            let message = format!("a response may lack an annotation: use `Option<{}>`", display(field.ty.declared));
            errors.report(SpanRange::of(field.ty.declared), message);
        }
    }
}

fn unique_wire_names(structure: &Structure<'_>, errors: &mut Errors) {
    let properties: Vec<_> = structure.properties().filter(|(_, property)| property.is_named).collect();
    for (index, (field, property)) in properties.iter().enumerate() {
        let name = &property.wire_name;
        if let Some((first, _)) = properties.iter().take(index).find(|(_, earlier)| earlier.wire_name.value == name.value) {
            let (first, second) = (first.ident, field.ident);
            let message = format!("`{first}` and `{second}` are both {:?} in JSON: rename one", name.value);
            errors.report(name.span, message);
        }
    }
}

fn setter_names(structure: &Structure<'_>, errors: &mut Errors) {
    for (field, property) in structure.properties().filter(|_| !structure.kind.is_operation()) {
        if let Some(reason) = setter::conflict(structure, field, property) {
            let name = field.bare_name();
            let rename = setter::rename(&name, property);
            let message = format!("the setter of `{name}` would hide the method `{name}` {reason}: {rename}");
            errors.report(field.ident.span(), message);
        }
    }
}
