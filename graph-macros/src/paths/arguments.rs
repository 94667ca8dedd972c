//! The arguments of `#[graph_paths(...)]`: a version, options, and templates with or without names.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::{LitStr, Path};

use super::template::Template;
use crate::attr::{Name, Text, is_key, is_punct, meant, split_at_commas, typed};
use crate::ctxt::{At, Ctxt};
use crate::schema::Schemas;
use graph_schema::syntax::case::snake_case;
use graph_schema::syntax::identifier::NEVER_RAW;

/// The templates of one API version.
pub(crate) struct VersionedPaths {
    /// Not known when it was written wrongly; the templates then count for both.
    version: Option<Version>,
    /// The module where the id types live, if they are not in scope.
    pub(crate) ids: Option<Path>,
    /// It was said wrongly where they live.
    ids_unknown: bool,
    /// The packed schema that the templates are held against.
    pub(crate) schemas: Schemas,
    pub(crate) templates: Vec<Named>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    Beta,
}

impl Version {
    pub(crate) const ALL: [Self; 2] = [Self::V1, Self::Beta];

    fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::Beta => "beta",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }
}

/// The versions, and what people call them as well.
const VERSIONS: &[Name] =
    &[Name { name: "v1", also: &["v1.0", "1.0", "stable", "production"] }, Name { name: "beta", also: &["preview"] }];

/// A template and the name of its constructor.
pub(crate) struct Named {
    pub(crate) name: Ident,
    pub(crate) template: Template,
    /// It is documented without a cast that it needs.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    pub(crate) elided_cast: bool,
}

/// The options, and what people call them as well.
const OPTIONS: &[Name] = &[Name { name: "ids", also: &["id", "module", "id_module", "mod", "use"] }];

const ELIDED_CAST: Name = Name { name: "elided_cast", also: &["without_cast", "omitted_cast"] };
const ELIDED_CAST_FORM: &str = "`elided_cast` holds templates that lack a cast: write `elided_cast(\"/…\")`";

const FORM: &str = "`graph_paths` takes a version and templates: write `#[graph_paths(v1, \"/…\")]`";

const SCHEMA_FORM: &str = "`schema` names the packed schema of this version: write `schema = \"schema/beta.graph\"`";

/// What is said of a constant or a macro in the place of a template.
fn elsewhere(tokens: &[TokenTree], write: &str) -> String {
    let shown: String = tokens.iter().map(ToString::to_string).collect();
    format!("a macro cannot see what `{shown}` stands for: write {write}")
}

impl VersionedPaths {
    pub(crate) fn parse(arguments: TokenStream, attribute: Span, ctxt: &mut Ctxt) -> Self {
        let mut group = Self { version: None, ids: None, ids_unknown: false, schemas: Schemas::default(), templates: Vec::new() };
        let mut elided_cast = None;
        let entries = split_at_commas(arguments);
        let Some(first) = entries.first() else {
            ctxt.error(attribute, FORM);
            return group;
        };
        let later = entries.iter().skip(1).find_map(|entry| lone_version(entry));
        let ((), reported) = ctxt.watch(|ctxt| {
            let is_version = match later.filter(|_| string(first).is_some_and(|text| text.value().contains('/'))) {
                Some((version, at)) => {
                    ctxt.error(at, format!("the API version comes first: write `{}` before the templates", version.name()));
                    group.version = Some(version);
                    false
                }
                None => group.add_version(first, ctxt),
            };
            for entry in entries.iter().skip(usize::from(is_version)) {
                match entry.as_slice() {
                    entry if !is_version && later.is_some() && lone_version(entry).is_some() => {}
                    [TokenTree::Ident(key), TokenTree::Group(listed)] if key == "elided_cast" => {
                        elided_cast = Some(key.span());
                        let before = group.templates.len();
                        split_at_commas(listed.stream()).iter().for_each(|entry| group.add(entry, ctxt));
                        group.templates.iter_mut().skip(before).for_each(|named| named.elided_cast = true);
                    }
                    entry => group.add(entry, ctxt),
                }
            }
        });
        if let (Some(span), true) = (elided_cast, group.schemas.is_empty()) {
            ctxt.error(
                span,
                "`elided_cast` admits what a schema refuses: add `schema = \"schema/beta.graph\"`, or take the paths out of it",
            );
        }
        if group.ids_unknown {
            group.templates.iter_mut().for_each(|named| named.template.flawed = true);
        }
        if group.templates.is_empty() && !reported {
            let version = At::of(first.iter().cloned().collect::<TokenStream>());
            ctxt.error(version, "no path follows the version: add the templates of the API page, such as \"/deviceManagement\"");
        }
        group
    }

