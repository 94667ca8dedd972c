//! The arguments of `#[graph_paths(...)]`: a version, options, and templates with or without names.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{LitStr, Path};

use super::template::Template;
use crate::attr::Text;
use crate::ctxt::{Ctxt, nearest};
use crate::schema::Schemas;

/// The templates of one API version.
pub(crate) struct VersionedPaths {
    pub(crate) version: Version,
    /// The version was named as it should be, and not guessed.
    sound: bool,
    /// The module where the id types live, if they are not in scope.
    pub(crate) ids: Option<Path>,
    /// The packed schema that the templates are held against.
    pub(crate) schemas: Schemas,
    pub(crate) templates: Vec<Named>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    Beta,
}

/// A template and the name of its constructor.
pub(crate) struct Named {
    pub(crate) name: Ident,
    pub(crate) template: Template,
    /// It is documented without a cast that it needs.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    pub(crate) elided_cast: bool,
}

impl VersionedPaths {
    pub(crate) fn parse(arguments: TokenStream, fallback: Span, ctxt: &mut Ctxt) -> Option<Self> {
        let mut entries = split(arguments).into_iter().peekable();
        let version = match entries.peek().map(Vec::as_slice) {
            Some([TokenTree::Ident(ident)]) => {
                let version = version(ident, ctxt);
                entries.next();
                version
            }
            Some([first, ..]) => {
                ctxt.error(first.span(), "name the API version first: `v1` or `beta`");
                None
            }
            _ => {
                ctxt.error(fallback, "`graph_paths` takes a version and templates: `#[graph_paths(v1, \"/…\")]`");
                return None;
            }
        };
        let sound = matches!(version, Some((_, true)));
        let version = version.map_or(Version::Beta, |(version, _)| version);
        let mut group = Self { version, sound, ids: None, schemas: Schemas::default(), templates: Vec::new() };
        let mut elided_cast = None;
        for entry in entries {
            match entry.as_slice() {
                [TokenTree::Ident(key), TokenTree::Group(listed)] if key == "elided_cast" => {
                    elided_cast = Some(key.span());
                    split(listed.stream()).iter().for_each(|entry| group.add_path(entry, true, ctxt));
                }
                entry => group.add(entry, ctxt),
            }
        }
        if let (Some(span), true) = (elided_cast, group.schemas.is_empty()) {
            ctxt.error(
                span,
                "`elided_cast` admits what a schema refuses: add `schema = \"schema/beta.graph\"`, or take the paths out of it",
            );
        }
        if group.templates.is_empty() && !ctxt.has_errors() {
            ctxt.error(
                fallback,
                "`graph_paths` names no path: add the templates of the API page, such as `\"/deviceManagement\"`",
            );
        }
        Some(group)
    }

    fn add(&mut self, entry: &[TokenTree], ctxt: &mut Ctxt) {
        match entry {
            [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..] if equals.as_char() == '=' && key == "ids" => {
                let tokens: TokenStream = value.iter().cloned().collect();
                match Path::parse_mod_style.parse2(tokens) {
                    Ok(path) => self.ids = Some(path),
                    Err(_) => ctxt.error(
                        value.first().map_or(key.span(), TokenTree::span),
                        "`ids` names the module of the id types: `ids = crate::ids`",
                    ),
                }
            }
            [TokenTree::Ident(key), value @ ..] if key == "schema" => match schema(entry) {
                Some(file) if self.schemas.is_empty() => self.schemas = Schemas::one(key.span(), file),
                Some(_) => ctxt.error(key.span(), "`schema` is given twice: keep one of them"),
                None => ctxt.error(
                    value.get(1).map_or(key.span(), TokenTree::span),
                    "`schema` names the packed schema of this version: `schema = \"schema/beta.graph\"`",
                ),
            },
            entry => self.add_path(entry, false, ctxt),
        }
    }

