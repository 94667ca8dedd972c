//! `graph-schema declare` and the macros derive the same names.

use std::collections::BTreeSet;

use graph_schema::syntax::case::{snake_case, upper_first};
use graph_schema::syntax::identifier::{id_type, identifier};
use proc_macro2::Span;
use quote::ToTokens;
use syn::LitStr;

use crate::errors::Errors;
use crate::paths::template::Template;
use crate::tokens::public_ident;

/// Returns difficult names, and every name of the service's schemas if `GRAPH_SHARED` is set.
fn names() -> BTreeSet<String> {
    let hard = [
        "azureADDeviceId",
        "v10_2H20",
        "remote_Control_Software",
        "type",
        "gen",
        "self",
        "Self",
        "crate",
        "super",
        "iOSVersion",
        "x509",
        "a_1",
        "a1_",
        "URL",
        "aB2C",
        "AB",
        "_a",
        "a__b",
        "größe",
        "ßa",
        "async",
        "union",
    ];
    let mut names: BTreeSet<String> = hard.map(str::to_owned).into();
    let Some(shared) = std::env::var_os("GRAPH_SHARED") else {
        eprintln!("skipped because GRAPH_SHARED is not set: the names of the service's schemas");
        return names;
    };
    for file in std::fs::read_dir(std::path::Path::new(&shared).join("schema")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let named = text.split(" Name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        names.extend(named.flat_map(|name| name.split('.')).map(str::to_owned));
    }
    assert!(names.len() > 10_000, "only {} names", names.len());
    names
}

#[test]
fn a_word_becomes_the_same_identifier() {
    for name in names() {
        let word = snake_case(&name);
        assert_eq!(public_ident(&word, Span::call_site()).to_token_stream().to_string(), identifier(&word), "{name}");
    }
}

#[test]
fn a_template_gets_the_ids_that_declare_expects() {
    for name in names() {
        let templates = [
            format!("/a/{name}"),
            format!("/a/{{aId}}/{name}"),
            format!("/a/{name}/{{aId}}"),
            format!("/a/{{aId}}/microsoft.graph.{name}/{name}/{{bId}}/b"),
            format!("/a/{{{name}}}"),
            format!("/a/{{{name}Id}}/b"),
        ];
        for text in templates {
            let mut errors = Errors::default();
            let template = Template::parse(&LitStr::new(&text, Span::call_site()), &mut errors);
            let placeholders = || text.split(['{', '}']).skip(1).step_by(2);
            let ids: Option<Vec<_>> = placeholders().map(id_type).collect();
            if template.flawed {
                let literal = text.split('/').any(|segment| !segment.starts_with('{') && !segment.is_ascii());
                assert!(ids.is_none() || literal, "{text} is refused");
                continue;
            }
            assert_eq!(ids, Some(template.placeholders().map(upper_first).collect()), "{text}");
        }
    }
}
