//! A declaration as the macros understand it, every name with the span where it was typed.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Token, Visibility};

use super::{Kind, check};
use crate::attr::{Attributes, Text};
use crate::ctxt::{At, Ctxt};
use crate::runtime::{Runtime, Subject};
use crate::schema::Schemas;
use crate::types::{PropertyTy, shown};
use graph_schema::syntax::case::{camel_case, lower_first};

pub(crate) struct Declaration<'a> {
    pub(crate) kind: Kind,
    pub(crate) core: Runtime,
    pub(crate) subject: Subject<'a>,
    pub(crate) visibility: &'a Visibility,
    /// Those of the struct.
    pub(crate) attributes: &'a [Attribute],
    pub(crate) odata_type: Text,
    pub(crate) bases: Vec<Text>,
    pub(crate) schemas: Schemas,
    pub(crate) tagged: bool,
    pub(crate) delegated: Vec<Text>,
    pub(crate) application: Vec<Text>,
    pub(crate) fields: Vec<DeclaredField<'a>>,
    /// It has fields with names, and all of their attributes could be read: what it lacks is known.
    pub(crate) complete: bool,
    pub(crate) failed: bool,
}

/// A field, and what it stands for on the wire.
pub(crate) struct DeclaredField<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attributes: &'a [Attribute],
    pub(crate) ty: PropertyTy<'a>,
    pub(crate) role: Role,
    /// Something is wrong with it, so its setters take anything.
    pub(crate) broken: bool,
    /// The names of its setters are free.
    pub(crate) setter: bool,
    /// Where it was marked as something else than a property.
    pub(crate) marked: Option<Span>,
}

pub(crate) enum Role {
    Property(Property),
    Additional,
    Etag,
}

pub(crate) struct Property {
    pub(crate) wire: Text,
    /// The name on the wire is known: nothing is wrong with what was to say it.
    pub(crate) named: bool,
    /// Where it was marked as the key.
    pub(crate) key: Option<Span>,
    pub(crate) read_only: bool,
    pub(crate) not_null: bool,
}

impl Property {
    pub(crate) fn writable(&self) -> bool {
        self.key.is_none() && !self.read_only
    }
}

impl<'a> Declaration<'a> {
    /// All of it was typed, unless `half_typed`.
    pub(crate) fn new(input: &'a DeriveInput, kind: Kind, half_typed: bool, ctxt: &mut Ctxt) -> Self {
        // What the attributes of another kind of item say was not said to this derive.
        let mut silent = Ctxt::default();
        let reported = if matches!(input.data, Data::Struct(_)) { &mut *ctxt } else { &mut silent };
        let attributes = Attributes::collect(&input.attrs, kind.place(), reported);
        let fields = fields(input, kind, ctxt);
        let mut complete = fields.is_some() && !half_typed && !attributes.misplaced("key");
        let fields = fields.into_iter().flatten().filter_map(|field| {
            let attributes = Attributes::collect(&field.attrs, kind.place_of_properties(), ctxt);
            complete &= !attributes.unreadable() && !attributes.guessed("key");
            DeclaredField::new(field, &attributes, ctxt)
        });
        let fields = fields.collect();
        let mut declaration = Self {
            kind,
            core: Runtime::new(&attributes),
            subject: Subject::new(&input.ident, &input.generics),
            visibility: &input.vis,
            attributes: &input.attrs,
            odata_type: odata_type(&attributes, input),
            bases: attributes.texts("base"),
            schemas: Schemas::of(&attributes, || crate::paths::schemas(&input.attrs)),
            tagged: attributes.text("tag").is_none_or(|text| text.value != "never"),
            delegated: attributes.group("permissions", "delegated"),
            application: attributes.group("permissions", "application"),
            fields,
            complete,
            failed: false,
        };
        if matches!(input.data, Data::Struct(_)) {
            let known = declaration.subject.only_borrows() && declaration.fields.iter().any(|field| field.broken);
            if !known {
                declaration.subject.refuse_generics(kind.derive_name(), ctxt);
            }
            let generic = declaration.subject.is_generic();
            declaration.fields.iter_mut().for_each(|field| field.broken |= generic);
            for check in check::ALL {
                check(&mut declaration, &attributes, ctxt);
            }
        }
        declaration.failed = ctxt.has_errors();
        declaration
    }

