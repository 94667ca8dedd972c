//! The `#[graph(...)]` attribute: one table of keys, where each belongs and what it takes.

mod entry;

use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned;
use syn::{Attribute, LitStr, Path};

use crate::ctxt::{Ctxt, list, or};
use entry::{Entry, NoKey};
pub(crate) use entry::{is_punct, split_at_commas, typed};
use graph_schema::syntax::nearest::nearest;

/// The places of an item where the attribute may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Entity,
    Complex,
    EntityProperty,
    ComplexProperty,
    Enum,
    Member,
    DerivedEnum,
    DerivedVariant,
}

impl Place {
    fn describe(self) -> &'static str {
        match self {
            Self::Entity => "an entity",
            Self::Complex => "a complex type",
            Self::EntityProperty => "a property of an entity",
            Self::ComplexProperty => "a property of a complex type",
            Self::Enum => "an enum",
            Self::Member => "an enum member",
            Self::DerivedEnum => "an enum of derived types",
            Self::DerivedVariant => "a variant of derived types",
        }
    }
}

/// What follows a key.
#[derive(Clone, Copy)]
enum Form {
    /// Nothing.
    Flag,
    /// `= "text"`
    Text,
    /// `= "text"` or `("text", "text")`
    Texts,
    /// `= path`
    Path,
    /// Lists of texts by these names: `(delegated("…"), application("…"))`
    Groups(&'static [Name]),
}

/// A name, and what people call it as well.
pub(crate) struct Name {
    pub(crate) name: &'static str,
    pub(crate) also: &'static [&'static str],
}

struct Key {
    name: Name,
    places: &'static [Place],
    form: Form,
    example: &'static str,
}

const fn key(
    name: &'static str,
    also: &'static [&'static str],
    places: &'static [Place],
    form: Form,
    example: &'static str,
) -> Key {
    Key { name: Name { name, also }, places, form, example }
}

const STRUCT: &[Place] = &[Place::Entity, Place::Complex];
const PROPERTY: &[Place] = &[Place::EntityProperty, Place::ComplexProperty];
const FOR_WHOM: &[Name] =
    &[Name { name: "delegated", also: &["user", "work", "account"] }, Name { name: "application", also: &["app", "app_only"] }];

/// Every key there is. A new one needs a line here and one call of a getter where it is used; its errors come by themselves.
#[rustfmt::skip]
const KEYS: &[Key] = &[
    key("odata_type", &["type", "name", "type_name", "odata"], &[Place::Entity, Place::Complex, Place::Enum], Form::Text, "odata_type = \"microsoft.graph.deviceConfiguration\""),
    key("base", &["extends", "inherits", "parent", "base_type", "odata_type"], &[Place::Entity, Place::Complex, Place::DerivedEnum], Form::Texts, "base = \"microsoft.graph.deviceConfiguration\""),
    key("schema", &["csdl", "metadata", "checked_against"], &[Place::Entity, Place::Complex, Place::Enum], Form::Texts, "schema = \"schema/beta.graph\""),
    key("tag", &["tagged"], STRUCT, Form::Text, "tag = \"never\""),
    key("permissions", &["scope", "scopes"], &[Place::Entity], Form::Groups(FOR_WHOM), "permissions(delegated(\"User.Read\"), application(\"User.Read.All\"))"),
    key("keyless", &["no_key", "without_key", "singleton"], &[Place::Entity], Form::Flag, "keyless"),
    key("crate", &["krate", "runtime", "graph_core"], &[Place::Entity, Place::Complex, Place::Enum, Place::DerivedEnum], Form::Path, "crate = ::graph_core"),
    key("key", &["id", "primary", "primary_key"], &[Place::EntityProperty], Form::Flag, "key"),
    key("rename", &["name", "alias", "json", "json_name", "wire", "serialize"], &[Place::EntityProperty, Place::ComplexProperty, Place::Member], Form::Text, "rename = \"azureADDeviceId\""),
    key("read_only", &["computed", "immutable"], PROPERTY, Form::Flag, "read_only"),
    key("not_null", &["never_null"], PROPERTY, Form::Flag, "not_null"),
    key("additional", &["extra", "unknown", "open"], PROPERTY, Form::Flag, "additional"),
    key("etag", &["e_tag", "version"], &[Place::EntityProperty], Form::Flag, "etag"),
    key("flags", &["bitflags", "flag_enum"], &[Place::Enum], Form::Flag, "flags"),
    key("other", &["fallback", "catch_all", "unknown", "default"], &[Place::Member, Place::DerivedVariant], Form::Flag, "other"),
];

