//! Compares the declarations that `declare` returns with the files in `tests/declared`. `BLESS=1` rewrites these files.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io::Write as _};

use graph_schema::OperationKind;
use graph_schema::Schema;
use graph_schema::declare::{Operations, Request, declare};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declared").join(name)
}

fn schema() -> Schema {
    fs::read_to_string(file("schema.graph")).unwrap().parse().unwrap()
}

fn compare(name: &str, text: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(file(name), text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(file(name)).unwrap(), "if that is what is wanted, run again with BLESS=1");
}

#[test]
fn a_declaration_copes_with_every_kind_of_name_and_type() {
    let templates = [
        "/scripts/{scriptId}",
        "/stores/{storeId}/microsoft.graph.depot/script/{scriptId}",
        "/stores/{storeId}/depot/script/{scriptId}",
        "/stores/{storeId}/script/{scriptId}",
        "/scripts/{otherScriptId}",
        "/scripts/{scriptId}/store/{storeId}/script",
        "/scripts/{scriptId}/store/script",
        "/scripts/{scriptId}/default",
        "/scripts/{scriptId}/2fa",
    ];
    let request = Request {
        name: "script",
        templates: &templates,
        beta: true,
        operations: Operations::None,
        complete: false,
        checked_against: Some("schema/beta.graph"),
    };
    compare("script.rs.txt", &declare(&schema(), &request).unwrap());
}

#[test]
fn operations_are_declared_with_their_values_and_a_short_path() {
    let schema: Schema = fs::read_to_string(file("operations.graph")).unwrap().parse().unwrap();
    let request = Request { operations: Operations::All, checked_against: Some("schema/v1.0.graph"), ..Request::default() };
    compare("operations.rs.txt", &declare(&schema, &request).unwrap());
}

#[test]
fn the_operations_of_a_type_are_declared_with_it() {
    let schema: Schema = fs::read_to_string(file("operations.graph")).unwrap().parse().unwrap();
    let templates = ["/shops/{shopId}", "/me/shop/close", "/me/shop/microsoft.graph.rename", "/me/shop"];
    let request = Request { name: "shop", templates: &templates, operations: Operations::Bound, ..Request::default() };
    let declared = declare(&schema, &request).unwrap();
    for expected in [
        "#[graph_paths(v1, \"/shops/{shopId}\", \"/me/shop\")]\npub struct Shop {",
        "#[graph_paths(v1, \"/me/shop/close\")]\npub struct Close {}",
        "#[graph(returns = Shop)]\n#[graph_paths(v1, \"/me/shop/microsoft.graph.rename\")]\npub struct Rename {",
        "pub struct FindWithKindTextSince {",
    ] {
        assert!(declared.contains(expected), "{expected}\n{declared}");
    }
    assert!(!declared.contains("pub struct Restock"), "{declared}");
}

#[test]
fn an_operation_that_cannot_be_declared_is_an_error_with_its_reason() {
    let schema: Schema = fs::read_to_string(file("operations.graph")).unwrap().parse().unwrap();
    let error = |name, kind, operation| {
        let request = Request { name, operations: Operations::Named(&[(kind, operation)]), ..Request::default() };
        declare(&schema, &request).unwrap_err().to_string()
    };
    let action = OperationKind::Action;
    assert_eq!(error("", action, "clsoe"), "the schema has no action or function `clsoe`; did you mean `close`?");
    assert_eq!(error("", action, "report"), "`report` is a function: write `--function report`");
    assert_eq!(error("", OperationKind::Function, "close"), "`close` is an action: write `--action close`");
    assert_eq!(error("", action, "item/close"), "`close` is not bound to `item`: name a type that has it, or only `close`");
    assert!(error("", action, "itme/close").ends_with("did you mean `item`?"));
}

#[test]
fn a_declaration_without_paths_has_no_ids() {
    compare("device.rs.txt", &declare(&schema(), &Request { name: "microsoft.graph.device", ..Request::default() }).unwrap());
}