    fn add_path(&mut self, entry: &[TokenTree], elided_cast: bool, ctxt: &mut Ctxt) {
        match entry {
            [literal @ TokenTree::Literal(_)] => self.add_template(None, literal, elided_cast, ctxt),
            [TokenTree::Ident(key), TokenTree::Punct(equals), literal @ TokenTree::Literal(_)] if equals.as_char() == '=' => {
                self.add_template(Some(key), literal, elided_cast, ctxt);
            }
            [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..] if equals.as_char() == '=' => ctxt.error(
                value.first().map_or(key.span(), TokenTree::span),
                format!("a path is written as a string: `{key} = \"/…\"`"),
            ),
            [TokenTree::Ident(key), ..] => ctxt.error(key.span(), format!("expected a template or `{key} = \"/…\"`")),
            [other, ..] => ctxt.error(other.span(), "expected a template such as `\"/deviceManagement\"`, or `name = \"/…\"`"),
            [] => {}
        }
    }

    fn add_template(&mut self, name: Option<&Ident>, literal: &TokenTree, elided_cast: bool, ctxt: &mut Ctxt) {
        let Ok(text) = syn::parse2::<LitStr>(literal.clone().into()) else {
            return ctxt.error(literal.span(), "a path is written as a string: `\"/…\"`");
        };
        let template = Template::parse(&text, ctxt);
        let name = match name {
            Some(name) => Some(name.clone()),
            None => template.constructor_name().map(|name| Ident::new(&name, text.span())),
        };
        if name.is_none() && template.sound {
            ctxt.error(
                text.span(),
                format!("no constructor name can be made of this path: write `a_name = \"{}\"`", template.text()),
            );
        }
        self.templates.extend(name.map(|name| Named { name, template, elided_cast }));
    }
}

/// The file that `schema = "…"` names.
fn schema(entry: &[TokenTree]) -> Option<Text> {
    match entry {
        [TokenTree::Ident(key), TokenTree::Punct(equals), literal @ TokenTree::Literal(_)]
            if key == "schema" && equals.as_char() == '=' =>
        {
            syn::parse2::<LitStr>(literal.clone().into()).ok().as_ref().map(Text::from)
        }
        _ => None,
    }
}

/// The files that the arguments of several attributes name, each once.
pub(crate) fn schemas<'a>(arguments: impl Iterator<Item = &'a TokenStream>) -> Vec<Text> {
    let mut files: Vec<Text> = Vec::new();
    for file in arguments.flat_map(|arguments| split(arguments.clone())).filter_map(|entry| schema(&entry)) {
        if files.iter().all(|known| known.value != file.value) {
            files.push(file);
        }
    }
    files
}

/// The version that is named, or the one that is meant, and whether it was named as it should be.
fn version(ident: &Ident, ctxt: &mut Ctxt) -> Option<(Version, bool)> {
    let known = |name| if name == "v1" { Version::V1 } else { Version::Beta };
    match ident.to_string().as_str() {
        name @ ("v1" | "beta") => Some((known(name), true)),
        other => {
            let near = if other.starts_with('v') { Some("v1") } else { nearest(other, ["v1", "beta"]) };
            let hint = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
            ctxt.error(ident.span(), format!("`{other}` is no API version, Graph has `v1` and `beta`{hint}"));
            near.map(|near| (known(near), false))
        }
    }
}

/// Splits at commas; an empty entry (a trailing comma) is left out.
fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    tokens.split(is_comma).filter(|entry| !entry.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

/// What only shows when all templates of an entity are seen together.
pub(crate) fn check(groups: &[VersionedPaths], ctxt: &mut Ctxt) {
    // Nothing is said of what already has an error.
    let sound = groups.iter().filter(|group| group.sound);
    let all: Vec<_> = sound.flat_map(|group| group.templates.iter().map(move |named| (group.version, named))).collect();
    let all: Vec<_> = all.into_iter().filter(|(_, named)| named.template.sound).collect();
    for (index, (version, named)) in all.iter().enumerate() {
        let earlier = || all.iter().take(index).filter(|(other, _)| other == version).map(|(_, named)| named);
        if let Some(twin) = earlier().find(|twin| twin.template.shape() == named.template.shape()) {
            let placeholders =
                if twin.template.text() == named.template.text() { "" } else { ", only their placeholders differ in name" };
            ctxt.error(named.template.span(), format!("this path is already declared, as `{}`{placeholders}", twin.name));
        } else if let Some(twin) = earlier().find(|twin| twin.name == named.name) {
            ctxt.error(
                named.name.span(),
                format!(
                    "two paths would have the constructor `{}`: name this one, `a_better_name = \"{}\"`\nthe other is \"{}\"",
                    named.name,
                    named.template.text(),
                    twin.template.text()
                ),
            );
        }
    }
}
