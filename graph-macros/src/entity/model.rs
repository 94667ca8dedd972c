//! A declaration as the macros understand it, every name with the span where it was typed.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Visibility};

use super::Kind;
use crate::attr::{Attributes, Place, Text, list};
use crate::ctxt::{Ctxt, nearest};
use crate::names::camel_case;
use crate::runtime::Runtime;
use crate::schema::Schemas;
use crate::types::PropertyTy;

pub(crate) struct Declaration<'a> {
    pub(crate) kind: Kind,
    pub(crate) core: Runtime,
    pub(crate) name: &'a Ident,
    pub(crate) visibility: &'a Visibility,
    pub(crate) odata_type: Text,
    pub(crate) bases: Vec<Text>,
    pub(crate) schemas: Schemas,
    pub(crate) tagged: bool,
    pub(crate) delegated: Vec<Text>,
    pub(crate) application: Vec<Text>,
    pub(crate) fields: Vec<DeclaredField<'a>>,
}

/// A field, and what it stands for on the wire.
pub(crate) struct DeclaredField<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attributes: &'a [Attribute],
    pub(crate) ty: PropertyTy<'a>,
    pub(crate) role: Role,
}

pub(crate) enum Role {
    Property(Property),
    Additional,
    Etag,
}

pub(crate) struct Property {
    pub(crate) wire: Text,
    pub(crate) key: bool,
    pub(crate) read_only: bool,
    pub(crate) not_null: bool,
}

impl Property {
    pub(crate) fn writable(&self) -> bool {
        !self.key && !self.read_only
    }
}

impl<'a> Declaration<'a> {
    pub(crate) fn new(input: &'a DeriveInput, kind: Kind, ctxt: &mut Ctxt) -> Self {
        let attributes = Attributes::collect(&input.attrs, Place::Struct, ctxt);
        let (delegated, application) = permissions(&attributes, ctxt);
        let declaration = Self {
            kind,
            core: Runtime::new(&attributes),
            name: &input.ident,
            visibility: &input.vis,
            odata_type: odata_type(&attributes, input, kind, ctxt),
            bases: attributes.texts("base"),
            schemas: Schemas::of(&attributes, || crate::paths::schemas(&input.attrs)),
            tagged: tagged(&attributes, ctxt),
            delegated,
            application,
            fields: fields(input, kind, ctxt)
                .iter()
                .flat_map(|fields| fields.iter())
                .filter_map(|field| DeclaredField::new(field, ctxt))
                .collect(),
        };
        if let Some(generics) = input.generics.params.first() {
            ctxt.error(
                generics.span(),
                format!("`#[derive({})]` takes no generics: declare one struct for each Graph type", kind.derive_name()),
            );
        }
        for check in [keys, special_fields, wire_names, generated_names, bases] {
            check(&declaration, ctxt);
        }
        declaration
    }

    /// The properties with their fields, in the order of declaration.
    pub(crate) fn properties(&self) -> impl Iterator<Item = (&DeclaredField<'a>, &Property)> {
        self.fields.iter().filter_map(|field| match &field.role {
            Role::Property(property) => Some((field, property)),
            _ => None,
        })
    }

    pub(crate) fn field_of(&self, matches: impl Fn(&Role) -> bool) -> Option<&DeclaredField<'a>> {
        self.fields.iter().find(|field| matches(&field.role))
    }
}

impl<'a> DeclaredField<'a> {
    fn new(field: &'a Field, ctxt: &mut Ctxt) -> Option<Self> {
        let ident = field.ident.as_ref()?;
        let attributes = Attributes::collect(&field.attrs, Place::Property, ctxt);
        let ty = PropertyTy::new(&field.ty);
        let exclusive = |names: &[&str], ctxt: &mut Ctxt| {
            let given: Vec<_> = names.iter().filter_map(|name| Some((name, attributes.span(name)?))).collect();
            if let [(first, _), (second, span), ..] = given.as_slice() {
                ctxt.error(*span, format!("`{second}` and `{first}` exclude each other: keep one of them"));
            }
        };
        exclusive(&["additional", "etag", "key"], ctxt);
        exclusive(&["key", "read_only"], ctxt);
        exclusive(&["key", "not_null"], ctxt);
        exclusive(&["additional", "rename"], ctxt);
        exclusive(&["etag", "rename"], ctxt);
        let role = if attributes.span("additional").is_some() {
            Role::Additional
        } else if attributes.span("etag").is_some() {
            Role::Etag
        } else {
            ty.check(ctxt);
            if let (Some(span), false) = (attributes.span("not_null"), ty.option) {
                ctxt.error(span, format!("`not_null` is for an `Option` that is absent at times: `{ident}` is always there"));
            }
            if attributes.span("key").is_some() && ty.option {
                ctxt.error(ty.whole.span(), format!("a key is never null: write `{ident}: String`"));
            }
            Role::Property(Property {
                wire: wire_name(ident, &attributes, ctxt),
                key: attributes.span("key").is_some(),
                read_only: attributes.span("read_only").is_some(),
                not_null: attributes.span("not_null").is_some(),
            })
        };
        Some(Self { ident, attributes: &field.attrs, ty, role })
    }
}

