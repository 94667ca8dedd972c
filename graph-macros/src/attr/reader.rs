//! Reads the `#[graph(...)]` attributes of one target: looks up each key in the table of keys and parses its value.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Attribute, MacroDelimiter, Meta};

use super::entry::{Entry, MissingKey, split};
use super::keys::{EXCLUSIONS, KEYS, UNSUPPORTED, is_flag, is_key};
use super::spec::{Form, Key, KeySpec, Keyword, OPERATION, Target};
use super::value::{KeyValue, Value, parse};
use crate::errors::Errors;
use crate::wording::any_of;

/// Whether a `#[graph(...)]` key was given on a struct, field, enum or variant, and the key's value if it is valid.
///
/// A key with an invalid value counts as given, so that it is not also reported as missing.
pub(crate) enum Given<T> {
    Absent,
    /// An alias or a misspelling of the key was given. The key counts as given, but no further check applies to it.
    Guessed(Option<T>),
    /// The key was given with an invalid value. Holds the span of the key.
    Malformed(Span),
    /// The key was given with a valid value. Holds the span of the key, and the value.
    Value(Span, T),
}

/// Whether a `#[graph(...)]` key was given on a struct, field, enum or variant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyState {
    Given,
    Absent,
    /// It is not certain whether the key was given: it may be misspelt or have an invalid value, or it may be in an attribute that could
    /// not be read.
    Unknown,
}

impl<T> Given<T> {
    /// Returns whether the key was given. An absent key is `Unknown` if some attribute of the target is `unreadable`, because the key may
    /// be in that attribute.
    pub(crate) fn state(&self, unreadable: bool) -> KeyState {
        match self {
            Self::Value(..) => KeyState::Given,
            Self::Absent if !unreadable => KeyState::Absent,
            _ => KeyState::Unknown,
        }
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(crate) fn is_guessed(&self) -> bool {
        matches!(self, Self::Guessed(_))
    }

    /// Returns whether the key was given by its exact name.
    pub(crate) fn is_set(&self) -> bool {
        self.span().is_some()
    }

    /// Returns the span of the key, if the key was given by its exact name.
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Self::Malformed(span) | Self::Value(span, _) => Some(*span),
            Self::Absent | Self::Guessed(_) => None,
        }
    }

    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Self::Guessed(value) => value.as_ref(),
            Self::Value(_, value) => Some(value),
            Self::Absent | Self::Malformed(_) => None,
        }
    }

    /// Returns the key's value, or the default value of `T` if the key has no valid value.
    pub(crate) fn value_or_default(&self) -> T
    where
        T: Clone + Default,
    {
        self.value().cloned().unwrap_or_default()
    }
}

/// A key that was found in a `#[graph(...)]` attribute, by its exact name or as a guess from an alias or a misspelling.
struct Found {
    name: &'static str,
    span: Span,
    value: Option<Value>,
    guessed: bool,
}

/// All `#[graph(...)]` keys found on one struct, field, enum or variant. [`Keys::take`] moves each key into its field of a typed struct
/// such as `FieldAttributes`.
pub(super) struct Keys {
    target: Target,
    found: Vec<Found>,
    misplaced: Vec<&'static str>,
    /// Whether some tokens in the target's attributes could not be read as a key. A key that seems absent may be among these tokens.
    pub(super) unreadable: bool,
}