/// What is looked for as a key and said in another way.
const NO_KEYS: &[(&[&str], &str)] = &[
    (&["path", "paths", "v1", "beta", "url"], "paths are declared beside it: `#[graph_paths(v1, \"/…\")]`"),
    (&["nullable", "optional", "null", "default"], "a property that may be null or absent is an `Option`"),
    (
        &["required", "non_null", "non_nullable", "mandatory"],
        "a plain type is never null, and an `Option` that may be absent but never null is marked `not_null`",
    ),
    (
        &["flatten"],
        "a complex type is a property by its own name, and a field marked `additional` keeps the properties that have no field",
    ),
    (&["mutable", "writable", "writeable", "read_write"], "a property can be written unless it is marked `read_only`"),
    (&["untagged"], "write `tag = \"never\"`"),
    (&["rename_all", "case"], "names become camelCase by themselves, `rename` is for the others"),
    (
        &["skip", "ignore", "skip_serializing", "skip_serializing_if"],
        "every field is a property: what is none belongs outside the struct",
    ),
];

/// Keys that leave others without a meaning, and why.
const WITHOUT_MEANING: &[(&str, &[&str], &str)] = &[
    (
        "additional",
        &["key", "etag", "rename", "read_only", "not_null"],
        "the field is no property, it holds those that have no field",
    ),
    ("etag", &["key", "rename", "read_only", "not_null"], "the field is no property, it holds `@odata.etag`"),
    ("key", &["read_only"], "a key is never written anyway"),
    ("key", &["not_null"], "a key is always there"),
    ("other", &["rename"], "the variant keeps each member by the name it came with"),
];

/// A text together with where it was typed.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl From<&LitStr> for Text {
    fn from(literal: &LitStr) -> Self {
        Self { value: literal.value(), span: literal.span() }
    }
}

impl Text {
    pub(crate) fn literal(&self) -> LitStr {
        LitStr::new(&self.value, self.span)
    }
}

enum Value {
    Flag,
    Text(Text),
    Texts(Vec<Text>),
    Path(Path),
    Groups(Vec<(&'static str, Vec<Text>)>),
    /// Reported: it counts as given, so that nothing complains that it is missing.
    Wrong,
}

struct Given {
    key: &'static str,
    span: Span,
    value: Value,
    /// Another name was typed. It counts as given, so that nothing misses it, but nothing is held against it.
    guessed: bool,
}

/// The attributes of one item, field or variant, checked against the table.
pub(crate) struct Attributes {
    given: Vec<Given>,
    /// Keys that belong elsewhere, which may be why they are missing there.
    misplaced: Vec<&'static str>,
    /// Something in it could not be told to be any key.
    unreadable: bool,
}

impl Attributes {
    /// Reads all `#[graph(...)]` of one place; what is wrong is reported and counts as given.
    pub(crate) fn collect(attributes: &[Attribute], place: Place, ctxt: &mut Ctxt) -> Self {
        let mut found = Self { given: Vec::new(), misplaced: Vec::new(), unreadable: false };
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("graph")) {
            match &attribute.meta {
                syn::Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => {
                    for entry in entry::split(list.tokens.clone(), is_key) {
                        match entry {
                            Ok(entry) => {
                                entry.check_comma(ctxt);
                                found.add(&entry, place, ctxt);
                            }
                            Err(NoKey { at, typed }) => {
                                found.unreadable = true;
                                let example = example_for(place, typed.as_deref());
                                ctxt.error(at, format!("a key comes first: write `#[graph({example})]`"));
                            }
                        }
                    }
                }
                meta => {
                    found.unreadable = true;
                    let example = example_for(place, None);
                    let message = format!("`#[graph]` takes its keys in parentheses: write `#[graph({example})]`");
                    ctxt.error(meta.path().span(), message);
                }
            }
        }
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            found.unreadable = true;
            let keys = attribute.meta.require_list().ok().map(|list| list.tokens.to_string());
            let ours = |keys: &String| KEYS.iter().any(|key| key.places.contains(&place) && keys.starts_with(key.name.name));
            let instead = keys.filter(ours).map_or_else(|| "leave it out".to_owned(), |keys| format!("write `#[graph({keys})]`"));
            ctxt.error(attribute.path().span(), format!("serde's traits are implemented by the derive of graph-core: {instead}"));
        }
        found.check_meaning(ctxt);
        found
    }