    pub(crate) fn is_of(&self, version: Version) -> bool {
        self.version.is_none_or(|known| known == version)
    }

    /// Whether the first entry is a version, right or wrong.
    fn add_version(&mut self, entry: &[TokenTree], ctxt: &mut Ctxt) -> bool {
        if let [TokenTree::Ident(version), next, rest @ ..] = entry
            && let Some(known) = Version::named(&version.to_string().to_lowercase())
            && !is_punct(next, '.')
        {
            self.version = Some(known);
            if lone_version(rest).is_none() {
                ctxt.error(next.span(), format!("a comma stands after the version: write `{}, \"/…\"`", known.name()));
            }
            match (next, rest) {
                (TokenTree::Group(list), []) => split_at_commas(list.stream()).iter().for_each(|entry| self.add(entry, ctxt)),
                (next, []) => self.add(std::slice::from_ref(next), ctxt),
                (_, rest) => self.add(rest, ctxt),
            }
            return true;
        }
        if let [TokenTree::Ident(key), equals, value @ ..] = entry
            && ["version", "api_version", "api"].iter().any(|name| key == name)
            && is_punct(equals, '=')
        {
            let meant = typed(value).and_then(|typed| meant(&typed, VERSIONS.iter()));
            self.version = meant.and_then(Version::named);
            let write = meant.map_or_else(|| "`v1` or `beta`".to_owned(), |meant| format!("`{meant}`"));
            ctxt.error(key.span(), format!("the API version stands alone: write {write}"));
            return true;
        }
        let tokens: TokenStream = entry.iter().cloned().collect();
        let text = string(entry).map_or_else(|| tokens.to_string().replace(' ', ""), |literal| literal.value());
        let typed = text.rsplit("::").next().unwrap_or_default();
        let is_template = typed.contains('/') || (entry.len() > 1 && entry.iter().any(|token| is_punct(token, '=')));
        let meant = if is_template { None } else { meant(typed, VERSIONS.iter()) };
        self.version = meant.and_then(Version::named);
        let message = match (meant, entry) {
            (Some(meant), [TokenTree::Ident(ident)]) if ident == meant => return true,
            (Some(meant), [TokenTree::Ident(_)]) => {
                format!("`{typed}` is no API version, Graph has `v1` and `beta`: did you mean `{meant}`?")
            }
            (Some(meant), _) => format!("the API version is one word: write `{meant}`"),
            (None, [TokenTree::Ident(_)]) => format!("`{typed}` is no API version: Graph has `v1` and `beta`"),
            (None, _) => "the API version comes first: write `v1` or `beta` before the templates".to_owned(),
        };
        ctxt.error(At::of(tokens), message);
        !is_template
    }

    fn add(&mut self, entry: &[TokenTree], ctxt: &mut Ctxt) {
        if let Some(literal) = string(entry) {
            return self.add_template(None, &literal, ctxt);
        }
        let at = |tokens: &[TokenTree]| At::of(tokens.iter().cloned().collect::<TokenStream>());
        match entry {
            [TokenTree::Ident(key), equals, value @ ..] if is_punct(equals, '=') => self.add_named(key, value, ctxt),
            [TokenTree::Ident(version)] if Version::named(&version.to_string()).is_some() => {
                let message = format!("one attribute is for one version: write another one, `#[graph_paths({version}, \"/…\")]`");
                ctxt.error(version.span(), message);
            }
            [TokenTree::Ident(key), rest @ ..] if key == "ids" => {
                let at = if rest.is_empty() { key.span().into() } else { at(rest) };
                ctxt.error(at, "`ids` takes the path of a module: write `ids = crate::ids`");
                self.ids_unknown = true;
            }
            [TokenTree::Ident(key), list @ TokenTree::Group(_)] if key == "schema" => {
                ctxt.error(list.span(), SCHEMA_FORM);
            }
            [TokenTree::Ident(key)] if key == ELIDED_CAST.name => ctxt.error(key.span(), ELIDED_CAST_FORM),
            [TokenTree::Ident(key), TokenTree::Group(list)] => self.add_called(key, list, ctxt),
            [TokenTree::Ident(key)] if key.to_string().starts_with(char::is_uppercase) => {
                ctxt.error(key.span(), elsewhere(entry, "the template itself, \"/…\""));
            }
            [TokenTree::Ident(key)] => ctxt.error(key.span(), format!("a template is a string: write `{key} = \"/…\"`")),
            [TokenTree::Ident(key), sign, next, ..] if is_punct(sign, ':') && !is_punct(next, ':') => {
                ctxt.error(sign.span(), format!("`=` stands between a name and its template: write `{key} = \"/…\"`"));
            }
            [name, equals, value @ ..] if is_punct(equals, '=') && string(std::slice::from_ref(name)).is_some() => {
                let typed = string(std::slice::from_ref(name)).map(|name| snake_case(&name.value())).unwrap_or_default();
                ctxt.error(name.span(), format!("the name of a constructor stands without quotes: write `{typed}`"));
                self.add_renamed(&typed, value, ctxt);
            }
            [first, second, ..] if string(std::slice::from_ref(first)).is_some() => {
                let message = match second {
                    TokenTree::Punct(sign) => format!("a comma stands between two templates, not `{sign}`"),
                    _ => "a comma is missing before this".to_owned(),
                };
                ctxt.error(second.span(), message);
                for literal in entry.iter().filter_map(|token| string(std::slice::from_ref(token))) {
                    self.add_template(None, &literal, ctxt);
                }
            }
            _ => match entry.iter().position(|token| is_punct(token, '=')).and_then(|equals| entry.split_at_checked(equals)) {
                Some((name, [_, value @ ..])) if !name.is_empty() => {
                    let typed = snake_case(&name.iter().cloned().collect::<TokenStream>().to_string());
                    let write = match syn::parse_str::<Ident>(&typed) {
                        Ok(name) => format!("is one word: write `{name}`"),
                        Err(_) => "is a word that begins with a letter: write another name".to_owned(),
                    };
                    ctxt.error(at(name), format!("the name of a constructor {write}"));
                    self.add_renamed(&typed, value, ctxt);
                }
                _ if matches!(entry, [TokenTree::Ident(_), next, ..] if !is_punct(next, '/')) => {
                    ctxt.error(at(entry), elsewhere(entry, "the template itself, \"/…\""));
                }
                _ => {
                    let text = typed(entry).unwrap_or_else(|| entry.iter().map(ToString::to_string).collect());
                    let text = if text.starts_with('/') { &text } else { "/deviceManagement" };
                    ctxt.error(at(entry), format!("a template is a string: write {text:?}, or `name = {text:?}`"));
                }
            },
        }
    }

