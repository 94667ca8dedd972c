//! Parses the arguments of `#[graph_paths(...)]`: a version, options, and templates with or without names.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser as _;
use syn::{LitStr, Path};

use super::model::{NamedTemplate, Version, VersionedPaths};
use super::template::Template;
use crate::attr::keys::is_key;
use crate::attr::spec::Keyword;
use crate::attr::value::Text;
use crate::errors::Errors;
use crate::schema::files::SchemaFiles;
use crate::span_range::SpanRange;
use crate::tokens::{intended_text, is_punct, split_at_commas};
use graph_schema::syntax::case::snake_case;
use graph_schema::syntax::identifier::NEVER_RAW;

const VERSIONS: &[Keyword] =
    &[Keyword { name: "v1", aliases: &["v1.0", "1.0", "stable", "production"] }, Keyword { name: "beta", aliases: &["preview"] }];

const OPTIONS: &[Keyword] = &[Keyword { name: "ids", aliases: &["id", "module", "id_module", "mod", "use"] }];

const ELIDED_CAST: Keyword = Keyword { name: "elided_cast", aliases: &["without_cast", "omitted_cast"] };
const ELIDED_CAST_FORM: &str = "`elided_cast` takes a list of templates: write `elided_cast(\"/…\")`";

const FORM: &str = "`graph_paths` takes a version and templates: write `#[graph_paths(v1, \"/…\")]`";

const SCHEMA_FORM: &str = "`schema` names the packed schema of this version: write `schema = \"schema/beta.graph\"`";

/// Returns the error message for a constant or a macro in place of a template. `write` is the replacement that the message suggests.
fn elsewhere(tokens: &[TokenTree], write: &str) -> String {
    let shown: String = tokens.iter().map(ToString::to_string).collect();
    format!("a macro cannot evaluate `{shown}`: write {write}")
}

/// The parser of the arguments of one `graph_paths` attribute. After an error, it continues with what the user probably meant.
struct Parser {
    paths: VersionedPaths,
    /// Whether the value of the option `ids` is invalid.
    ids_unknown: bool,
    /// The span of the key `elided_cast`, if it is given.
    elided_cast: Option<Span>,
}

/// Parses the arguments of one `graph_paths` attribute and reports their errors. `attribute` is the span of the attribute.
pub(super) fn arguments(arguments: TokenStream, attribute: Span, errors: &mut Errors) -> VersionedPaths {
    let mut parser = Parser { paths: VersionedPaths::default(), ids_unknown: false, elided_cast: None };
    let entries = split_at_commas(arguments);
    let Some(first) = entries.first() else {
        errors.report(attribute, FORM);
        return VersionedPaths { is_incomplete: true, ..parser.paths };
    };
    let has_errors = errors.watch(|errors| parser.add_all(&entries, first, errors));
    if let (Some(span), true) = (parser.elided_cast, parser.paths.schemas.is_empty()) {
        errors.report(
            span,
            "`elided_cast` is only for the check against a schema: add `schema = \"schema/beta.graph\"`, or remove it",
        );
    }
    let Parser { mut paths, ids_unknown, .. } = parser;
    if ids_unknown {
        paths.templates.iter_mut().for_each(|named| named.template.flawed = true);
    }
    if paths.templates.is_empty() && !has_errors {
        let version = SpanRange::of(first.iter().cloned().collect::<TokenStream>());
        errors.report(version, "expected a template after the version: add those of the API page, such as \"/deviceManagement\"");
    }
    paths.is_incomplete |= paths.templates.is_empty();
    paths
}

impl Parser {
    fn add_all(&mut self, entries: &[Vec<TokenTree>], first: &[TokenTree], errors: &mut Errors) {
        let later = entries.iter().skip(1).find_map(|entry| lone_version(entry));
        let is_version = match later.filter(|_| string(first).is_some_and(|text| text.value().contains('/'))) {
            Some((version, at)) => {
                errors.report(at, format!("the API version comes first: write `{}` before the templates", version.name()));
                self.paths.version = Some(version);
                false
            }
            None => self.add_version(first, errors),
        };
        for entry in entries.iter().skip(usize::from(is_version)) {
            match entry.as_slice() {
                entry if !is_version && later.is_some() && lone_version(entry).is_some() => {}
                [TokenTree::Ident(key), TokenTree::Group(listed)] if key == ELIDED_CAST.name => {
                    self.elided_cast = Some(key.span());
                    let before = self.paths.templates.len();
                    split_at_commas(listed.stream()).iter().for_each(|entry| self.add(entry, errors));
                    self.paths.templates.iter_mut().skip(before).for_each(|named| named.elided_cast = true);
                }
                entry => self.add(entry, errors),
            }
        }
    }

