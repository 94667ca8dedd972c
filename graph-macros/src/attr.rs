//! The `#[graph(...)]` attribute: one table of keys, where each belongs and what it takes.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{Attribute, LitStr, Path};

use crate::ctxt::{Ctxt, nearest};

/// The places of an item where the attribute may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Struct,
    Property,
    Enum,
    Member,
    DerivedEnum,
    DerivedVariant,
}

impl Place {
    fn describe(self) -> &'static str {
        match self {
            Self::Struct => "an entity or complex type",
            Self::Property => "a property",
            Self::Enum => "an enum",
            Self::Member => "an enum member",
            Self::DerivedEnum => "an enum of derived types",
            Self::DerivedVariant => "a variant of derived types",
        }
    }
}

/// What follows a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Nothing.
    Flag,
    /// `= "text"`
    Text,
    /// `= "text"` or `("text", "text")`
    Texts,
    /// `= path`
    Path,
    /// Names with lists of texts: `(delegated("…"), application("…"))`
    Groups,
}

struct Key {
    name: &'static str,
    places: &'static [Place],
    form: Form,
    example: &'static str,
}

/// Every key there is. A new one needs a line here and one call of a getter where it is used; its errors come by themselves.
const KEYS: &[Key] = &[
    Key {
        name: "odata_type",
        places: &[Place::Struct, Place::Enum],
        form: Form::Text,
        example: "odata_type = \"microsoft.graph.deviceConfiguration\"",
    },
    Key {
        name: "base",
        places: &[Place::Struct, Place::DerivedEnum],
        form: Form::Texts,
        example: "base = \"microsoft.graph.deviceConfiguration\"",
    },
    Key { name: "schema", places: &[Place::Struct, Place::Enum], form: Form::Texts, example: "schema = \"schema/beta.graph\"" },
    Key { name: "tag", places: &[Place::Struct], form: Form::Text, example: "tag = \"never\"" },
    Key {
        name: "permissions",
        places: &[Place::Struct],
        form: Form::Groups,
        example: "permissions(delegated(\"User.Read\"), application(\"User.Read.All\"))",
    },
    Key {
        name: "crate",
        places: &[Place::Struct, Place::Enum, Place::DerivedEnum],
        form: Form::Path,
        example: "crate = ::graph_core",
    },
    Key { name: "key", places: &[Place::Property], form: Form::Flag, example: "key" },
    Key { name: "rename", places: &[Place::Property, Place::Member], form: Form::Text, example: "rename = \"azureADDeviceId\"" },
    Key { name: "read_only", places: &[Place::Property], form: Form::Flag, example: "read_only" },
    Key { name: "not_null", places: &[Place::Property], form: Form::Flag, example: "not_null" },
    Key { name: "additional", places: &[Place::Property], form: Form::Flag, example: "additional" },
    Key { name: "etag", places: &[Place::Property], form: Form::Flag, example: "etag" },
    Key { name: "flags", places: &[Place::Enum], form: Form::Flag, example: "flags" },
    Key { name: "other", places: &[Place::Member, Place::DerivedVariant], form: Form::Flag, example: "other" },
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
    Groups(Vec<(Ident, Vec<Text>)>),
}

/// The attributes of one item, field or variant, checked against the table.
pub(crate) struct Attributes {
    entries: Vec<(Ident, Value)>,
}