fn wire_name(ident: &Ident, attributes: &Attributes, ctxt: &mut Ctxt) -> Text {
    let derived = camel_case(&ident.unraw().to_string());
    let Some(rename) = attributes.text("rename") else {
        return Text { value: derived, span: ident.span() };
    };
    if rename.value.is_empty() {
        ctxt.error(rename.span, "a property's name cannot be empty");
    } else if rename.value.starts_with("@odata.") {
        let etag = if rename.value == "@odata.etag" {
            ": mark the field `#[graph(etag)]`"
        } else {
            ", the library writes and reads them"
        };
        ctxt.error(rename.span, format!("names that begin with `@odata.` are OData's own{etag}"));
    } else if rename.value.contains(|char: char| !char.is_alphanumeric() && char != '_') {
        ctxt.error(rename.span, format!("`{}` is no property name: letters, digits and `_` only", rename.value));
    } else if rename.value == derived {
        ctxt.error(rename.span, format!("`{ident}` is `{derived}` on the wire by itself: leave the `rename` out"));
    }
    rename
}

fn fields<'a>(
    input: &'a DeriveInput,
    kind: Kind,
    ctxt: &mut Ctxt,
) -> Option<&'a syn::punctuated::Punctuated<Field, syn::Token![,]>> {
    let derive = kind.derive_name();
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(fields) => {
                ctxt.error(fields.span(), "properties have names: write `{ pub id: String, … }`");
            }
            Fields::Unit if kind == Kind::Complex => return None,
            Fields::Unit => ctxt.error(input.ident.span(), format!("an entity has at least a key: `pub struct {} {{ #[graph(key)] pub id: String }}`", input.ident)),
        },
        Data::Enum(data) => ctxt.error(
            data.enum_token.span,
            format!("`#[derive({derive})]` is for structs: an enumeration derives `GraphEnum`, an enum of derived types `GraphDerived`"),
        ),
        Data::Union(data) => ctxt.error(data.union_token.span, format!("`#[derive({derive})]` is for structs with named fields")),
    }
    None
}

fn odata_type(attributes: &Attributes, input: &DeriveInput, kind: Kind, ctxt: &mut Ctxt) -> Text {
    let guess = format!("microsoft.graph.{}", crate::names::lower_first(&input.ident.unraw().to_string()));
    let Some(text) = attributes.text("odata_type") else {
        if attributes.span("odata_type").is_none() {
            ctxt.error(
                input.ident.span(),
                format!("`{}` needs its type name: `#[graph(odata_type = \"{guess}\")]`", input.ident),
            );
        }
        return Text { value: guess, span: input.ident.span() };
    };
    check_type_name(&text, ctxt);
    let _ = kind;
    text
}

/// A qualified name: `microsoft.graph.user`.
pub(crate) fn check_type_name(text: &Text, ctxt: &mut Ctxt) {
    let identifier = |part: &str| !part.is_empty() && part.chars().all(|char| char.is_alphanumeric() || char == '_');
    if let Some(bare) = text.value.strip_prefix('#') {
        ctxt.error(text.span, format!("the `#` is written by the library: `\"{bare}\"`"));
    } else if !text.value.contains('.') {
        ctxt.error(text.span, format!("a type name has its namespace: `\"microsoft.graph.{}\"`", text.value));
    } else if !text.value.split('.').all(identifier) {
        ctxt.error(text.span, format!("`{}` is no qualified type name such as `microsoft.graph.user`", text.value));
    }
}

fn tagged(attributes: &Attributes, ctxt: &mut Ctxt) -> bool {
    match attributes.text("tag") {
        Some(text) if text.value == "never" => false,
        Some(text) if text.value != "always" => {
            let near =
                nearest(&text.value, ["always", "never"]).map_or(String::new(), |near| format!(": did you mean `{near}`?"));
            ctxt.error(text.span, format!("`tag` is `\"always\"` or `\"never\"`, not `\"{}\"`{near}", text.value));
            true
        }
        _ => true,
    }
}