    /// Reads the API version from the first argument and reports a wrong version. Returns whether the argument was meant as a version.
    fn add_version(&mut self, entry: &[TokenTree], errors: &mut Errors) -> bool {
        if let [TokenTree::Ident(version), next, rest @ ..] = entry
            && let Some(known) = Version::from_name(&version.to_string().to_lowercase())
            && !is_punct(next, '.')
        {
            self.paths.version = Some(known);
            if lone_version(rest).is_none() {
                errors.report(next.span(), format!("expected a comma after the version: write `{}, \"/…\"`", known.name()));
            }
            match (next, rest) {
                (TokenTree::Group(list), []) => split_at_commas(list.stream()).iter().for_each(|entry| self.add(entry, errors)),
                (next, []) => self.add(std::slice::from_ref(next), errors),
                (_, rest) => self.add(rest, errors),
            }
            return true;
        }
        if let [TokenTree::Ident(key), equals, value @ ..] = entry
            && ["version", "api_version", "api"].iter().any(|name| key == name)
            && is_punct(equals, '=')
        {
            let meant = intended_text(value).and_then(|typed| Keyword::nearest(&typed, VERSIONS.iter()));
            self.paths.version = meant.and_then(Version::from_name);
            let write = meant.map_or_else(|| "`v1` or `beta`".to_owned(), |meant| format!("`{meant}`"));
            errors.report(key.span(), format!("the API version does not have a key: write {write}"));
            return true;
        }
        let tokens: TokenStream = entry.iter().cloned().collect();
        let text = string(entry).map_or_else(|| tokens.to_string().replace(' ', ""), |literal| literal.value());
        let typed = text.rsplit("::").next().unwrap_or_default();
        let is_template = typed.contains('/') || (entry.len() > 1 && entry.iter().any(|token| is_punct(token, '=')));
        let meant = if is_template { None } else { Keyword::nearest(typed, VERSIONS.iter()) };
        self.paths.version = meant.and_then(Version::from_name);
        let message = match (meant, entry) {
            (Some(meant), [TokenTree::Ident(ident)]) if ident == meant => return true,
            (Some(meant), [TokenTree::Ident(_)]) => {
                format!("`{typed}` is not an API version (`v1`, `beta`): did you mean `{meant}`?")
            }
            (Some(meant), _) => format!("the API version is one word: write `{meant}`"),
            (None, [TokenTree::Ident(_)]) => format!("`{typed}` is not an API version: write `v1` or `beta`"),
            (None, _) => "the API version comes first: write `v1` or `beta` before the templates".to_owned(),
        };
        errors.report(SpanRange::of(tokens), message);
        !is_template
    }

    fn add(&mut self, entry: &[TokenTree], errors: &mut Errors) {
        let before = self.paths.templates.len();
        let has_errors = errors.watch(|errors| self.read(entry, errors));
        self.paths.is_incomplete |= has_errors && self.paths.templates.len() == before;
    }

