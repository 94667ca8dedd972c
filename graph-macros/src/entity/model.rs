//! The model of an entity or complex type: the role of each field, the name of each property in JSON, and the spans for error messages.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Attribute, Data, Field, Fields, Type, Visibility};

use super::kind::Kind;
use super::parse::Parsed;
use crate::attr::reader::KeyState;
use crate::attr::typed::{FieldAttributes, StructAttributes};
use crate::attr::value::{Permissions, Text};
use crate::container::Container;
use crate::crate_path::CratePath;
use crate::errors::Error;
use crate::property_type::shape::last_ident;
use crate::property_type::{PropertyType, check};
use crate::schema::files::SchemaFiles;
use crate::span_range::SpanRange;
use graph_schema::syntax::case::{camel_case, lower_first};

/// A struct with `#[derive(GraphEntity)]` or `#[derive(GraphComplex)]`, as the user declared it.
pub(super) struct Structure<'a> {
    pub(super) kind: Kind,
    pub(super) core: CratePath,
    pub(super) container: Container<'a>,
    pub(super) visibility: &'a Visibility,
    pub(super) attributes: &'a [Attribute],
    pub(super) data: &'a Data,
    /// The qualified name of the type, such as `microsoft.graph.user`: the value of the key `odata_type`, or a guess from the name of the
    /// struct.
    pub(super) odata_type: Text,
    pub(super) odata_type_state: KeyState,
    /// The qualified names of the type's base types: the values of the key `base`.
    pub(super) bases: Vec<Text>,
    pub(super) schemas: SchemaFiles,
    /// The value of the key `tag`. The check reports a value other than `always` and `never`.
    pub(super) tag: Option<Text>,
    pub(super) permissions: Permissions,
    /// The result of an action or a function: the value of the key `returns`.
    pub(super) returns: Option<Type>,
    pub(super) returns_state: KeyState,
    /// Whether the key `keyless` was given.
    pub(super) keyless: KeyState,
    /// Whether the key `select` was given.
    pub(super) is_select: bool,
    /// Whether the key `eventual_consistency` was given.
    pub(super) is_eventual: bool,
    pub(super) fields: Vec<DeclaredField<'a>>,
    /// Whether all fields and their attributes could be read. If not, a missing `#[graph(key)]` is not reported.
    pub(super) is_complete: bool,
}

/// A field of an entity or complex type, and its role in JSON.
pub(super) struct DeclaredField<'a> {
    pub(super) ident: &'a Ident,
    pub(super) attributes: &'a [Attribute],
    pub(super) ty: PropertyType<'a>,
    pub(super) role: Role,
    /// The error to report if the type of the field does not fit the field's role.
    pub(super) type_error: Option<Error>,
    /// Whether the field may have another role than `role`, because the key `additional` or `etag` may be misspelt in its attributes.
    pub(super) is_uncertain: bool,
    /// Whether the type of the field cannot be used. The setters of such a field accept any argument, so that one mistake does not cascade.
    pub(super) is_broken: bool,
}

/// The role of a field of an entity or complex type.
pub(super) enum Role {
    Property(Property),
    /// The field keeps the properties that no other field declares. Holds the span of the key `additional`.
    Additional(Span),
    /// The field keeps `@odata.etag`. Holds the span of the key `etag`.
    Etag(Span),
}

/// The property that a field declares.
pub(super) struct Property {
    /// The property's name in JSON.
    pub(super) wire_name: Text,
    /// Whether `wire_name` is certain. It is uncertain if an attribute that could not be read may contain the key `rename`.
    pub(super) is_named: bool,
    /// The span of `key` in `#[graph(key)]`, if the field has it.
    pub(super) key: Option<Span>,
    pub(super) read_only: bool,
    pub(super) create_only: bool,
    /// Whether `wire_name` is the name of an annotation, such as `@microsoft.graph.downloadUrl`.
    pub(super) is_annotation: bool,
    /// The span of `not_null` in `#[graph(not_null)]`, if the field has it.
    pub(super) not_null: Option<Span>,
    /// The span of `bind` in `#[graph(bind)]`, if the field has it.
    pub(super) bind: Option<Span>,
}

impl Property {
    /// Returns whether the patch has a setter for the property.
    pub(super) fn has_setter(&self) -> bool {
        self.key.is_none() && !self.read_only && !self.is_annotation
    }
}