impl Attributes {
    /// Reads all `#[graph(...)]` of one place; what is wrong is reported and left out.
    pub(crate) fn collect(attributes: &[Attribute], place: Place, ctxt: &mut Ctxt) -> Self {
        let mut found = Self { entries: Vec::new() };
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("graph")) {
            match &attribute.meta {
                syn::Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => {
                    for raw in split_entries(list.tokens.clone(), ctxt) {
                        found.add(raw, place, ctxt);
                    }
                }
                meta => ctxt.error(
                    syn::spanned::Spanned::span(meta.path()),
                    format!("`#[graph]` takes its keys in parentheses: `#[graph({})]`", example_for(place)),
                ),
            }
        }
        found
    }

    fn add(&mut self, raw: RawEntry, place: Place, ctxt: &mut Ctxt) {
        let name = raw.key.unraw().to_string();
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            return ctxt.error(raw.key.span(), unknown_key(&name, place));
        };
        if !key.places.contains(&place) {
            let places: Vec<_> = key.places.iter().map(|place| place.describe()).collect();
            let message = format!("`{name}` does not belong on {}: it belongs on {}", place.describe(), places.join(" or "));
            return ctxt.error(raw.key.span(), message);
        }
        if self.entries.iter().any(|(known, _)| known.unraw() == name.as_str()) {
            return ctxt.error(raw.key.span(), format!("`{name}` is given twice: keep one of them"));
        }
        if let Some(value) = raw.value(key, ctxt) {
            self.entries.push((raw.key, value));
        }
    }

    fn find(&self, name: &str) -> Option<&(Ident, Value)> {
        self.entries.iter().find(|(key, _)| key.unraw() == name)
    }

    /// Where a key was typed, if it was.
    pub(crate) fn span(&self, name: &str) -> Option<Span> {
        self.find(name).map(|(key, _)| key.span())
    }

    pub(crate) fn text(&self, name: &str) -> Option<Text> {
        match self.find(name) {
            Some((_, Value::Text(text))) => Some(text.clone()),
            _ => None,
        }
    }

    pub(crate) fn texts(&self, name: &str) -> Vec<Text> {
        match self.find(name) {
            Some((_, Value::Texts(texts))) => texts.clone(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> Option<&Path> {
        match self.find(name) {
            Some((_, Value::Path(path))) => Some(path),
            _ => None,
        }
    }

    pub(crate) fn groups(&self, name: &str) -> &[(Ident, Vec<Text>)] {
        match self.find(name) {
            Some((_, Value::Groups(groups))) => groups,
            _ => &[],
        }
    }
}

fn example_for(place: Place) -> &'static str {
    KEYS.iter().find(|key| key.places.contains(&place)).map_or("", |key| key.example)
}

fn unknown_key(name: &str, place: Place) -> String {
    let here: Vec<&str> = KEYS.iter().filter(|key| key.places.contains(&place)).map(|key| key.name).collect();
    match nearest(name, here.iter().copied()) {
        Some(near) => format!("unknown key `{name}`: did you mean `{near}`?"),
        None => format!("unknown key `{name}`: {} takes {}", place.describe(), list(&here)),
    }
}

/// "`a`, `b` or `c`".
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// A key and the tokens after it, up to the next comma.
struct RawEntry {
    key: Ident,
    rest: Vec<TokenTree>,
}

/// Splits at commas by hand, so that a mistake in one entry does not hide the others.
fn split_entries(tokens: TokenStream, ctxt: &mut Ctxt) -> Vec<RawEntry> {
    let mut entries = Vec::new();
    let mut current: Vec<TokenTree> = Vec::new();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let mut finish = |current: &mut Vec<TokenTree>| {
        let mut tokens = std::mem::take(current).into_iter();
        match tokens.next() {
            Some(TokenTree::Ident(key)) => entries.push(RawEntry { key, rest: tokens.collect() }),
            Some(other) => ctxt.error(other.span(), "expected a key such as `rename = \"…\"`"),
            None => {}
        }
    };
    for token in tokens {
        if is_comma(&token) {
            finish(&mut current);
        } else {
            current.push(token);
        }
    }
    finish(&mut current);
    entries
}

impl RawEntry {
    /// The value in the form that the key takes, or an error at the first token that is wrong.
    fn value(&self, key: &Key, ctxt: &mut Ctxt) -> Option<Value> {
        let equals = matches!(self.rest.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == '=');
        let value: TokenStream = self.rest.iter().skip(1).cloned().collect();
        let group = match self.rest.as_slice() {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => Some(group.stream()),
            _ => None,
        };
        let parsed = match (key.form, group) {
            (Form::Flag, _) if self.rest.is_empty() => Some(Value::Flag),
            (Form::Text, None) if equals => parse::<LitStr>(value).map(|literal| Value::Text((&literal).into())),
            (Form::Texts, None) if equals => parse::<LitStr>(value).map(|literal| Value::Texts(vec![(&literal).into()])),
            (Form::Texts, Some(group)) => texts(group).map(Value::Texts),
            (Form::Path, None) if equals => Path::parse_mod_style.parse2(value).ok().map(Value::Path),
            (Form::Groups, Some(group)) => return Some(Value::Groups(groups(group, key, ctxt))),
            _ => None,
        };
        if parsed.is_none() {
            let at = self.rest.get(usize::from(equals)).map_or(self.key.span(), TokenTree::span);
            let takes = if key.form == Form::Flag { "stands alone" } else { "is written" };
            ctxt.error(at, format!("`{}` {takes}: `#[graph({})]`", key.name, key.example));
        }
        parsed
    }
}

fn parse<T: syn::parse::Parse>(tokens: TokenStream) -> Option<T> {
    syn::parse2(tokens).ok()
}

fn texts(tokens: TokenStream) -> Option<Vec<Text>> {
    let literals = syn::punctuated::Punctuated::<LitStr, syn::Token![,]>::parse_terminated.parse2(tokens).ok()?;
    Some(literals.iter().map(Text::from).collect())
}

fn groups(tokens: TokenStream, key: &Key, ctxt: &mut Ctxt) -> Vec<(Ident, Vec<Text>)> {
    let mut groups = Vec::new();
    for entry in split_entries(tokens, ctxt) {
        let texts = match entry.rest.as_slice() {
            [TokenTree::Group(group)] => texts(group.stream()),
            _ => None,
        };
        match texts {
            Some(texts) => groups.push((entry.key, texts)),
            None => ctxt.error(entry.key.span(), format!("`{}` is written: `#[graph({})]`", key.name, key.example)),
        }
    }
    groups
}

/// The doc comments of an item, to be carried over to what is generated from it.
pub(crate) fn docs(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("doc"))
}