    fn read(&mut self, entry: &[TokenTree], errors: &mut Errors) {
        if let Some(literal) = string(entry) {
            return self.add_template(None, &literal, errors);
        }
        let at = |tokens: &[TokenTree]| SpanRange::of(tokens.iter().cloned().collect::<TokenStream>());
        match entry {
            [TokenTree::Ident(key), equals, value @ ..] if is_punct(equals, '=') => self.add_named(key, value, errors),
            [TokenTree::Ident(version)] if Version::from_name(&version.to_string()).is_some() => {
                let message = format!("an attribute has one version: add another, `#[graph_paths({version}, \"/…\")]`");
                errors.report(version.span(), message);
                self.paths.version = None;
            }
            [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => {
                errors.report(list.span(), "templates are not a list: remove the brackets");
                split_at_commas(list.stream()).iter().for_each(|entry| self.add(entry, errors));
            }
            [TokenTree::Ident(key), rest @ ..] if key == "ids" => {
                let at = if rest.is_empty() { key.span().into() } else { at(rest) };
                errors.report(at, "`ids` takes the path of a module: write `ids = crate::ids`");
                self.ids_unknown = true;
            }
            [TokenTree::Ident(key), list @ TokenTree::Group(_)] if key == "schema" => {
                errors.report(list.span(), SCHEMA_FORM);
            }
            [TokenTree::Ident(key)] if key == ELIDED_CAST.name => errors.report(key.span(), ELIDED_CAST_FORM),
            [TokenTree::Ident(key), TokenTree::Group(list)] => self.add_called(key, list, errors),
            [TokenTree::Ident(key)] if key.to_string().starts_with(char::is_uppercase) => {
                errors.report(key.span(), elsewhere(entry, "the template itself, \"/…\""));
            }
            [TokenTree::Ident(key)] => errors.report(key.span(), format!("a template is a string: write `{key} = \"/…\"`")),
            [TokenTree::Ident(key), sign, next, ..] if is_punct(sign, ':') && !is_punct(next, ':') => {
                errors.report(sign.span(), format!("expected `=` between a name and its template: write `{key} = \"/…\"`"));
            }
            [name, equals, value @ ..] if is_punct(equals, '=') && string(std::slice::from_ref(name)).is_some() => {
                let typed = string(std::slice::from_ref(name)).map(|name| snake_case(&name.value())).unwrap_or_default();
                errors.report(name.span(), format!("a constructor name does not have quotes: write `{typed}`"));
                self.add_renamed(&typed, value, errors);
            }
            [first, second, ..] if string(std::slice::from_ref(first)).is_some() => {
                let message = match second {
                    TokenTree::Punct(sign) => format!("expected a comma between two templates, not `{sign}`"),
                    _ => "expected a comma before this".to_owned(),
                };
                errors.report(second.span(), message);
                for literal in entry.iter().filter_map(|token| string(std::slice::from_ref(token))) {
                    self.add_template(None, &literal, errors);
                }
            }
            _ => self.add_malformed(entry, errors),
        }
    }

    fn add_malformed(&mut self, entry: &[TokenTree], errors: &mut Errors) {
        let at = |tokens: &[TokenTree]| SpanRange::of(tokens.iter().cloned().collect::<TokenStream>());
        match entry.iter().position(|token| is_punct(token, '=')).and_then(|equals| entry.split_at_checked(equals)) {
            Some((name, [_, value @ ..])) if !name.is_empty() => {
                let typed = snake_case(&name.iter().cloned().collect::<TokenStream>().to_string());
                let write = match syn::parse_str::<Ident>(&typed) {
                    Ok(name) => format!("must be one word: write `{name}`"),
                    Err(_) => "must begin with a letter: write another name".to_owned(),
                };
                errors.report(at(name), format!("a constructor name {write}"));
                self.add_renamed(&typed, value, errors);
            }
            _ if matches!(entry, [TokenTree::Ident(_), next, ..] if !is_punct(next, '/')) => {
                errors.report(at(entry), elsewhere(entry, "the template itself, \"/…\""));
            }
            _ => {
                let text = intended_text(entry).unwrap_or_else(|| entry.iter().map(ToString::to_string).collect());
                let text = text.replace("{ ", "{").replace(" }", "}");
                let text = if text.starts_with('/') { &text } else { "/deviceManagement" };
                errors.report(at(entry), format!("a template is a string: write {text:?}, or `name = {text:?}`"));
            }
        }
    }

    fn add_named(&mut self, key: &Ident, value: &[TokenTree], errors: &mut Errors) {
        let tokens: TokenStream = value.iter().cloned().collect();
        let at = if value.is_empty() { key.span().into() } else { SpanRange::of(&tokens) };
        let path = Path::parse_mod_style.parse2(tokens).ok();
        match (key.to_string().as_str(), string(value), path) {
            ("elided_cast", ..) => errors.report(at, ELIDED_CAST_FORM),
            ("ids", _, Some(path)) => {
                if self.paths.ids.replace(path).is_some() {
                    errors.report(key.span(), "`ids` is given twice: remove one, or add another `#[graph_paths(…)]`");
                }
            }
            ("ids", text, None) => {
                let module = text.map(|text| text.value()).filter(|text| Path::parse_mod_style.parse_str(text).is_ok());
                let module = module.unwrap_or_else(|| "crate::ids".to_owned());
                self.ids_unknown = true;
                errors.report(at, format!("`ids` takes the path of a module: write `ids = {module}`"));
            }
            ("schema", Some(file), _) if self.paths.schemas.is_empty() => {
                self.paths.schemas = SchemaFiles::one(key.span(), Text::from(&file))
            }
            ("schema", Some(_), _) => errors.report(key.span(), "`schema` is given twice: remove one"),
            ("schema", None, _) => {
                errors.report(at, SCHEMA_FORM);
            }
            (name, Some(literal), _) if is_key(key) && !literal.value().contains('/') => {
                errors.report(key.span(), format!("`{name}` is not an argument of `graph_paths`: move it to `#[graph(…)]`"));
            }
            ("name" | "fn" | "constructor", Some(literal), _) if !literal.value().contains('/') => {
                let name = snake_case(&literal.value());
                errors.report(at, format!("a constructor name precedes its template: write `{name} = \"/…\"`"));
            }
            (_, Some(literal), _) => self.add_template(Some(key), &literal, errors),
            (name, None, Some(_)) if is_key(key) => {
                errors.report(key.span(), format!("`{name}` is not an argument of `graph_paths`: move it to `#[graph(…)]`"));
            }
            (name, None, Some(path)) if Keyword::nearest(name, OPTIONS.iter()).is_some() => {
                errors.report(key.span(), format!("there is no option `{name}`: did you mean `ids`?"));
                self.paths.ids = Some(path);
            }
            (name, None, _) if matches!(value, [TokenTree::Ident(_), ..]) => {
                errors.report(at, elsewhere(value, &format!("`{name} = \"/…\"`")));
            }
            (name, None, _) => errors.report(at, format!("a template is a string: write `{name} = \"/…\"`")),
        }
    }

    /// Reports the wrong form `word(…)` and adds the templates in it. A single template gets `word` as its constructor name.
    fn add_called(&mut self, word: &Ident, list: &Group, errors: &mut Errors) {
        let entries = split_at_commas(list.stream());
        match entries.as_slice() {
            entries if Keyword::nearest(&word.to_string(), [ELIDED_CAST].iter()).is_some() => {
                errors.report(word.span(), format!("there is no option `{word}`: did you mean `{}`?", ELIDED_CAST.name));
                entries.iter().for_each(|entry| self.add(entry, errors));
            }
            [entry] => {
                errors.report(
                    list.span(),
                    format!("expected `=` between a name and its template: write `{word} = {list}`", list = list.stream()),
                );
                self.add_named(word, entry, errors);
            }
            entries => {
                errors.report(word.span(), format!("templates are not grouped: remove `{word}(…)` around them"));
                entries.iter().for_each(|entry| self.add(entry, errors));
            }
        }
    }

    /// Adds a template with the constructor name `name`, which the user probably meant.
    fn add_renamed(&mut self, name: &str, value: &[TokenTree], errors: &mut Errors) {
        if let (Some(literal), Ok(mut name)) = (string(value), syn::parse_str::<Ident>(name)) {
            name.set_span(literal.span());
            self.add_template(Some(&name), &literal, errors);
        }
    }

    fn add_template(&mut self, name: Option<&Ident>, literal: &LitStr, errors: &mut Errors) {
        let template = Template::parse(literal, errors);
        let name = match name {
            Some(name) if NEVER_RAW.contains(&name.to_string().as_str()) => {
                return errors.report(name.span(), format!("`{name}` is a keyword: write another constructor name"));
            }
            Some(name) => Some(name.clone()),
            None => template.constructor_name().map(|name| Ident::new(&name, literal.span())),
        };
        if name.is_none() && !template.flawed {
            let message = format!("a constructor name cannot be derived from this path: write `a_name = {:?}`", template.text());
            errors.report(literal.span(), message);
        }
        self.paths.templates.extend(name.map(|name| NamedTemplate { name, template, elided_cast: false }));
    }
}

/// Returns the schema files named in the arguments of several `graph_paths` attributes, without duplicates.
pub(super) fn schemas<'a>(arguments: impl Iterator<Item = &'a TokenStream>) -> Vec<Text> {
    let mut files: Vec<Text> = Vec::new();
    for arguments in arguments {
        for entry in split_at_commas(arguments.clone()) {
            let file = match entry.as_slice() {
                [TokenTree::Ident(key), equals, value @ ..] if key == "schema" && is_punct(equals, '=') => string(value),
                _ => None,
            };
            let file = file.as_ref().map(Text::from).filter(|file| files.iter().all(|known| known.value != file.value));
            files.extend(file);
        }
    }
    files
}

/// Returns the API version and its span, if the argument is only `v1` or `beta`.
fn lone_version(entry: &[TokenTree]) -> Option<(Version, Span)> {
    match entry {
        [TokenTree::Ident(version)] => Version::from_name(&version.to_string()).zip(Some(version.span())),
        _ => None,
    }
}

/// Returns the string literal, if the argument is only a string literal. The literal may come from a fragment of a `macro_rules` macro.
fn string(entry: &[TokenTree]) -> Option<LitStr> {
    match entry {
        [token @ (TokenTree::Literal(_) | TokenTree::Group(_))] => syn::parse2(token.to_token_stream()).ok(),
        _ => None,
    }
}