impl Keys {
    /// Reads the `#[graph(...)]` attributes of the target. Reports their errors, and each `#[serde(...)]` attribute.
    pub(super) fn read(attributes: &[Attribute], target: Target, errors: &mut Errors) -> Self {
        let mut keys = Self { target, found: Vec::new(), misplaced: Vec::new(), unreadable: false };
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("graph")) {
            match &attribute.meta {
                Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
                    if list.tokens.is_empty() {
                        complete(&Ident::new("__", Span::mixed_site()), target, errors);
                    }
                    split(list.tokens.clone(), is_key, is_flag).into_iter().for_each(|entry| keys.add_entry(entry, errors));
                }
                meta => {
                    keys.unreadable = true;
                    let example = example_for(target, None);
                    let message = format!("`#[graph]` takes keys in parentheses: write `#[graph({example})]`");
                    errors.report(meta.path().span(), message);
                }
            }
        }
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            keys.unreadable = true;
            refuse_serde(attribute, target, errors);
        }
        keys.check_exclusions(errors);
        keys
    }

    fn add_entry(&mut self, entry: Result<Entry, MissingKey>, errors: &mut Errors) {
        match entry {
            Ok(entry) => {
                entry.check_comma(errors);
                self.add(&entry, errors);
            }
            Err(MissingKey { at, literal }) => {
                self.unreadable = true;
                let example = example_for(self.target, literal.as_deref());
                errors.report(at, format!("expected a key: write `#[graph({example})]`"));
            }
        }
    }

    fn add(&mut self, entry: &Entry, errors: &mut Errors) {
        let (name, span, target) = (entry.name(), entry.key.span(), self.target);
        let here = || keys_of(target);
        if let Some(key) = here().find(|key| key.name() == name) {
            if self.found.iter().any(|found| found.name == key.name() && !found.guessed) {
                return errors.report(span, format!("`{name}` is given twice: remove one"));
            }
            let value = parse(entry, key, errors);
            self.found.retain(|found| found.name != key.name());
            return self.found.push(Found { name: key.name(), span, value, guessed: false });
        }
        complete(&entry.key, target, errors);
        if let Some(key) = here().find(|key| key.keyword.aliases.contains(&name.as_str())) {
            return self.guess(entry, key, errors);
        }
        if let Some(key) = KEYS.iter().find(|key| key.name() == name) {
            let fix = if target == Target::Parameter || OPERATION.contains(&target) {
                let known: Vec<&str> = here().map(KeySpec::name).collect();
                format!("remove it, {} takes {}", target.describe(), any_of(&known))
            } else {
                format!("it belongs on {}", key.describe_targets())
            };
            let message = format!("`{name}` does not belong on {}: {fix}", target.describe());
            self.misplaced.push(key.name());
            return errors.report(span, message);
        }
        if let Some((_, instead)) = UNSUPPORTED.iter().find(|(names, _)| names.contains(&name.as_str())) {
            self.unreadable = true;
            return errors.report(span, format!("there is no key `{name}`: {instead}"));
        }
        let near = Keyword::nearest(&name, here().map(|key| &key.keyword));
        if let Some(key) = near.and_then(|near| here().find(|key| key.name() == near)) {
            return self.guess(entry, key, errors);
        }
        self.unreadable = true;
        let known: Vec<&str> = here().map(KeySpec::name).collect();
        errors.report(span, format!("unknown key `{name}`: {} takes {}", target.describe(), any_of(&known)));
    }

    fn guess(&mut self, entry: &Entry, key: &KeySpec, errors: &mut Errors) {
        let name = key.name();
        errors.report(entry.key.span(), format!("unknown key `{}`: did you mean `{name}`?", entry.name()));
        // The value of a guessed key is dropped, except the path of graph-core: every path in the expansion begins with it.
        let value = if matches!(key.form, Form::Path) { parse(entry, key, &mut Errors::default()) } else { None };
        if self.found.iter().all(|found| found.name != name) {
            self.found.push(Found { name, span: entry.key.span(), value, guessed: true });
        }
    }

    fn check_exclusions(&self, errors: &mut Errors) {
        let set = |key: &KeySpec| self.found.iter().any(|found| found.name == key.name() && !found.guessed);
        for (key, excluded, why) in EXCLUSIONS.iter().filter(|(key, ..)| set(key)) {
            let is_excluded = |found: &&Found| !found.guessed && excluded.iter().any(|key| key.name() == found.name);
            for found in self.found.iter().filter(is_excluded) {
                errors.report(found.span, format!("`{}` cannot be combined with `{}`: {why}", found.name, key.name()));
            }
        }
    }

    /// Removes `key` from the found keys and returns its value and span, or `Given::Absent` if it was not found.
    pub(super) fn take<T: KeyValue>(&mut self, key: &Key<T>) -> Given<T> {
        let Some(position) = self.found.iter().position(|found| found.name == key.spec.name()) else { return Given::Absent };
        let Found { span, value, guessed, .. } = self.found.swap_remove(position);
        match (guessed, value.and_then(T::from_value)) {
            (true, value) => Given::Guessed(value),
            (false, None) => Given::Malformed(span),
            (false, Some(value)) => Given::Value(span, value),
        }
    }

    /// Returns whether the key is on this target, which does not take it.
    pub(super) fn is_misplaced<T>(&self, key: &Key<T>) -> bool {
        self.misplaced.contains(&key.spec.name())
    }
}

impl Drop for Keys {
    /// Checks, in debug builds, that `take` was called for every key that was found, because each key has a field in its typed struct.
    fn drop(&mut self) {
        debug_assert!(self.found.is_empty() || std::thread::panicking(), "a key of the table has no field");
    }
}

/// Lets rust-analyzer complete a half-typed key with the keys that the target takes, each with its example as documentation.
fn complete(typed: &Ident, target: Target, errors: &mut Errors) {
    if syn::parse_str::<Ident>(&typed.to_string()).is_err() {
        return; // A keyword, such as `type`, cannot be a name in code.
    }
    let keys = || keys_of(target).filter(|key| key.name() != "crate");
    let (names, examples) = (keys().map(|key| Ident::new(key.name(), Span::mixed_site())), keys().map(|key| key.example));
    errors.completions.extend(emit! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            { mod keys { #(#[doc = #examples] pub const #names: () = ();)* } keys::#typed }
        };
    });
}

fn keys_of(target: Target) -> impl Iterator<Item = &'static KeySpec> + Clone {
    KEYS.iter().copied().filter(move |key| key.targets.contains(&target))
}

fn refuse_serde(attribute: &Attribute, target: Target, errors: &mut Errors) {
    let keys = attribute.meta.require_list().ok().map(|list| list.tokens.to_string());
    let ours = |keys: &String| keys_of(target).any(|key| keys.starts_with(key.name()));
    let instead = keys.filter(ours).map_or_else(|| "remove the attribute".to_owned(), |keys| format!("write `#[graph({keys})]`"));
    errors.report(attribute.path().span(), format!("the derive implements serde's traits itself: {instead}"));
}

/// Returns an example of a key that the target takes, such as `rename = "…"`, with `text` as its value if `text` is given.
fn example_for(target: Target, text: Option<&str>) -> String {
    let with_text = text.zip(keys_of(target).find(|key| matches!(key.form, Form::Text)));
    match with_text {
        Some((text, key)) => format!("{} = {text:?}", key.name()),
        None => keys_of(target).next().map_or_else(String::new, |key| key.example.to_owned()),
    }
}