    fn add(&mut self, entry: &Entry, place: Place, ctxt: &mut Ctxt) {
        let (name, span) = (entry.name(), entry.key.span());
        let here = || KEYS.iter().filter(|key| key.places.contains(&place));
        if let Some(key) = here().find(|key| key.name.name == name) {
            if self.span(key.name.name).is_some() {
                return ctxt.error(span, format!("`{name}` is given twice: keep one of them"));
            }
            let value = entry.value(key, ctxt).unwrap_or(Value::Wrong);
            self.given.retain(|given| given.key != key.name.name);
            return self.given.push(Given { key: key.name.name, span, value, guessed: false });
        }
        if let Some(key) = here().find(|key| key.name.also.contains(&name.as_str())) {
            return self.guess(entry, key, ctxt);
        }
        if let Some(key) = KEYS.iter().find(|key| key.name.name == name) {
            let message = format!("`{name}` does not belong on {}: it belongs on {}", place.describe(), places(key));
            self.misplaced.push(key.name.name);
            return ctxt.error(span, message);
        }
        if let Some((_, instead)) = NO_KEYS.iter().find(|(names, _)| names.contains(&name.as_str())) {
            self.unreadable = true;
            return ctxt.error(span, format!("there is no key `{name}`: {instead}"));
        }
        let near = meant(&name, here().map(|key| &key.name)).and_then(|meant| here().find(|key| key.name.name == meant));
        let Some(key) = near else {
            self.unreadable = true;
            let here: Vec<&str> = here().map(|key| key.name.name).collect();
            return ctxt.error(span, format!("unknown key `{name}`: {} takes {}", place.describe(), or(&here)));
        };
        self.guess(entry, key, ctxt);
    }

    fn guess(&mut self, entry: &Entry, key: &Key, ctxt: &mut Ctxt) {
        let meant = key.name.name;
        ctxt.error(entry.key.span(), format!("unknown key `{}`: did you mean `{meant}`?", entry.name()));
        // All that is taken over is where the runtime may be: without it the expansion would be full of errors.
        let path = if matches!(key.form, Form::Path) { entry.value(key, &mut Ctxt::default()) } else { None };
        if !self.has(meant) {
            let value = path.unwrap_or(Value::Wrong);
            self.given.push(Given { key: meant, span: entry.key.span(), value, guessed: true });
        }
    }

    fn check_meaning(&self, ctxt: &mut Ctxt) {
        for (key, without_meaning, why) in WITHOUT_MEANING.iter().filter(|(key, ..)| self.span(key).is_some()) {
            for given in self.given.iter().filter(|given| !given.guessed && without_meaning.contains(&given.key)) {
                ctxt.error(given.span, format!("`{}` has no meaning beside `{key}`: {why}", given.key));
            }
        }
    }

    fn find(&self, key: &str) -> Option<&Given> {
        self.given.iter().find(|given| given.key == key)
    }

