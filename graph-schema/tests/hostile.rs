//! Feeds hostile metadata to `declare`: the result must be inert Rust, or one clear error.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use graph_schema::Schema;
use graph_schema::csdl::read_csdl;
use graph_schema::declare::{Operations, Request, declare};
use graph_schema::pack::pack;
use proptest::prelude::*;
use proptest::sample::select;

fn escaped(text: &str) -> String {
    let mut xml = String::new();
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '"' | '&' | '<' | '>' => write!(xml, "&#{};", u32::from(c)).unwrap(),
            // XML does not allow other control characters.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => xml.push(c),
        }
    }
    xml
}

fn document(types: &str) -> String {
    format!(r#"<Edmx><DataServices><Schema Namespace="n">{types}</Schema></DataServices></Edmx>"#)
}

fn described(element: &str, attributes: &str, description: &str, children: &str) -> String {
    let description = escaped(description);
    let annotation = format!(r#"<Annotation Term="Org.OData.Core.V1.Description" String="{description}"/>"#);
    format!("<{element} {attributes}>{annotation}{children}</{element}>")
}

/// Parses the Rust declaration and returns the text of each doc comment in it.
fn docs(declared: &str) -> Vec<String> {
    let file = syn::parse_file(declared).unwrap_or_else(|error| panic!("{error}\n{declared}"));
    let of = |attributes: &[syn::Attribute]| -> String {
        let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) => Some(line.value()),
                _ => None,
            },
            _ => None,
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let mut docs = Vec::new();
    for item in &file.items {
        match item {
            syn::Item::Struct(item) => {
                docs.push(of(&item.attrs));
                docs.extend(item.fields.iter().map(|field| of(&field.attrs)));
            }
            syn::Item::Enum(item) => {
                docs.push(of(&item.attrs));
                docs.extend(item.variants.iter().map(|variant| of(&variant.attrs)));
            }
            _ => {}
        }
    }
    docs
}

/// Returns the markup in a doc comment's text, as parsed by rustdoc's CommonMark parser. Paragraphs, HTTP links and code spans of names do
/// not count.
fn markup(doc: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let events = Parser::new_ext(doc, options).filter_map(|event| match event {
        Event::Start(Tag::Paragraph) | Event::End(_) | Event::Text(_) | Event::SoftBreak => None,
        Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("http") => None,
        // The doc comments that `declare` writes itself have type names in code spans, and the service's descriptions may too.
        Event::Code(name) if name.chars().all(|c| c.is_alphanumeric() || "_.-@$/".contains(c)) => None,
        event => Some(format!("{event:?}")),
    });
    events.collect()
}

fn thing(description: &str) -> String {
    let property = described("Property", r#"Name="p" Type="n.e""#, description, "");
    let types = described("ComplexType", r#"Name="thing""#, description, &property);
    let members = described("Member", r#"Name="m""#, description, "");
    declare_thing(&document(&(types + &described("EnumType", r#"Name="e""#, description, &members)))).unwrap()
}

fn declare_thing(xml: &str) -> Result<String, String> {
    let schema = read_csdl(xml).map_err(|error| error.to_string())?;
    let again: Schema = schema.to_string().parse().map_err(|error| format!("{error}: {schema}"))?;
    assert_eq!(again.to_string(), schema.to_string());
    let request = Request { name: "thing", operations: Operations::All, ..Request::default() };
    declare(&schema, &request).map_err(|error| error.to_string())
}

// Case D3
#[test]
fn a_description_becomes_text_without_markup() {
    let descriptions = [
        "```rust\nfn main() { panic!(\"run by cargo test --doc\") }\n```",
        "Lone ` backtick <script>alert(1)</script>",
        "    indented code",
        "\n\n# Heading\n\n- item\n1. item\n> quote\n\n---\n\n| a | b |\n|---|---|\n| c | d |",
        "[link](javascript:alert(1)) ![image](x) [reference]: http://a [^1] <http://a> <a@b.c> &lt;b&gt; *a* __b__ ~~c~~",
        "\\` \\< \\\\` a\\",
        "*/ /* //! #![doc(hidden)] \"#",
    ];
    for description in descriptions {
        for doc in docs(&thing(description)) {
            assert_eq!(markup(&doc), [""; 0], "{description:?} became {doc:?}");
        }
    }
}

// Case D4
#[test]
fn input_that_cannot_be_declared_is_one_clear_error() {
    let key = |key: &str, properties: &str| {
        document(&format!(
            r#"<EntityType Name="thing"><Key><PropertyRef Name="{key}"/></Key>{properties}</EntityType><ComplexType Name="c"/>"#
        ))
    };
    let error = |xml: String| declare_thing(&xml).unwrap_err();
    assert_eq!(error(key("id", "")), "`n.thing` cannot be declared: its key `id` is not one of its properties");
    let collection = r#"<Property Name="id" Type="Collection(Edm.String)"/>"#;
    assert_eq!(error(key("id", collection)), "`n.thing` cannot be declared: its key `id` is a collection");
    let complex = r#"<Property Name="id" Type="n.c"/>"#;
    assert_eq!(error(key("id", complex)), "`n.thing` cannot be declared: its key `id` is not of a primitive type");
    let twice = r#"<EnumType Name="e"><Member Name="a"/><Member Name="a"/></EnumType>"#;
    assert_eq!(error(document(twice)), "line 1: `a` is declared twice: remove one");
    let schema: Schema = "graph-schema 1\nnamespace n\nset things thing\nentity thing key id\n  id String\n".parse().unwrap();
    let paths = |template| {
        declare(&schema, &Request { name: "thing", templates: &[template], ..Request::default() }).unwrap_err().to_string()
    };
    assert_eq!(
        paths("/things/{thingId}/a\"b"),
        "a path cannot contain `\"`: copy the segment from the API page\n    /things/{thingId}/a\"b\n                       ^"
    );
    assert_eq!(paths("/things/{guid}"), "`{guid}` in `/things/{guid}` cannot name an id type; rename it as in `{fooId}`");
}

// Case D4
#[test]
fn the_name_of_the_schema_file_is_a_valid_literal() {
    let schema = read_csdl(&document(r#"<ComplexType Name="thing"/>"#)).unwrap();
    for (file, literal) in [(r"schema\beta.graph", r#""schema/beta.graph""#), ("a\"b.graph", r#""a\"b.graph""#)] {
        let declared = declare(&schema, &Request { name: "thing", checked_against: Some(file), ..Request::default() }).unwrap();
        assert!(declared.contains(&format!("schema = {literal}")), "{declared}");
        docs(&declared);
    }
}

// Case D5
#[test]
fn a_key_path_makes_only_its_own_type_unusable() {
    let xml = document(
        r#"<EntityType Name="odd"><Key><PropertyRef Name="a/b"/></Key></EntityType>
           <EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>"#,
    );
    let schema = read_csdl(&xml).unwrap();
    assert!(declare(&schema, &Request { name: "thing", ..Request::default() }).is_ok());
    let error = declare(&schema, &Request { name: "odd", ..Request::default() }).unwrap_err().to_string();
    assert_eq!(error, "`n.odd` cannot be declared: its key `a/b` is not one of its properties");
    let again: Schema = schema.to_string().parse().unwrap();
    assert_eq!(again.to_string(), schema.to_string());
}

// Case D5. The bench `metadata` of graph-tests measures that the time is linear.
#[test]
fn a_long_chain_of_bases_is_declared() {
    let link = |at: usize| {
        let property = format!(r#"<Property Name="p{at}" Type="Edm.Int32"/>"#);
        format!(r#"<ComplexType Name="t{at}" BaseType="n.t{}">{property}</ComplexType>"#, at - 1)
    };
    let xml = document(&(1..8_000).fold(String::from(r#"<ComplexType Name="t0"/>"#), |types, at| types + &link(at)));
    let schema = read_csdl(&xml).unwrap();
    pack(&schema, &["t7999"], &[]).unwrap();
    let declared = declare(&schema, &Request { name: "t7999", ..Request::default() }).unwrap();
    assert!(declared.contains("pub p1: Option<i32>") && declared.contains("pub p7999: Option<i32>"));
}

// Case D5. The bench `metadata` of graph-tests measures that the time is linear.
#[test]
fn an_enumeration_of_many_members_is_read() {
    let (mut members, mut annotations) = (String::new(), String::new());
    for at in 0..64_000 {
        write!(members, r#"<Member Name="member{at}" Value="{at}"/>"#).unwrap();
        let annotation = r#"<Annotation Term="Org.OData.Core.V1.Description" String="text"/>"#;
        write!(annotations, r#"<Annotations Target="n.e/member{at}">{annotation}</Annotations>"#).unwrap();
    }
    let schema = read_csdl(&document(&format!(r#"<EnumType Name="e">{members}</EnumType>{annotations}"#))).unwrap();
    let read = &schema.enumeration("n.e").unwrap().members;
    assert_eq!(read.len(), 64_000);
    assert!(read.iter().all(|member| member.doc.is_some()));
    let text = schema.to_string();
    assert_eq!(text.parse::<Schema>().unwrap().to_string(), text);
}

/// Generates names of types and properties that OData allows and Rust does not, and names that become equal in Rust.
fn name() -> impl Strategy<Value = String> {
    const WORDS: &[&str] =
        &["a", "A", "a²", "_", "__", "self", "Self", "type", "größe", "İ", "2fa", "string", "option", "other", "Other", "patch"];
    const METHODS: &[&str] =
        &["diff", "apply", "is_empty", "clearA", "clear_a_", "setOrClearA", "setAdditional", "additional", "new", "default"];
    prop_oneof![select(WORDS).prop_map(str::to_owned), select(METHODS).prop_map(str::to_owned), "[\\p{L}\\p{N}_]{1,6}"]
}

fn description() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "`",
        "```",
        "<b>",
        "](",
        "[",
        "*",
        "_",
        "#",
        "-",
        "1.",
        "|",
        "~~",
        "&lt;",
        "\\",
        "\n",
        " ",
        "a",
        "http://a/b",
        "\u{202a}",
        ">",
        "=",
        ":",
        "\"",
    ];
    prop_oneof![prop::collection::vec(select(PIECES), 0..12).prop_map(|pieces| pieces.concat()), "\\PC{0,20}"]
}

/// Generates actions and functions on the entity `host`, and some unbound ones.
fn operations() -> impl Strategy<Value = String> {
    let types =
        || select(&["Edm.String", "Edm.Date", "Collection(Edm.Guid)", "n.e", "n.f", "n.thing", "n.host", "Edm.Stream"][..]);
    let binding = select(&["", "n.host", "Collection(n.host)"][..]);
    let parameters = prop::collection::btree_map(name(), types(), 0..4);
    let operation = (name(), any::<bool>(), binding, parameters, types(), description());
    let element =
        |(name, action, binding, parameters, result, text): (String, bool, &str, BTreeMap<String, &str>, &str, String)| {
            let parameter = |(name, ty): (&String, &&str)| format!(r#"<Parameter Name="{name}" Type="{ty}"/>"#);
            let mut values =
                if binding.is_empty() { String::new() } else { format!(r#"<Parameter Name="b" Type="{binding}"/>"#) };
            values.extend(parameters.iter().map(parameter));
            values += &format!(r#"<ReturnType Type="{result}"/>"#);
            let attributes = format!(r#"Name="{name}" IsBound="{}""#, !binding.is_empty());
            described(if action { "Action" } else { "Function" }, &attributes, &text, &values)
        };
    prop::collection::vec(operation.prop_map(element), 0..4).prop_map(|operations| operations.concat())
}

/// Generates `$metadata` documents with a complex type `thing`, an enumeration, types that derive from each other, and operations.
fn metadata() -> impl Strategy<Value = String> {
    let types = select(
        &[
            "Edm.String",
            "Edm.Int32",
            "Edm.Stream",
            "Collection(Edm.Guid)",
            "n.e",
            "n.f",
            "n.base",
            "n.thing",
            "Collection(n.thing)",
        ][..],
    );
    let properties = prop::collection::btree_map(name(), (types, description()), 0..8);
    let members = prop::collection::btree_map(name(), description(), 0..5);
    let derived = prop::collection::btree_set(name(), 0..4);
    let parts = (properties, members, derived, description(), any::<bool>(), operations());
    parts.prop_map(|(properties, members, derived, text, open, operations)| {
        let property = |(name, (ty, text)): (&String, &(&str, String))| {
            described("Property", &format!(r#"Name="{name}" Type="{ty}""#), text, "")
        };
        let properties: String = properties.iter().map(property).collect();
        let mut types = described("ComplexType", &format!(r#"Name="thing" OpenType="{open}""#), &text, &properties);
        let members: String =
            members.iter().map(|(name, text)| described("Member", &format!(r#"Name="{name}""#), text, "")).collect();
        types += &described("EnumType", r#"Name="e""#, &text, &members);
        types += r#"<EnumType Name="f" IsFlags="true"><Member Name="x" Value="1"/></EnumType><ComplexType Name="base" Abstract="true"/>"#;
        types += r#"<EntityType Name="host"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
            <EntityContainer Name="c"><EntitySet Name="hosts" EntityType="n.host"/></EntityContainer>"#;
        types += &operations;
        let derived = derived.into_iter().filter(|name| !["e", "f", "base", "thing", "host"].contains(&name.as_str()));
        document(&derived.fold(types, |types, name| types + &format!(r#"<ComplexType Name="{name}" BaseType="n.base"/>"#)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    // Cases D3, D4
    #[test]
    fn whatever_is_accepted_is_declared_as_rust_without_markup(xml in metadata()) {
        if let Ok(declared) = declare_thing(&xml) {
            for doc in docs(&declared) {
                prop_assert_eq!(markup(&doc), [""; 0], "in {:?}", doc);
            }
        }
    }
}

/// Compiles declarations of hostile documents in one crate, and runs `cargo test --doc` in the crate: it must find no doc tests.
// Cases D3, D4
#[test]
fn hostile_declarations_compile_and_have_no_doc_tests() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let krate = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(krate.join("src")).unwrap();
    let mut runner = TestRunner::deterministic();
    let mut library = String::from("#![allow(warnings)]\n");
    for at in 0..24 {
        let declared = declare_thing(&metadata().new_tree(&mut runner).unwrap().current());
        declared.into_iter().for_each(|declared| writeln!(library, "pub mod m{at} {{\n{declared}}}").unwrap());
    }
    library += &format!("pub mod code {{\n{}}}\n", thing("```rust\nfn main() { panic!() }\n```"));
    fs::write(krate.join("src/lib.rs"), library).unwrap();
    let core = workspace.join("graph-core");
    let manifest = format!(
        "[workspace]\n[package]\nname = \"hostile\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\ngraph-core = {{ path = {core:?}, default-features = false, features = [\"exact-numbers\"] }}\n"
    );
    fs::write(krate.join("Cargo.toml"), manifest).unwrap();
    fs::copy(workspace.join("Cargo.lock"), krate.join("Cargo.lock")).unwrap();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["test", "--offline", "--doc", "--target-dir", "target"]).current_dir(&krate).env("CARGO_INCREMENTAL", "0");
    let output = cargo.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "see {}\n{text}", krate.display());
    assert!(text.contains("running 0 tests"), "{text}");
}
