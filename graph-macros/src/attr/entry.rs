//! One entry of an attribute, `key = value`, and every way to write its value wrongly.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{Lit, LitStr, Path};

use super::{Form, Key, Name, Text, Value, is_flag, meant};
use crate::ctxt::{At, Ctxt, list, or};

/// A key and the tokens after it, up to the next comma.
pub(super) struct Entry {
    pub(super) key: Ident,
    rest: Vec<TokenTree>,
    /// What stands before it was whole, and no comma follows that.
    lacks_comma: bool,
}

/// The tokens between commas, split by hand so that a mistake in one entry does not hide the others.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.split(|token| is_punct(token, ',')).filter(|entry| !entry.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

/// An entry that does not begin with a key.
pub(super) struct NoKey {
    pub(super) at: At,
    /// The text that it may have been meant to give.
    pub(super) typed: Option<String>,
}

/// The entries, or where one has no key.
pub(super) fn split(tokens: TokenStream, is_name: impl Fn(&Ident) -> bool) -> impl Iterator<Item = Result<Entry, NoKey>> {
    split_at_commas(tokens).into_iter().flat_map(move |entry| split_at_names(entry, &is_name)).map(|(entry, lacks_comma)| {
        let mut tokens = entry.iter().cloned();
        match tokens.next() {
            Some(TokenTree::Ident(key)) => Ok(Entry { key, rest: tokens.collect(), lacks_comma }),
            _ => Err(NoKey {
                typed: typed(&entry).filter(|_| matches!(entry.as_slice(), [TokenTree::Literal(_)])),
                at: At::of(entry.into_iter().collect::<TokenStream>()),
            }),
        }
    })
}

/// What stands between two commas, once more where a name begins something new; and whether what was before that is whole.
fn split_at_names(entry: Vec<TokenTree>, is_name: &impl Fn(&Ident) -> bool) -> Vec<(Vec<TokenTree>, bool)> {
    let mut pieces: Vec<(Vec<TokenTree>, bool)> = Vec::new();
    for token in entry {
        let before = pieces.last().map(|(piece, _)| piece.as_slice()).unwrap_or_default();
        let begins = match (&token, before.last()) {
            (_, None) => true,
            (TokenTree::Ident(name), Some(before)) => is_name(name) && !matches!(before, TokenTree::Punct(_)),
            _ => false,
        };
        let whole = match before {
            [] => false,
            [TokenTree::Ident(name)] => is_flag(name),
            _ => true,
        };
        match pieces.last_mut() {
            Some((piece, _)) if !begins => piece.push(token),
            _ => pieces.push((vec![token], whole)),
        }
    }
    pieces
}

pub(crate) fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

fn in_parentheses(tokens: &[TokenTree]) -> Option<&Group> {
    match tokens {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => Some(group),
        _ => None,
    }
}

impl Entry {
    pub(super) fn name(&self) -> String {
        self.key.unraw().to_string()
    }

    pub(super) fn check_comma(&self, ctxt: &mut Ctxt) {
        if self.lacks_comma {
            ctxt.error(self.key.span(), format!("a comma is missing before `{}`", self.key));
        }
    }

    /// The value in the form that the key takes; an error at the first token that is wrong.
    pub(super) fn value(&self, key: &Key, ctxt: &mut Ctxt) -> Option<Value> {
        let name = key.name.name;
        match (key.form, in_parentheses(&self.rest)) {
            (Form::Flag, _) => self.flag(name, ctxt),
            (Form::Texts, None) if self.listed().is_some() => {
                let texts = self.listed().map(|list| list.stream().to_string()).unwrap_or_default();
                ctxt.error(self.at(), format!("`{name}` takes its list in parentheses: write `{name}({texts})`"));
                None
            }
            (Form::Text, _) | (Form::Texts, None) => {
                let text = self.text(key, ctxt)?;
                Some(if matches!(key.form, Form::Text) { Value::Text(text) } else { Value::Texts(vec![text]) })
            }
            (Form::Texts, Some(group)) => Some(Value::Texts(texts(name, group, ctxt))),
            (Form::Path, _) => self.path(key, ctxt).map(Value::Path),
            (Form::Groups(names), Some(group)) => Some(Value::Groups(groups(name, names, group, ctxt))),
            (Form::Groups(_), None) => {
                ctxt.error(self.at(), format!("`{name}` is written `{}`", key.example));
                None
            }
        }
    }