#[test]
fn an_elided_cast_is_admitted_where_the_compiler_would_refuse_it() {
    let text = "graph-schema 1\nnamespace n\nset as a\nentity a key id\n  id String\nentity b : a\n  c -> a\n";
    let request = Request { name: "a", templates: &["/as/{aId}/c"], checked_against: Some("v1.graph"), ..Request::default() };
    let declared = declare(&text.parse().unwrap(), &request).unwrap();
    assert!(declared.contains("#[graph_paths(v1, schema = \"v1.graph\", elided_cast(\"/as/{aId}/c\"))]"), "{declared}");
    let unchecked = declare(&text.parse().unwrap(), &Request { checked_against: None, ..request }).unwrap();
    assert!(unchecked.contains("#[graph_paths(v1, \"/as/{aId}/c\")]"), "{unchecked}");
}

#[test]
fn descriptions_become_doc_comments_that_rustdoc_reads_as_text() {
    let description = "Either [yes] or <no>, see https://example.com/a. A line is wrapped where it gets too long for a reader, even with 1. or - in it.";
    let xml = format!(
        r#"<Edmx><DataServices><Schema Namespace="n"><ComplexType Name="a"><Property Name="b" Type="Edm.Int32">
           <Annotation Term="Org.OData.Core.V1.Description" String="{}"/></Property></ComplexType></Schema></DataServices></Edmx>"#,
        description.replace('<', "&lt;")
    );
    let declared = declare(&graph_schema::csdl::read_csdl(&xml).unwrap(), &Request { name: "a", ..Request::default() }).unwrap();
    let docs: Vec<&str> = declared.lines().filter(|line| line.starts_with("    ///")).collect();
    assert_eq!(
        docs,
        [
            r"    /// Either \[yes] or \<no>, see <https://example.com/a>. A line is wrapped where it gets too",
            "    /// long for a reader, even with 1. or - in it.",
        ]
    );
}

#[test]
fn a_type_that_cannot_be_declared_is_an_error_with_its_reason() {
    let error = |name, templates: &[&str]| {
        declare(&schema(), &Request { name, templates, ..Request::default() }).unwrap_err().to_string()
    };
    assert_eq!(error("scirpt", &[]), "the schema has no entity type or complex type `scirpt`; did you mean `script`?");
    assert_eq!(error("color", &[]), "`color` is an enumeration; name an entity type or complex type that has a property of it");
    assert_eq!(
        error("script", &["/scripts/{guid}"]),
        "`{guid}` in `/scripts/{guid}` cannot name an id type; rename it as in `{fooId}`"
    );
    let partial: Schema = "graph-schema 1\nnamespace n\npartial entity a".parse().unwrap();
    assert_eq!(
        declare(&partial, &Request { name: "a", ..Request::default() }).unwrap_err().to_string(),
        "`n.a` was packed without its properties; declare it from the metadata document"
    );
}

#[test]
fn an_entity_without_a_key_says_so() {
    let text = "graph-schema 1\nnamespace n\nsingleton reports reports\nentity reports\n  size Int32\n";
    let request = Request { name: "reports", templates: &["/reports"], ..Request::default() };
    let declared = declare(&text.parse().unwrap(), &request).unwrap();
    assert!(declared.contains("#[graph(odata_type = \"n.reports\", keyless)]\n"), "{declared}");
}