    /// Whether the key is there, rightly or wrongly, or another one that was probably meant to be it.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Whether the key is neither there nor in what could not be read.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        !self.has(key) && !self.unreadable
    }

    /// Whether the key is here although it belongs elsewhere.
    pub(crate) fn misplaced(&self, key: &str) -> bool {
        self.misplaced.contains(&key)
    }

    /// Whether there is something that could not be read.
    pub(crate) fn unreadable(&self) -> bool {
        self.unreadable
    }

    /// Where a key was typed, if it was, and by its own name.
    pub(crate) fn span(&self, key: &str) -> Option<Span> {
        self.find(key).filter(|given| !given.guessed).map(|given| given.span)
    }

    /// Whether it was another key that was typed, which was probably meant to be this one.
    pub(crate) fn guessed(&self, key: &str) -> bool {
        self.find(key).is_some_and(|given| given.guessed)
    }

    /// The text of a key, or what goes for one that is not there; nothing when it is not known what the text was to be.
    pub(crate) fn text_or(&self, key: &str, otherwise: impl FnOnce() -> Text) -> Option<Text> {
        if self.lacks(key) { Some(otherwise()) } else { self.text(key) }
    }

    pub(crate) fn text(&self, key: &str) -> Option<Text> {
        match &self.find(key)?.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    pub(crate) fn texts(&self, key: &str) -> Vec<Text> {
        match self.find(key).map(|given| &given.value) {
            Some(Value::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn path(&self, key: &str) -> Option<&Path> {
        match &self.find(key)?.value {
            Value::Path(path) => Some(path),
            _ => None,
        }
    }

    /// The texts of one group of a key.
    pub(crate) fn group(&self, key: &str, group: &str) -> Vec<Text> {
        match self.find(key).map(|given| &given.value) {
            Some(Value::Groups(groups)) => {
                groups.iter().filter(|(name, _)| *name == group).flat_map(|(_, texts)| texts.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Reports `#[graph(...)]` where no key can stand.
pub(crate) fn refuse(attributes: &[Attribute], instead: &str, ctxt: &mut Ctxt) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("graph")) {
        ctxt.error(attribute.path().span(), format!("`#[graph]` has no meaning here: {instead}"));
    }
}

/// What could be written here; with a text, if there is one.
fn example_for(place: Place, text: Option<&str>) -> String {
    let mut here = KEYS.iter().filter(|key| key.places.contains(&place));
    let with_text = text.zip(here.clone().find(|key| matches!(key.form, Form::Text)));
    match with_text {
        Some((text, key)) => format!("{} = {text:?}", key.name.name),
        None => here.next().map_or_else(String::new, |key| key.example.to_owned()),
    }
}

fn places(key: &Key) -> String {
    let any_property = PROPERTY.iter().all(|place| key.places.contains(place));
    let mut places: Vec<_> =
        key.places.iter().filter(|place| !any_property || !PROPERTY.contains(place)).map(|place| place.describe()).collect();
    if any_property {
        places.insert(0, "a property");
    }
    list(&places, "or")
}

/// The name that was meant: the nearest one, by its own spelling or by what people call it as well.
pub(crate) fn meant<'a>(typed: &str, names: impl Iterator<Item = &'a Name>) -> Option<&'static str> {
    let spellings: Vec<_> = names.flat_map(|name| name.also.iter().chain([&name.name]).map(|also| (*also, name.name))).collect();
    let near = nearest(typed, spellings.iter().map(|(spelling, _)| *spelling))?;
    spellings.iter().find(|(spelling, _)| *spelling == near).map(|(_, name)| *name)
}

/// Whether a name is a key anywhere.
pub(crate) fn is_key(name: &Ident) -> bool {
    KEYS.iter().any(|key| name == key.name.name)
}

/// Whether it is a key that is whole by itself.
fn is_flag(name: &Ident) -> bool {
    KEYS.iter().any(|key| name == key.name.name && matches!(key.form, Form::Flag))
}

/// The attributes of this name, to be carried over to what is generated from the item.
pub(crate) fn named<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.path().is_ident(name))
}

/// What an item says about lints, to be said as well of the types that are named after it: their names are as odd as its own, and they
/// mention it although it is deprecated.
pub(crate) fn lints(attributes: &[Attribute]) -> TokenStream {
    let carried = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
            let lints = &list.tokens;
            Some(emit!(#[allow(#lints)]))
        }
        meta => meta.path().is_ident("deprecated").then(|| emit!(#[allow(deprecated)])),
    });
    carried.collect()
}