fn permissions(attributes: &Attributes, ctxt: &mut Ctxt) -> (Vec<Text>, Vec<Text>) {
    let (mut delegated, mut application) = (Vec::new(), Vec::new());
    for (group, texts) in attributes.groups("permissions") {
        match group.to_string().as_str() {
            "delegated" => delegated.extend(texts.iter().cloned()),
            "application" => application.extend(texts.iter().cloned()),
            other => {
                let near = nearest(other, ["delegated", "application"])
                    .map_or(String::new(), |near| format!(": did you mean `{near}`?"));
                ctxt.error(group.span(), format!("permissions are {}, not `{other}`{near}", list(&["delegated", "application"])));
            }
        }
    }
    for text in delegated
        .iter()
        .chain(&application)
        .filter(|text| text.value.trim().is_empty() || text.value.contains(char::is_whitespace))
    {
        ctxt.error(text.span, "a permission is one word such as `DeviceManagementConfiguration.ReadWrite.All`");
    }
    (delegated, application)
}

// The cross-checks: what only shows when the whole declaration is seen. Each reports at the later of two places.

fn keys(declaration: &Declaration<'_>, ctxt: &mut Ctxt) {
    let mut keys = declaration.properties().filter(|(_, property)| property.key);
    match (keys.next(), declaration.kind) {
        (Some((field, _)), Kind::Complex) => {
            ctxt.error(
                field.ident.span(),
                format!("a complex type has no key: remove `#[graph(key)]`, or derive `GraphEntity` for `{}`", declaration.name),
            );
        }
        (Some((first, _)), Kind::Entity) => {
            for (field, _) in keys {
                ctxt.error(field.ident.span(), format!("`{}` is the key already: an entity of Graph has one", first.ident));
            }
        }
        (None, Kind::Entity) if !declaration.fields.is_empty() => {
            let id = declaration.properties().find(|(_, property)| property.wire.value == "id");
            let (span, hint) = match id {
                Some((field, _)) => (field.ident.span(), "mark this field `#[graph(key)]`"),
                None => (declaration.name.span(), "add `#[graph(key)] pub id: String`"),
            };
            ctxt.error(span, format!("`{}` has no key: {hint}", declaration.name));
        }
        _ => {}
    }
}

fn special_fields(declaration: &Declaration<'_>, ctxt: &mut Ctxt) {
    let mut check = |name: &str, matches: fn(&Role) -> bool| {
        let mut fields = declaration.fields.iter().filter(|field| matches(&field.role));
        if let Some(first) = fields.next() {
            for field in fields {
                ctxt.error(field.ident.span(), format!("`{}` is `#[graph({name})]` already: one field holds it", first.ident));
            }
        }
    };
    check("additional", |role| matches!(role, Role::Additional));
    check("etag", |role| matches!(role, Role::Etag));
}

fn wire_names(declaration: &Declaration<'_>, ctxt: &mut Ctxt) {
    let properties: Vec<_> = declaration.properties().collect();
    for (index, (field, property)) in properties.iter().enumerate() {
        let same = |(_, other): &&(&DeclaredField<'_>, &Property)| other.wire.value == property.wire.value;
        if let Some((first, _)) = properties.iter().take(index).find(same) {
            ctxt.error(
                property.wire.span,
                format!(
                    "`{}` and `{}` are both `{}` on the wire: rename one of them",
                    first.ident, field.ident, property.wire.value
                ),
            );
        }
    }
}

/// The methods that every patch has; a setter of the same name would not compile.
const PATCH_METHODS: &[&str] = &["diff", "apply", "is_empty"];

fn generated_names(declaration: &Declaration<'_>, ctxt: &mut Ctxt) {
    let fields: Vec<_> = declaration.properties().map(|(field, _)| field).collect();
    for field in &fields {
        let name = field.ident.unraw().to_string();
        // A trailing `_` is no part of the name on the wire.
        let mut rename = |reason: String| {
            ctxt.error(field.ident.span(), format!("{reason}: call the field `{name}_`, which changes nothing on the wire"));
        };
        if PATCH_METHODS.contains(&name.as_str()) {
            rename(format!("every patch has a method `{name}`"));
        }
        let clears = |prefix: &str| {
            let of = name.strip_prefix(prefix)?;
            fields.iter().find(|field| field.ty.option && field.ident.unraw() == of)
        };
        if let Some(other) = clears("clear_").or_else(|| clears("set_or_clear_")) {
            rename(format!("the patch already has a method `{name}`, for the nullable `{}`", other.ident));
        }
    }
}

fn bases(declaration: &Declaration<'_>, ctxt: &mut Ctxt) {
    for (index, base) in declaration.bases.iter().enumerate() {
        check_type_name(base, ctxt);
        if base.value == declaration.odata_type.value {
            ctxt.error(base.span, "a type is not its own base");
        } else if declaration.bases.iter().take(index).any(|earlier| earlier.value == base.value) {
            ctxt.error(base.span, format!("`{}` is named twice", base.value));
        }
    }
}