    /// The properties with their fields, in the order of declaration.
    pub(crate) fn properties(&self) -> impl Iterator<Item = (&DeclaredField<'a>, &Property)> {
        self.fields.iter().filter_map(|field| match &field.role {
            Role::Property(property) => Some((field, property)),
            _ => None,
        })
    }

    /// A field keeps the properties that have no field of their own, or is meant to: its type is none that a property has.
    pub(crate) fn is_open(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.role, Role::Additional) || field.ty.is_additional())
    }
}

impl<'a> DeclaredField<'a> {
    fn new(field: &'a Field, attributes: &Attributes, ctxt: &mut Ctxt) -> Option<Self> {
        let ident = field.ident.as_ref()?;
        let ty = PropertyTy::new(&field.ty);
        // It may have been meant to be none, so its type may be none that a property has.
        let no_property =
            ["additional", "etag"].iter().any(|key| attributes.guessed(key)) || (attributes.unreadable() && ty.is_additional());
        let (role, broken) = ctxt.watch(|ctxt| {
            if attributes.span("additional").is_some() {
                ty.check_is_additional(ctxt);
                Role::Additional
            } else if attributes.span("etag").is_some() {
                ty.check_is_etag(ctxt);
                Role::Etag
            } else {
                if !no_property {
                    ty.check(ctxt);
                }
                let derived = || Text { value: camel_case(&ident.unraw().to_string()), span: ident.span() };
                let wire = attributes.text_or("rename", derived);
                Role::Property(Property {
                    named: wire.is_some(),
                    wire: wire.unwrap_or_else(derived),
                    key: attributes.span("key"),
                    read_only: attributes.span("read_only").is_some(),
                    not_null: attributes.span("not_null").is_some(),
                })
            }
        });
        let broken = broken || (no_property && matches!(role, Role::Property(_)));
        if let (Some(span), Role::Property(_), false) = (attributes.span("not_null"), &role, ty.option || broken) {
            ctxt.error(span, format!("`not_null` is for an `Option` that is absent at times: `{ident}` is always there"));
        }
        let marked = attributes.span("additional").or(attributes.span("etag"));
        Some(Self { ident, attributes: &field.attrs, ty, role, broken, setter: true, marked })
    }

    /// The property's name in Rust, without `r#`.
    pub(crate) fn bare(&self) -> String {
        self.ident.unraw().to_string()
    }
}

fn odata_type(attributes: &Attributes, input: &DeriveInput) -> Text {
    let guess = format!("microsoft.graph.{}", lower_first(&input.ident.unraw().to_string()));
    attributes.text("odata_type").unwrap_or(Text { value: guess, span: input.ident.span() })
}

fn fields<'a>(input: &'a DeriveInput, kind: Kind, ctxt: &mut Ctxt) -> Option<&'a Punctuated<Field, Token![,]>> {
    let (derive, name) = (kind.derive_name(), &input.ident);
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(fields) => {
                let ty = fields.unnamed.first().map_or_else(|| "String".to_owned(), |field| shown(&field.ty));
                ctxt.error(At::of(fields), format!("properties have names: write `struct {name} {{ pub its_name: {ty} }}`"));
            }
            Fields::Unit if kind == Kind::Complex => {}
            Fields::Unit => {
                let message = format!("an entity has at least a key: write `struct {name} {{ #[graph(key)] pub id: String }}`");
                ctxt.error(name.span(), message);
            }
        },
        Data::Enum(data) => ctxt.error(
            data.enum_token.span,
            format!(
                "`#[derive({derive})]` is for structs: derive `GraphEnum` where `{name}` names members, and `GraphDerived` where it \
                 holds one of several types"
            ),
        ),
        Data::Union(data) => {
            ctxt.error(data.union_token.span, format!("`#[derive({derive})]` is for structs, and OData has no unions"));
        }
    }
    None
}