impl<'a> Structure<'a> {
    /// Builds the model of the struct. `schemas_of_paths` returns the schema files that the struct's `graph_paths` attributes name. The
    /// struct is checked against these files if it lacks the key `schema`.
    pub(super) fn new(parsed: &Parsed<'a>, kind: Kind, schemas_of_paths: impl FnOnce() -> Vec<Text>) -> Self {
        let (input, attributes) = (&parsed.item.input, &parsed.attributes);
        let container = Container::new(&input.ident, &input.generics);
        let readable = |attributes: &FieldAttributes| !attributes.unreadable && !attributes.key.is_guessed();
        let is_complete = has_named_fields(&input.data)
            && !parsed.item.half_typed
            && !attributes.key_is_misplaced
            && parsed.fields.iter().all(|(_, attributes)| readable(attributes));
        let field = |(field, attributes): &(&'a Field, FieldAttributes)| DeclaredField::new(field, attributes, &container);
        Self {
            kind,
            core: CratePath::new(attributes.crate_path.value()),
            fields: parsed.fields.iter().filter_map(field).collect(),
            container,
            visibility: &input.vis,
            attributes: &input.attrs,
            data: &input.data,
            odata_type: odata_type(attributes, &input.ident),
            odata_type_state: attributes.odata_type.state(attributes.unreadable),
            bases: attributes.bases.value_or_default(),
            schemas: SchemaFiles::new(&attributes.schema, schemas_of_paths),
            tag: attributes.tag.value().cloned(),
            permissions: attributes.permissions.value_or_default(),
            returns: attributes.returns.value().cloned(),
            returns_state: attributes.returns.state(attributes.unreadable),
            keyless: attributes.keyless.state(attributes.unreadable),
            is_select: attributes.select.is_set(),
            is_eventual: attributes.eventual_consistency.is_set(),
            is_complete,
        }
    }

    /// Returns each property with its field, in the order of declaration.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&DeclaredField<'a>, &Property)> {
        self.fields.iter().filter_map(|field| match &field.role {
            Role::Property(property) => Some((field, property)),
            _ => None,
        })
    }

    /// Returns the fields of an operation and their names in requests, or `None` if some field could not be read.
    pub(super) fn parameters(&self) -> Option<Vec<(Ident, String)>> {
        let is_unit = matches!(self.data, Data::Struct(data) if matches!(data.fields, Fields::Unit));
        let of = |(field, property): (&DeclaredField<'_>, &Property)| (field.ident.clone(), property.wire_name.value.clone());
        (self.is_complete || is_unit).then(|| self.properties().map(of).collect())
    }

    /// Returns the error in the type of the operation's result, if there is one.
    pub(super) fn returns_error(&self) -> Option<Error> {
        match self.returns.as_ref()? {
            Type::Tuple(unit) if unit.elems.is_empty() && self.kind == Kind::Action => None,
            Type::Tuple(unit) if unit.elems.is_empty() => {
                Some(Error::new(SpanRange::of(unit), "a function returns something: write its type, or derive `GraphAction`"))
            }
            ty if last_ident(ty).is_some_and(|name| name == "Bytes") => None,
            ty => check::property(&PropertyType::new(ty)),
        }
    }

    /// Returns whether a field with `#[graph(additional)]` or a map type keeps the properties that no other field declares.
    pub(super) fn is_open(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.role, Role::Additional(_)) || field.ty.is_map())
    }

    pub(super) fn is_tagged(&self) -> bool {
        self.tag.as_ref().is_none_or(|text| text.value != "never")
    }
}

impl<'a> DeclaredField<'a> {
    fn new(field: &'a Field, attributes: &FieldAttributes, container: &Container<'_>) -> Option<Self> {
        let (ident, ty) = (field.ident.as_ref()?, PropertyType::new(&field.ty));
        // The key `additional` or `etag` may be misspelt, so the type of the field is not checked as a property type.
        let may_have_another_role = attributes.additional.is_guessed()
            || attributes.additional_is_misplaced
            || attributes.etag.is_guessed()
            || (attributes.unreadable && ty.is_map());
        let role = match (attributes.additional.span(), attributes.etag.span()) {
            (Some(span), _) => Role::Additional(span),
            (None, Some(span)) => Role::Etag(span),
            (None, None) => Role::Property(Property::new(ident, attributes)),
        };
        let is_uncertain = may_have_another_role && matches!(role, Role::Property(_));
        let type_error = match role {
            Role::Additional(_) => check::additional(&ty),
            Role::Etag(_) => check::etag(&ty),
            Role::Property(_) if may_have_another_role => None,
            Role::Property(_) => check::property(&ty),
        };
        let is_broken = type_error.is_some() || is_uncertain || container.is_generic();
        Some(Self { ident, attributes: &field.attrs, ty, role, type_error, is_uncertain, is_broken })
    }

    /// Returns the field's name without `r#`: `type` for `r#type`.
    pub(super) fn bare_name(&self) -> String {
        self.ident.unraw().to_string()
    }
}

impl Property {
    fn new(ident: &Ident, attributes: &FieldAttributes) -> Self {
        let derived = Text { value: camel_case(&ident.unraw().to_string()), span: ident.span() };
        let rename = attributes.rename.value().cloned();
        Self {
            is_annotation: rename.as_ref().is_some_and(|name| name.value.contains('@')),
            is_named: rename.is_some() || (attributes.rename.is_absent() && !attributes.unreadable),
            wire_name: rename.unwrap_or(derived),
            key: attributes.key.span(),
            read_only: attributes.read_only.is_set(),
            create_only: attributes.create_only.is_set(),
            not_null: attributes.not_null.span(),
            bind: attributes.bind.span(),
        }
    }
}

fn has_named_fields(data: &Data) -> bool {
    matches!(data, Data::Struct(data) if matches!(data.fields, Fields::Named(_)))
}

fn odata_type(attributes: &StructAttributes, name: &Ident) -> Text {
    let guess = || format!("microsoft.graph.{}", lower_first(&name.unraw().to_string()));
    attributes.odata_type.value().cloned().unwrap_or_else(|| Text { value: guess(), span: name.span() })
}
