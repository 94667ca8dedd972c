//! Parses the values of `#[graph(...)]` keys, and reports an error for each wrong way to write a value.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{LitStr, Path, Type};

use super::entry::{Entry, MissingKey, split};
use super::spec::{Form, KeySpec, Keyword};
use crate::errors::Errors;
use crate::span_range::SpanRange;
use crate::tokens::{intended_text, is_punct, split_at_commas};
use crate::wording::{alternatives, any_of};

/// A string from the user's code, such as the value of a string literal, and the span at which its errors are reported.
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

/// The value of a key that takes no value, such as `read_only`.
#[derive(Clone)]
pub(crate) struct Flag;

/// The Graph permissions that an entity declares, such as `User.Read`, grouped by kind of access.
#[derive(Clone, Default)]
pub(crate) struct Permissions {
    pub(crate) delegated: Vec<Text>,
    pub(crate) application: Vec<Text>,
}

/// The parsed value of a `#[graph(...)]` key, with one variant for each `Form`.
pub(super) enum Value {
    Flag(Flag),
    Text(Text),
    Texts(Vec<Text>),
    Path(Path),
    Type(Type),
    Permissions(Permissions),
}

/// A type that the parsed value of a `#[graph(...)]` key can have.
pub(super) trait KeyValue: Sized {
    const FORM: Form;

    /// Converts a parsed value of a key to this type. Returns `None` if the value has another form than `FORM`.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! key_value {
    ($($ty:ty = $form:ident;)*) => {$(
        impl KeyValue for $ty {
            const FORM: Form = Form::$form;

            fn from_value(value: Value) -> Option<Self> {
                if let Value::$form(value) = value { Some(value) } else { None }
            }
        }
    )*};
}

key_value! {
    Flag = Flag;
    Text = Text;
    Vec<Text> = Texts;
    Path = Path;
    Type = Type;
    Permissions = Permissions;
}

/// Parses the value of an attribute's entry in the form that the key takes, and reports the errors in the value.
pub(super) fn parse(entry: &Entry, key: &KeySpec, errors: &mut Errors) -> Option<Value> {
    let name = key.name();
    match (key.form, entry.in_parentheses()) {
        (Form::Flag, _) => {
            if !entry.rest.is_empty() {
                errors.report(entry.value_range(), format!("`{name}` does not take a value: write `{name}` alone"));
            }
            Some(Value::Flag(Flag))
        }
        (Form::Text, _) => text(entry, key, errors).map(Value::Text),
        (Form::Texts, Some(group)) => Some(Value::Texts(texts(name, group, errors))),
        (Form::Texts, None) => match entry.assigned_list() {
            Some(list) => {
                let texts = list.stream();
                let message = format!("`{name}` takes a list in parentheses: write `{name}({texts})`");
                errors.report(entry.value_range(), message);
                None
            }
            None => text(entry, key, errors).map(|text| Value::Texts(vec![text])),
        },
        (Form::Path, _) => parsed(entry, key, "path", Path::parse_mod_style, errors).map(Value::Path),
        (Form::Type, _) => parsed(entry, key, "type", Type::parse, errors).map(Value::Type),
        (Form::Permissions, Some(group)) => Some(Value::Permissions(permissions(name, group, errors))),
        (Form::Permissions, None) => {
            errors.report(entry.value_range(), format!("expected lists by kind of access: write `{}`", key.example));
            None
        }
    }
}

fn text(entry: &Entry, key: &KeySpec, errors: &mut Errors) -> Option<Text> {
    let name = key.name();
    let write = |typed: Option<String>| match typed {
        Some(typed) => format!("write `{name} = {typed:?}`"),
        None => format!("write `{}`", key.example),
    };
    match entry.rest.as_slice() {
        [equals, value @ ..] if is_punct(equals, '=') => {
            if let Ok(literal) = syn::parse2::<LitStr>(value.iter().cloned().collect()) {
                return Some((&literal).into());
            }
            match value {
                [] => errors.report(equals.span(), format!("`{name}` needs a value: {}", write(None))),
                _ => {
                    let at = SpanRange::of(value.iter().cloned().collect::<TokenStream>());
                    errors.report(at, format!("`{name}` takes one string: {}", write(intended_text(value))));
                }
            }
        }
        [] => errors.report(entry.key.span(), format!("`{name}` needs a value: {}", write(None))),
        rest => errors.report(entry.value_range(), format!("expected `=` after `{name}`: {}", write(intended_text(rest)))),
    }
    None
}

