//! Tests that `graph-schema declare` and the macros derive the same Rust names from the service's names.

use std::collections::BTreeSet;

use graph_schema::name;
use graph_schema::syntax::case::snake_case;
use graph_schema::syntax::identifier::never_raw;
use graph_schema::syntax::template::PlaceholderKind;
use proc_macro2::{Ident, Span, TokenStream};
use syn::LitStr;

use crate::entity::kind::Kind;
use crate::errors::Errors;
use crate::paths::template::Template;
use crate::{entity, enumeration};

/// Returns names that are hard to convert to Rust names, and every name of the service's schemas if `GRAPH_SHARED` is set.
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

/// Expands a derive for up to 100 different identifiers at a time. Returns each one's name in JSON: a string literal in the expansion.
fn wire_names(identifiers: impl Iterator<Item = String>, derive: impl Fn(&[Ident]) -> TokenStream) -> Vec<String> {
    let identifiers: Vec<Ident> = identifiers.map(|text| syn::parse_str(&text).unwrap()).collect();
    let mut names = Vec::new();
    let mut seen = BTreeSet::from_iter(identifiers.first().map(Ident::to_string));
    for identifiers in identifiers.chunk_by(|_, next| seen.insert(next.to_string()) && seen.len() % 100 != 0) {
        let expansion = derive(identifiers).to_string();
        let declaration = expansion.split("DECLARATION").nth(1).unwrap().split(';').next().unwrap();
        let declaration = declaration.split("renamed").next().unwrap();
        names.extend(declaration.split('"').skip(1).step_by(2).filter(|text| *text != "microsoft.graph.test").map(str::to_owned));
    }
    assert_eq!(names.len(), identifiers.len());
    names
}

#[test]
fn a_field_gives_the_property_that_declare_expects_of_it() {
    let names = names();
    let fields: Vec<_> = names.iter().map(|name| name::field(name)).collect();
    let properties = wire_names(fields.iter().map(|field| field.ident.clone()), |fields| {
        entity::derive(emit!(struct Test { #(#fields: String),* }), Kind::Complex)
    });
    for ((name, field), property) in names.iter().zip(&fields).zip(properties) {
        assert_eq!(property, name::property_name(&field.ident), "{name}");
        assert_eq!(property != *name, field.rename, "{name}");
    }
}

#[test]
fn a_variant_gives_the_member_that_declare_expects_of_it() {
    let names = names();
    let variants: Vec<_> = names.iter().map(|name| name::variant(name)).collect();
    let members = wire_names(variants.iter().map(|variant| variant.ident.clone()), |variants| {
        enumeration::derive(emit!(enum Test { #(#variants),* }))
    });
    for ((name, variant), member) in names.iter().zip(&variants).zip(members) {
        assert_eq!(member, name::member_name(&variant.ident), "{name}");
        assert_eq!(member != *name, variant.rename, "{name}");
    }
}

#[test]
fn a_template_gets_the_constructor_and_id_types_that_are_identifiers() {
    for name in names() {
        let word = snake_case(&name);
        let alone = never_raw(word.clone());
        let templates = [
            (format!("/a/{name}"), format!("a_{word}")),
            (format!("/a/{{aId}}/{name}"), alone.clone()),
            (format!("/a/{name}/{{aId}}"), alone),
            (format!("/a/{{aId}}/microsoft.graph.{name}/{name}/{{bId}}/b"), format!("{word}_{word}_b")),
            (format!("/a/{{{name}}}"), "a".to_owned()),
            (format!("/a/{{{name}Id}}/b"), "b".to_owned()),
        ];
        for (text, constructor) in templates {
            let mut errors = Errors::default();
            let template = Template::parse(&LitStr::new(&text, Span::call_site()), &mut errors);
            if template.flawed {
                let names = text.replace(|c: char| c.is_ascii_alphanumeric() || "/{}.".contains(c), "");
                let starts_with_digit = text.contains("/{1") || text.contains("/{2");
                assert!(!names.is_empty() || starts_with_digit, "{text} is refused");
                continue;
            }
            for placeholder in template.placeholders() {
                let PlaceholderKind::Id(id) = &placeholder.kind else { panic!("{text}") };
                assert!(syn::parse_str::<syn::Ident>(id).is_ok() && id.ends_with(['d', 'D']), "{text}: {id}");
            }
            let named = constructor.starts_with(|first: char| !first.is_numeric()).then_some(constructor);
            assert_eq!(template.constructor_name(), named, "{text}");
        }
    }
}
