//! `#[derive(GraphEnum)]`: open enumerations.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Variant};

use crate::attr::{Attributes, Place, Text, refuse};
use crate::ctxt::{At, Ctxt};
use crate::runtime::{Runtime, Subject, quiet};
use crate::schema::{Schemas, tracking};
use graph_schema::syntax::case::lower_first;

struct Enumeration<'a> {
    core: Runtime,
    subject: Subject<'a>,
    flags: bool,
    /// Its name in the schema, where that is not its name here.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    odata_type: Option<Text>,
    schemas: Schemas,
    members: Vec<(&'a Ident, Text)>,
    other: Option<&'a Ident>,
    /// All members are known.
    complete: bool,
    failed: bool,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut ctxt = Ctxt::default();
    let mut enumeration = Enumeration::new(&input, &mut ctxt);
    let held = enumeration.schemas.read(&mut ctxt);
    #[cfg(feature = "schema")]
    if enumeration.complete {
        let Enumeration { subject, odata_type, members, flags, .. } = &enumeration;
        crate::schema::check_enumeration(&held, subject.name, odata_type.as_ref(), members, *flags, &mut ctxt);
    }
    enumeration.failed = ctxt.has_errors();
    let (errors, expansion) = (ctxt.into_compile_errors(), enumeration.expand());
    let tracking = tracking(&enumeration.core, &[held]);
    emit!(#errors #expansion #tracking)
}

impl<'a> Enumeration<'a> {
    fn new(input: &'a DeriveInput, ctxt: &mut Ctxt) -> Self {
        let name = &input.ident;
        let mut silent = Ctxt::default();
        let reported = if matches!(input.data, Data::Enum(_)) { &mut *ctxt } else { &mut silent };
        let attributes = Attributes::collect(&input.attrs, Place::Enum, reported);
        let mut enumeration = Self {
            core: Runtime::new(&attributes),
            subject: Subject::new(name, &input.generics),
            flags: attributes.has("flags"),
            odata_type: attributes.text("odata_type"),
            schemas: Schemas::of(&attributes, Vec::new),
            members: Vec::new(),
            other: None,
            complete: !attributes.misplaced("other"),
            failed: false,
        };
        match &input.data {
            Data::Enum(data) => {
                for variant in &data.variants {
                    enumeration.complete &= enumeration.add(variant, ctxt);
                }
                enumeration.subject.refuse_generics("GraphEnum", ctxt);
                if enumeration.other.is_none() && enumeration.complete {
                    ctxt.error(
                        name.span(),
                        format!(
                            "`{name}` has no place for a member that the service adds later: add `#[graph(other)] Other(String)`"
                        ),
                    );
                }
            }
            Data::Struct(data) => {
                let message = format!(
                    "`#[derive(GraphEnum)]` is for enums: derive `GraphComplex` for `{name}`, or `GraphEntity` if it has a key"
                );
                ctxt.error(data.struct_token.span, message);
            }
            Data::Union(data) => {
                ctxt.error(data.union_token.span, "`#[derive(GraphEnum)]` is for enums, and OData has no unions")
            }
        }
        let is_enum = matches!(input.data, Data::Enum(_));
        if let (Some(span), true, true) = (attributes.span("odata_type"), is_enum, enumeration.schemas.is_empty()) {
            ctxt.error(span, "`odata_type` is what `schema` calls the enumeration: without that key it has no meaning");
        }
        enumeration.failed = ctxt.has_errors();
        enumeration
    }

    /// Whether it is known what the variant is.
    fn add(&mut self, variant: &'a Variant, ctxt: &mut Ctxt) -> bool {
        let attributes = Attributes::collect(&variant.attrs, Place::Member, ctxt);
        for field in &variant.fields {
            refuse(&field.attrs, "write it above the variant", ctxt);
        }
        if attributes.span("other").is_some() {
            self.add_other(variant, &attributes, ctxt);
            return true;
        }
        let ident = &variant.ident;
        if attributes.guessed("other") || (!matches!(variant.fields, Fields::Unit) && attributes.unreadable()) {
            return false;
        }
        if !matches!(variant.fields, Fields::Unit) {
            let hint = match &variant.fields {
                Fields::Unnamed(fields) if is_string(fields) => {
                    format!("mark it `#[graph(other)]` if it keeps the members that are not listed, or write `{ident}` alone")
                }
                _ => format!("write `{ident}` alone"),
            };
            ctxt.error(At::of(&variant.fields), format!("a member is a name and holds nothing: {hint}"));
            // It may have been meant to be the one for all others.
            return false;
        }
        if let Some((equals, value)) = &variant.discriminant {
            let at = At::of(quote::quote!(#equals #value));
            ctxt.error(at, "members go by their names on the wire: leave the number out");
        }
        let derived = || Text { value: lower_first(&ident.unraw().to_string()), span: ident.span() };
        let Some(name) = attributes.text_or("rename", derived) else { return false };
        if let Some(bad) = name.value.chars().find(|char| *char == ',' || char.is_whitespace() || char.is_control()) {
            ctxt.error(name.span, format!("{:?} is no member: it cannot hold {bad:?}", name.value));
        } else if name.value.is_empty() {
            ctxt.error(name.span, format!("the name of a member cannot be empty: write what the service calls `{ident}`"));
        }
        if let Some((first, _)) = self.members.iter().find(|(_, known)| known.value == name.value) {
            let message = format!("`{first}` and `{ident}` are both {:?} on the wire: rename one of them", name.value);
            ctxt.error(name.span, message);
        }
        self.members.push((ident, name));
        !attributes.unreadable()
    }

    fn add_other(&mut self, variant: &'a Variant, attributes: &Attributes, ctxt: &mut Ctxt) {
        let ident = &variant.ident;
        if let (Some(first), Some(span)) = (self.other, attributes.span("other")) {
            return ctxt.error(span, format!("one variant keeps all other members, and `{first}` is it already"));
        }
        self.other = Some(ident);
        match &variant.fields {
            Fields::Unnamed(fields) if is_string(fields) => {}
            Fields::Unit => ctxt.error(ident.span(), format!("`other` keeps the name of the member: write `{ident}(String)`")),
            fields => ctxt.error(At::of(fields), format!("`other` keeps the name of the member: write `{ident}(String)`")),
        }
    }

    fn expand(&self) -> TokenStream {
        let Self { core, subject, flags, .. } = self;
        let (params, clause) = (subject.params(), subject.clause());
        let texts: Vec<_> = self.members.iter().map(|(_, text)| &text.value).collect();
        let (from_name, to_name) =
            if self.failed { (emit!(::core::unreachable!()), emit!(::core::unreachable!())) } else { self.bodies() };
        let serde = subject.serde_impls(
            core,
            subject.name,
            &emit!(__serializer.serialize_str(#core::GraphEnum::name(self))),
            &emit!(#core::__private::deserialize_enum(__deserializer)),
        );
        // With mistakes in it, it may stand both where a set stands and where one member does.
        let set = (*flags || self.failed).then(|| emit!(impl #params #core::model::FlagsEnum for #subject #clause {}));
        let one = (!*flags || self.failed).then(|| {
            emit! {
                impl #params #core::model::PropertyValue for #subject #clause {
                    type Codec = #core::__private::Enumeration;
                }
            }
        });
        quiet(&emit! {
            impl #params #core::GraphEnum for #subject #clause {
                const DECLARATION: &'static #core::model::EnumType = &#core::model::EnumType::new(&[#(#texts),*], #flags);
                fn from_name(__name: &::core::primitive::str) -> Self {
                    #from_name
                }
                fn name(&self) -> &::core::primitive::str {
                    #to_name
                }
            }
            #set
            #one
            #serde
        })
    }

    fn bodies(&self) -> (TokenStream, TokenStream) {
        let idents: Vec<_> = self.members.iter().map(|(ident, _)| ident).collect();
        let texts: Vec<_> = self.members.iter().map(|(_, text)| &text.value).collect();
        let other = self.other;
        let from_name = emit! {
            match __name {
                #(#texts => Self::#idents,)*
                __name => Self::#other(::core::convert::From::from(__name)),
            }
        };
        let to_name = emit! {
            match self {
                #(Self::#idents => #texts,)*
                Self::#other(__name) => __name,
            }
        };
        (from_name, to_name)
    }
}

fn is_string(fields: &syn::FieldsUnnamed) -> bool {
    fields.unnamed.len() == 1
        && fields.unnamed.first().is_some_and(|field| match &field.ty {
            syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "String"),
            _ => false,
        })
}