    /// `= [list]`
    fn listed(&self) -> Option<&Group> {
        match self.rest.as_slice() {
            // What a `macro_rules` macro hands on stands in a group that nobody typed.
            [equals, TokenTree::Group(group)] if is_punct(equals, '=') && group.delimiter() != Delimiter::None => Some(group),
            _ => None,
        }
    }

    /// What follows the key, or the key.
    fn at(&self) -> At {
        if self.rest.is_empty() { self.key.span().into() } else { At::of(self.rest.iter().cloned().collect::<TokenStream>()) }
    }

    fn flag(&self, name: &str, ctxt: &mut Ctxt) -> Option<Value> {
        match self.rest.first() {
            None => return Some(Value::Flag),
            Some(_) => ctxt.error(self.at(), format!("`{name}` takes no value: write `{name}` alone")),
        }
        Some(Value::Flag)
    }

    fn text(&self, key: &Key, ctxt: &mut Ctxt) -> Option<Text> {
        let name = key.name.name;
        let write = |typed: Option<String>| match typed {
            Some(typed) => format!("write `{name} = {typed:?}`"),
            None => format!("write `{}`", key.example),
        };
        match self.rest.as_slice() {
            [equals, value @ ..] if is_punct(equals, '=') => {
                if let Ok(literal) = syn::parse2::<LitStr>(value.iter().cloned().collect()) {
                    return Some((&literal).into());
                }
                match value {
                    [] => ctxt.error(equals.span(), format!("`{name}` needs a value: {}", write(None))),
                    _ => {
                        let at = At::of(value.iter().cloned().collect::<TokenStream>());
                        ctxt.error(at, format!("`{name}` takes one string: {}", write(typed(value))));
                    }
                }
            }
            [] => ctxt.error(self.key.span(), format!("`{name}` needs a value: {}", write(None))),
            rest => ctxt.error(self.at(), format!("`{name}` is followed by `=`: {}", write(typed(rest)))),
        }
        None
    }

    fn path(&self, key: &Key, ctxt: &mut Ctxt) -> Option<Path> {
        let name = key.name.name;
        let value = match self.rest.as_slice() {
            [equals, value @ ..] if is_punct(equals, '=') => value,
            rest => rest,
        };
        let tokens: TokenStream = value.iter().cloned().collect();
        if value.len() < self.rest.len()
            && let Ok(path) = Path::parse_mod_style.parse2(tokens.clone())
        {
            return Some(path);
        }
        let path = typed(value).filter(|text| Path::parse_mod_style.parse_str(text).is_ok()).map(|text| {
            let from_root = ["::", "crate", "self", "super"].iter().any(|start| text.starts_with(start));
            if from_root { text } else { format!("::{text}") }
        });
        let write = path.map_or_else(|| key.example.to_owned(), |path| format!("{name} = {path}"));
        let at = if value.is_empty() { self.key.span().into() } else { At::of(tokens) };
        let why = if matches!(value, [TokenTree::Literal(_)]) { "takes a path, not a string" } else { "takes a path" };
        ctxt.error(at, format!("`{name}` {why}: write `{write}`"));
        None
    }
}