    fn add_named(&mut self, key: &Ident, value: &[TokenTree], ctxt: &mut Ctxt) {
        let tokens: TokenStream = value.iter().cloned().collect();
        let at = if value.is_empty() { key.span().into() } else { At::of(&tokens) };
        let path = Path::parse_mod_style.parse2(tokens).ok();
        match (key.to_string().as_str(), string(value), path) {
            ("elided_cast", ..) => ctxt.error(at, ELIDED_CAST_FORM),
            ("ids", _, Some(path)) => {
                if self.ids.replace(path).is_some() {
                    ctxt.error(key.span(), "`ids` is given twice: keep one of them, or write another `#[graph_paths(…)]`");
                }
            }
            ("ids", text, None) => {
                let module = text.map(|text| text.value()).filter(|text| Path::parse_mod_style.parse_str(text).is_ok());
                let module = module.unwrap_or_else(|| "crate::ids".to_owned());
                self.ids_unknown = true;
                ctxt.error(at, format!("`ids` takes the path of a module: write `ids = {module}`"));
            }
            ("schema", Some(file), _) if self.schemas.is_empty() => self.schemas = Schemas::one(key.span(), Text::from(&file)),
            ("schema", Some(_), _) => ctxt.error(key.span(), "`schema` is given twice: keep one of them"),
            ("schema", None, _) => {
                ctxt.error(at, SCHEMA_FORM);
            }
            (name, Some(literal), _) if is_key(key) && !literal.value().contains('/') => {
                ctxt.error(key.span(), format!("`{name}` does not belong here: it belongs in `#[graph(…)]`"));
            }
            ("name" | "fn" | "constructor", Some(literal), _) if !literal.value().contains('/') => {
                let name = snake_case(&literal.value());
                ctxt.error(at, format!("a constructor is named where its template stands: write `{name} = \"/…\"`"));
            }
            (_, Some(literal), _) => self.add_template(Some(key), &literal, ctxt),
            (name, None, Some(_)) if is_key(key) => {
                ctxt.error(key.span(), format!("`{name}` does not belong here: it belongs in `#[graph(…)]`"));
            }
            (name, None, Some(path)) if meant(name, OPTIONS.iter()).is_some() => {
                ctxt.error(key.span(), format!("there is no option `{name}`: did you mean `ids`?"));
                self.ids = Some(path);
            }
            (name, None, _) if matches!(value, [TokenTree::Ident(_), ..]) => {
                ctxt.error(at, elsewhere(value, &format!("`{name} = \"/…\"`")));
            }
            (name, None, _) => ctxt.error(at, format!("a template is a string: write `{name} = \"/…\"`")),
        }
    }