// B3
#[test]
fn a_property_is_declared_with_its_access() {
    let xml = r#"<Edmx><DataServices><Schema Namespace="n"><EntityType Name="a"><Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.String" Nullable="false"><Annotation Term="Org.OData.Core.V1.Immutable"/></Property>
        <Property Name="kind" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Immutable"/></Property>
        <Property Name="seen" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
        <Property Name="state" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Permissions">
          <EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation></Property>
        <Property Name="text" Type="Edm.String"/><Property Name="home" Type="n.b"/></EntityType>
        <ComplexType Name="b"><Property Name="kind" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Immutable"/></Property>
        </ComplexType></Schema></DataServices></Edmx>"#;
    let schema = graph_schema::csdl::read_csdl(xml).unwrap();
    let fields = |text: &str| text.lines().filter(|line| line.starts_with("    ")).map(str::trim).collect::<Vec<_>>().join(" ");
    let request = Request { name: "a", ..Request::default() };
    let expected = "pub home: Option<B>, #[graph(key)] pub id: String, #[graph(create_only)] pub kind: Option<String>, \
                    #[graph(read_only)] pub seen: Option<String>, #[graph(read_only)] pub state: Option<String>, pub text: Option<String>, \
                    #[graph(create_only)] pub kind: Option<String>,";
    assert_eq!(fields(&declare(&schema, &request).unwrap()), expected);
    let packed: Schema = graph_schema::pack::pack(&schema, &["a"], &[]).unwrap().to_string().parse().unwrap();
    assert_eq!(fields(&declare(&packed, &request).unwrap()), expected);
}

/// Formats the Rust source code with rustfmt; `None` if rustfmt is not installed.
fn formatted(text: &str) -> Option<String> {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024", "--emit", "stdout", "--config-path"]).arg(file(""));
    let mut child = rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    Some(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
}

#[test]
fn declarations_are_formatted_as_rustfmt_formats_them() {
    // The import has 99 characters, but rustfmt keeps at most 98 on one line.
    let wide = "graph-schema 1\nnamespace n\nset as a\nentity a key id\n  id String\n  b TimeOfDay\n  c DateTimeOffset\n  e f\nflags enum f\n  g 0\n";
    let request = Request { name: "a", templates: &["/as/{aId}"], ..Request::default() };
    let wide = declare(&wide.parse().unwrap(), &request).unwrap();
    assert!(wide.starts_with("use graph_core::{\n    DateTimeOffset, Flags, GraphEntity, GraphEnum, TimeOfDay, "), "{wide}");
    let printed = ["script.rs.txt", "operations.rs.txt"].map(|name| fs::read_to_string(file(name)).unwrap());
    for declared in printed.into_iter().chain([wide]) {
        match formatted(&declared) {
            Some(formatted) => assert_eq!(formatted, declared),
            None => return println!("skipped: there is no rustfmt"),
        }
    }
}

// A5
#[test]
fn an_entity_is_declared_for_default_responses_or_as_complete() {
    let text = "graph-schema 1\nnamespace n\nentity a key id\n  id String\n  count Int32 computed\n  kind String immutable\n  \
                names [String]\n  parts [b]\n  size Int32?\n  whole b\ncomplex b\n  count Int32\n  names [String]\n";
    let schema: Schema = text.parse().unwrap();
    let request = Request { name: "a", ..Request::default() };
    let fields = |text: &str| text.lines().filter(|line| line.starts_with("    ")).map(str::trim).collect::<Vec<_>>().join(" ");
    let subset = "#[graph(read_only, not_null)] pub count: Option<i32>, #[graph(key)] pub id: String, \
                  #[graph(create_only, not_null)] pub kind: Option<String>, #[graph(not_null)] pub names: Option<Vec<String>>, \
                  #[graph(not_null)] pub parts: Option<Vec<B>>, pub size: Option<i32>, #[graph(not_null)] pub whole: Option<B>, \
                  pub count: i32, pub names: Vec<String>,";
    assert_eq!(fields(&declare(&schema, &request).unwrap()), subset);
    let complete = "#[graph(read_only)] pub count: i32, #[graph(key)] pub id: String, #[graph(create_only)] pub kind: String, \
                    pub names: Vec<String>, pub parts: Vec<B>, pub size: Option<i32>, pub whole: B, \
                    pub count: i32, pub names: Vec<String>,";
    assert_eq!(fields(&declare(&schema, &Request { complete: true, ..request }).unwrap()), complete);
}