/// What was typed in the place of a string, as the text that was probably meant.
pub(crate) fn typed(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Literal(literal)] => Some(match Lit::new(literal.clone()) {
            Lit::Str(text) => text.value(),
            Lit::ByteStr(text) => String::from_utf8(text.value()).ok()?,
            Lit::CStr(text) => text.value().into_string().ok()?,
            Lit::Char(char) => char.value().to_string(),
            other => other.to_token_stream().to_string(),
        }),
        [TokenTree::Group(group)] => typed(&group.stream().into_iter().collect::<Vec<_>>()),
        // Of two literals side by side, the first.
        [first @ TokenTree::Literal(_), ..] => typed(std::slice::from_ref(first)),
        [TokenTree::Ident(_), equals, value @ ..] if is_punct(equals, '=') => typed(value),
        [TokenTree::Punct(sign), rest @ ..] if sign.as_char() != '/' => typed(rest),
        [TokenTree::Ident(_), ..] => {
            let text = tokens.iter().cloned().collect::<TokenStream>().to_string().replace(' ', "");
            (!text.contains(['(', '{', '[', '!'])).then_some(text)
        }
        _ => None,
    }
}

fn texts(name: &str, group: &Group, ctxt: &mut Ctxt) -> Vec<Text> {
    let entries = split_at_commas(group.stream());
    if entries.is_empty() {
        ctxt.error(group.span_close(), format!("`{name}` lists at least one string: write `{name}(\"…\")`"));
    }
    let text = |mut entry: Vec<TokenTree>| {
        if let [TokenTree::Literal(_), second @ TokenTree::Literal(_), ..] = entry.as_slice() {
            ctxt.error(second.span(), "a comma is missing before this");
            entry.truncate(1);
        }
        let tokens: TokenStream = entry.iter().cloned().collect();
        let literal = syn::parse2::<LitStr>(tokens.clone());
        if literal.is_err() {
            let write = typed(&entry).map_or(String::new(), |typed| format!(": write `{name}({typed:?})`"));
            ctxt.error(At::of(tokens), format!("`{name}` lists strings with commas between them{write}"));
        }
        literal.ok().map(|literal| Text::from(&literal))
    };
    entries.into_iter().filter_map(text).collect()
}

fn groups(key: &str, names: &[Name], group: &Group, ctxt: &mut Ctxt) -> Vec<(&'static str, Vec<Text>)> {
    let known: Vec<&str> = names.iter().map(|name| name.name).collect();
    let mut groups: Vec<(&'static str, Vec<Text>)> = Vec::new();
    if group.stream().is_empty() {
        ctxt.error(group.span_close(), format!("`{key}` says for whom: write {} around the texts", calls(&known)));
    }
    for entry in split(group.stream(), |name| known.iter().any(|known| name == known)) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(NoKey { at, .. }) => {
                ctxt.error(at, format!("`{key}` says for whom: write {} around the texts", calls(&known)));
                // The texts after it stand there for the same reason.
                break;
            }
        };
        entry.check_comma(ctxt);
        let typed_name = entry.name();
        let name = names.iter().map(|name| name.name).find(|name| *name == typed_name);
        let Some(name) = name else {
            let near = meant(&typed_name, names.iter()).map_or(String::new(), |near| format!(": did you mean `{near}`?"));
            ctxt.error(entry.key.span(), format!("`{key}` are {}, not `{typed_name}`{near}", or(&known)));
            continue;
        };
        if groups.iter().any(|(earlier, _)| *earlier == name) {
            ctxt.error(entry.key.span(), format!("`{name}` is given twice: put all in one list"));
        }
        match in_parentheses(&entry.rest) {
            Some(list) => groups.push((name, texts(name, list, ctxt))),
            None => {
                let texts = match entry.listed() {
                    Some(list) => list.stream().to_string(),
                    None => format!("{:?}", typed(&entry.rest).unwrap_or_else(|| "…".to_owned())),
                };
                ctxt.error(entry.at(), format!("`{name}` is a list: write `{name}({texts})`"));
            }
        }
    }
    groups
}

/// "`a(…)` or `b(…)`".
fn calls(names: &[&str]) -> String {
    let calls: Vec<String> = names.iter().map(|name| format!("`{name}(…)`")).collect();
    list(&calls.iter().map(String::as_str).collect::<Vec<_>>(), "or")
}