    /// Templates in parentheses after a word, which may be the name of the one, or a heading of several.
    fn add_called(&mut self, word: &Ident, list: &proc_macro2::Group, ctxt: &mut Ctxt) {
        let entries = split_at_commas(list.stream());
        match entries.as_slice() {
            entries if meant(&word.to_string(), [ELIDED_CAST].iter()).is_some() => {
                ctxt.error(word.span(), format!("there is no option `{word}`: did you mean `{}`?", ELIDED_CAST.name));
                entries.iter().for_each(|entry| self.add(entry, ctxt));
            }
            [entry] => {
                ctxt.error(
                    list.span(),
                    format!("`=` stands between a name and its template: write `{word} = {list}`", list = list.stream()),
                );
                self.add_named(word, entry, ctxt);
            }
            entries => {
                ctxt.error(word.span(), format!("templates stand beside the version: leave `{word}(…)` around them out"));
                entries.iter().for_each(|entry| self.add(entry, ctxt));
            }
        }
    }

    /// A template by the name that was probably meant.
    fn add_renamed(&mut self, name: &str, value: &[TokenTree], ctxt: &mut Ctxt) {
        if let (Some(literal), Ok(mut name)) = (string(value), syn::parse_str::<Ident>(name)) {
            name.set_span(literal.span());
            self.add_template(Some(&name), &literal, ctxt);
        }
    }

    fn add_template(&mut self, name: Option<&Ident>, literal: &LitStr, ctxt: &mut Ctxt) {
        let template = Template::parse(literal, ctxt);
        let name = match name {
            Some(name) if NEVER_RAW.contains(&name.to_string().as_str()) => {
                return ctxt
                    .error(name.span(), format!("`{name}` is a keyword and cannot name a constructor: write another name"));
            }
            Some(name) => Some(name.clone()),
            None => template.constructor_name().map(|name| Ident::new(&name, literal.span())),
        };
        if name.is_none() && !template.flawed {
            let message = format!("no name can be made from this path: give it one, `a_name = {:?}`", template.text());
            ctxt.error(literal.span(), message);
        }
        self.templates.extend(name.map(|name| Named { name, template, elided_cast: false }));
    }
}

/// The files that the arguments of several attributes name, each once.
pub(crate) fn schemas<'a>(arguments: impl Iterator<Item = &'a TokenStream>) -> Vec<Text> {
    let mut files: Vec<Text> = Vec::new();
    for entry in arguments.flat_map(|arguments| split_at_commas(arguments.clone())) {
        let file = match entry.as_slice() {
            [TokenTree::Ident(key), equals, value @ ..] if key == "schema" && is_punct(equals, '=') => string(value),
            _ => None,
        };
        let file = file.as_ref().map(Text::from).filter(|file| files.iter().all(|known| known.value != file.value));
        files.extend(file);
    }
    files
}

/// The version that an entry consists of.
fn lone_version(entry: &[TokenTree]) -> Option<(Version, Span)> {
    match entry {
        [TokenTree::Ident(version)] => Version::named(&version.to_string()).zip(Some(version.span())),
        _ => None,
    }
}

/// The string that an entry consists of, be it typed or handed on by a `macro_rules` macro.
fn string(entry: &[TokenTree]) -> Option<LitStr> {
    match entry {
        [token @ (TokenTree::Literal(_) | TokenTree::Group(_))] => syn::parse2(token.to_token_stream()).ok(),
        _ => None,
    }
}

/// What only shows when all templates of an entity are seen together.
pub(crate) fn check(groups: &[VersionedPaths], ctxt: &mut Ctxt) {
    for version in Version::ALL {
        let all: Vec<_> =
            groups.iter().filter(|group| group.version == Some(version)).flat_map(|group| &group.templates).collect();
        for (index, named) in all.iter().enumerate().filter(|(_, named)| !named.template.flawed) {
            let earlier = || all.iter().take(index).filter(|earlier| !earlier.template.flawed);
            let text = named.template.text();
            if let Some(twin) = earlier().find(|twin| twin.template.shape() == named.template.shape()) {
                let other = twin.template.text();
                let how = if other == text {
                    String::new()
                } else {
                    format!("\nthe other is {other:?}, only its placeholders differ in name")
                };
                ctxt.error(
                    named.template.span(),
                    format!("this path is declared already, as `{}`: leave it out{how}", twin.name),
                );
            } else if let Some(twin) = earlier().find(|twin| twin.name == named.name) {
                let message = format!(
                    "two paths would have the constructor `{}`: name this one, `another_name = {text:?}`\nthe other is {:?}",
                    named.name,
                    twin.template.text()
                );
                ctxt.error(named.name.span(), message);
            }
        }
    }
}