/// Parses a value that is not a string, such as a path. `what` names the form of the value in errors.
fn parsed<T>(
    entry: &Entry,
    key: &KeySpec,
    what: &str,
    parse: fn(ParseStream<'_>) -> syn::Result<T>,
    errors: &mut Errors,
) -> Option<T> {
    let name = key.name();
    let value = match entry.rest.as_slice() {
        [equals, value @ ..] if is_punct(equals, '=') => value,
        rest => rest,
    };
    let tokens: TokenStream = value.iter().cloned().collect();
    if value.len() < entry.rest.len()
        && let Ok(parsed) = parse.parse2(tokens.clone())
    {
        return Some(parsed);
    }
    let intended = intended_text(value).filter(|text| parse.parse_str(text).is_ok()).map(|text| {
        let from_root = ["::", "crate", "self", "super"].iter().any(|start| text.starts_with(start));
        if from_root || !matches!(key.form, Form::Path) { text } else { format!("::{text}") }
    });
    let write = intended.map_or_else(|| key.example.to_owned(), |text| format!("{name} = {text}"));
    let at = if value.is_empty() { entry.key.span().into() } else { SpanRange::of(tokens) };
    let not = if matches!(value, [TokenTree::Literal(_)]) { ", not a string" } else { "" };
    errors.report(at, format!("`{name}` takes a {what}{not}: write `{write}`"));
    None
}

fn texts(name: &str, group: &Group, errors: &mut Errors) -> Vec<Text> {
    let entries = split_at_commas(group.stream());
    if entries.is_empty() {
        errors.report(group.span_close(), format!("`{name}` needs at least one string: write `{name}(\"…\")`"));
    }
    let text = |mut entry: Vec<TokenTree>| {
        if let [TokenTree::Literal(_), second @ TokenTree::Literal(_), ..] = entry.as_slice() {
            errors.report(second.span(), "expected a comma before this");
            entry.truncate(1);
        }
        let tokens: TokenStream = entry.iter().cloned().collect();
        let literal = syn::parse2::<LitStr>(tokens.clone());
        if literal.is_err() {
            let write = intended_text(&entry).map_or(String::new(), |typed| format!(": write `{name}({typed:?})`"));
            errors.report(SpanRange::of(tokens), format!("`{name}` takes strings separated by commas{write}"));
        }
        literal.ok().map(|literal| Text::from(&literal))
    };
    entries.into_iter().filter_map(text).collect()
}

const DELEGATED: Keyword = Keyword { name: "delegated", aliases: &["user", "work", "account"] };
const APPLICATION: Keyword = Keyword { name: "application", aliases: &["app", "app_only"] };
const ACCESS: [Keyword; 2] = [DELEGATED, APPLICATION];

fn permissions(key: &str, group: &Group, errors: &mut Errors) -> Permissions {
    let known = ACCESS.map(|keyword| keyword.name);
    let mut permissions = Permissions::default();
    let mut seen: Vec<&str> = Vec::new();
    let ungrouped = || format!("`{key}` groups permissions by kind of access: write them in {}", calls(&known));
    if group.stream().is_empty() {
        errors.report(group.span_close(), ungrouped());
    }
    for entry in split(group.stream(), |name| known.iter().any(|known| name == known), |_| false) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(MissingKey { at, .. }) => {
                errors.report(at, ungrouped());
                // The permissions after this one are ungrouped too: one error is enough.
                break;
            }
        };
        entry.check_comma(errors);
        let typed = entry.name();
        let Some(name) = known.into_iter().find(|name| *name == typed) else {
            let near = Keyword::nearest(&typed, ACCESS.iter()).map_or(String::new(), |near| format!(": did you mean `{near}`?"));
            errors.report(entry.key.span(), format!("`{key}` takes {}, not `{typed}`{near}", any_of(&known)));
            continue;
        };
        if seen.contains(&name) {
            errors.report(entry.key.span(), format!("`{name}` is given twice: merge the lists"));
        }
        if let Some(texts) = permission_list(name, &entry, errors) {
            seen.push(name);
            if name == DELEGATED.name { &mut permissions.delegated } else { &mut permissions.application }.extend(texts);
        }
    }
    permissions
}

fn permission_list(name: &str, entry: &Entry, errors: &mut Errors) -> Option<Vec<Text>> {
    if let Some(list) = entry.in_parentheses() {
        return Some(texts(name, list, errors));
    }
    let texts = match entry.assigned_list() {
        Some(list) => list.stream().to_string(),
        None => format!("{:?}", intended_text(&entry.rest).unwrap_or_else(|| "…".to_owned())),
    };
    errors.report(entry.value_range(), format!("`{name}` takes a list: write `{name}({texts})`"));
    None
}

/// Returns "`a(…)` or `b(…)`" for the names `a` and `b`.
fn calls(names: &[&str]) -> String {
    let calls: Vec<String> = names.iter().map(|name| format!("`{name}(…)`")).collect();
    alternatives(&calls.iter().map(String::as_str).collect::<Vec<_>>())
}
