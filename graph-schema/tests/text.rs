//! Tests the compact text form of a schema: a round trip changes nothing, and each mistake is reported with its line.
#![allow(clippy::unwrap_used, clippy::panic)]

use graph_schema::{Kind, OperationKind, Primitive, Schema, SchemaProblem, Type, Via};

/// A compact schema with every kind of line, sorted as the writer sorts them.
const FULL: &str = "\
graph-schema 1
namespace microsoft.graph
alias callRecords microsoft.graph.callRecords
alias graph microsoft.graph

singleton me user
set users user
import now today

entity microsoft.graph.String

entity microsoft.graph.callRecords.session : entity key id tenantId
  tenantId Guid

partial abstract open media entity directoryObject : entity

abstract entity entity key id
  id String

flags enum roles
  none 0
  reader 1
  writer 2

complex settings
  parent settings?
  roles roles

enum severity
  unknown -1
  low 0
  high 1000

entity user : directoryObject
  (userPrincipalName)
  (name,tenantId)
  aliases [String?]
  settings [settings]
  shadow microsoft.graph.String?
  [].delta() -> [user]
  manager -> directoryObject
  range() -> microsoft.graph.callRecords.session
  reports -> [directoryObject]

composable function range on user
  -> settings?

composable function range on [user]
  address String?
  roles [roles]
  -> [settings]

function today
  -> Date

action wipe on user
  keepUserData Boolean? optional
";

#[test]
fn a_written_schema_reads_the_same() {
    let schema: Schema = FULL.parse().unwrap();
    assert_eq!(schema.to_string(), FULL);
    assert_eq!(schema.to_string().parse::<Schema>().unwrap(), schema);
}

#[test]
fn an_operation_is_read_with_its_binding_and_its_values() {
    let schema: Schema = FULL.parse().unwrap();
    let [single, on_collection] = schema.operation("microsoft.graph.range") else { panic!() };
    assert!(single.composable && single.parameters.is_empty() && single.result.as_ref().unwrap().nullable);
    let binding = on_collection.binding.as_ref().unwrap();
    assert_eq!((binding.ty.as_str(), binding.collection), ("microsoft.graph.user", true));
    assert_eq!(on_collection.parameter("address").unwrap().value.ty, Type::Primitive(Primitive::String));
    assert!(on_collection.parameter("roles").unwrap().value.collection && on_collection.parameter("other").is_none());
    let [wipe] = schema.operation("microsoft.graph.wipe") else { panic!() };
    assert!(wipe.kind == OperationKind::Action && wipe.result.is_none() && wipe.parameters[0].optional);
    assert_eq!(schema.import("now"), Some("microsoft.graph.today"));
    assert!(schema.operation("microsoft.graph.today")[0].binding.is_none());
    let keys: [&[&str]; 2] = [&["userPrincipalName"], &["name", "tenantId"]];
    assert_eq!(schema.alternate_keys("microsoft.graph.user").collect::<Vec<_>>(), keys);
}

#[test]
fn every_word_of_a_line_counts() {
    let schema: Schema = FULL.parse().unwrap();
    let directory_object = schema.structured("microsoft.graph.directoryObject").unwrap();
    assert!(directory_object.partial && directory_object.is_abstract && directory_object.open && directory_object.has_stream);
    assert_eq!(directory_object.base.as_deref(), Some("microsoft.graph.entity"));
    assert_eq!(schema.structured("microsoft.graph.settings").unwrap().kind, Kind::Complex);
    assert_eq!(schema.key("microsoft.graph.user"), ["id"]);
    assert_eq!(schema.key("microsoft.graph.callRecords.session"), ["id", "tenantId"]);
    let aliases = schema.property("microsoft.graph.user", "aliases").unwrap();
    assert_eq!((&aliases.ty, aliases.collection, aliases.nullable), (&Type::Primitive(Primitive::String), true, true));
    let shadow = schema.property("microsoft.graph.user", "shadow").unwrap();
    assert_eq!(shadow.ty, Type::Named("microsoft.graph.String".into()));
    let user = schema.structured("microsoft.graph.user").unwrap();
    let via = |name: &str| (user.navigation[name].via, user.navigation[name].collection);
    assert_eq!(via("manager"), (Via::Property, false));
    assert_eq!(via("reports"), (Via::Property, true));
    assert_eq!(via("range"), (Via::Function, false));
    assert_eq!(via("delta"), (Via::CollectionFunction, true));
    assert!(schema.enumeration("microsoft.graph.roles").unwrap().flags);
    let severity = schema.enumeration("microsoft.graph.severity").unwrap();
    assert_eq!(severity.members.iter().map(|member| member.value).collect::<Vec<_>>(), [-1, 0, 1000]);
    assert!(schema.root("users").unwrap().collection && !schema.root("me").unwrap().collection);
    assert_eq!(schema.qualify("callRecords.session"), "microsoft.graph.callRecords.session");
}

#[test]
fn comments_blank_lines_and_windows_line_ends_are_passed_over() {
    let text = format!("\u{feff}# A comment\r\n\r\n{}", FULL.replace('\n', "\r\n").replace("\r\nset ", "\r\n# Another\r\nset "));
    assert_eq!(text.parse::<Schema>().unwrap(), FULL.parse().unwrap());
}

#[test]
fn order_is_of_no_account_when_reading() {
    let (head, types) = FULL.split_once("singleton").unwrap();
    let mut blocks: Vec<&str> = types.split("\n\n").skip(1).collect();
    blocks.reverse();
    let turned = format!("{head}{}\n\nset users user\nimport now today\nsingleton me user\n", blocks.join("\n\n"));
    assert_eq!(turned.parse::<Schema>().unwrap().to_string(), FULL);
}

#[test]
fn every_mistake_is_reported_with_its_line() {
    for (text, expected) in [
        ("", "line 1: not a compact schema; its first line is `graph-schema 1`"),
        ("<edmx:Edmx>", "line 1: not a compact schema; its first line is `graph-schema 1`"),
        ("graph-schema 2", "line 1: version `2` of the compact form; this reader knows version 1, so pack again"),
        ("graph-schema 1\nset a b", "line 2: expected `namespace` before anything else, found `set`"),
        ("@\nnamespace", "line 3: expected a namespace, found the end of the line"),
        ("@\nalias a", "line 3: expected a namespace, found the end of the line"),
        ("@\nset a", "line 3: expected an entity type, found the end of the line"),
        ("@\nset a b c", "line 3: expected the end of the line, found `c`"),
        ("@\nset a b", "line 3: there is no type `b`"),
        ("@\nset a b\nsingleton a b\nentity b", "line 4: `a` is declared twice: remove one"),
        (
            "@\nfoo bar",
            "line 3: expected `namespace`, `alias`, `set`, `singleton`, `import`, `entity`, `complex`, `enum`, `action` or `function`, found `foo`",
        ),
        (
            "@\nabstract",
            "line 3: expected `namespace`, `alias`, `set`, `singleton`, `import`, `entity`, `complex`, `enum`, `action` or `function`, found `the end of the line`",
        ),
        ("@\nentity", "line 3: expected a name, found the end of the line"),
        ("@\nentity a b", "line 3: expected `:` with a base type, `key` or the end of the line, found `b`"),
        ("@\nentity a :", "line 3: expected a base type, found the end of the line"),
        ("@\nentity a : b", "line 3: there is no type `b`"),
        ("@\nentity a : b\nentity b : a", "line 3: `b` derives from itself"),
        ("@\nentity a\n\nentity a", "line 5: `a` is declared twice: remove one"),
        ("@\nentity a\nenum a", "line 4: `a` is declared twice: remove one"),
        (
            "@\n  a String",
            "line 3: expected `namespace`, `alias`, `set`, `singleton`, `import`, `entity`, `complex`, `enum`, `action` or `function`, found `a String`",
        ),
        ("@\nentity a\n  b", "line 4: expected a type, found the end of the line"),
        ("@\nentity a\n  b String c", "line 4: expected `computed`, `immutable` or the end of the line, found `c`"),
        ("@\nentity a\n  b string", "line 4: there is no type `string`"),
        ("@\nentity a\n  b ->", "line 4: expected a type, found the end of the line"),
        ("@\nentity a\n  b -> c", "line 4: there is no type `c`"),
        ("@\nentity a\n  b -> e\nenum e", "line 4: there is no type `e`"),
        ("@\nentity a\n  b String\n  b Int32", "line 5: `b` is declared twice: remove one"),
        ("@\nentity a\n  b String\n  b -> a", "line 5: `b` is declared twice: remove one"),
        ("@\nenum a\n  b", "line 4: expected a number, found the end of the line"),
        ("@\nenum a\n  b 1.5", "line 4: expected a whole number, found `1.5`"),
        ("@\nenum a\n  b 1\n  b 2", "line 5: `b` is declared twice: remove one"),
    ] {
        let text = text.replace('@', "graph-schema 1\nnamespace n");
        let expected = expected.replace("`the end of the line`", "the end of the line");
        assert_eq!(text.parse::<Schema>().unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn every_mistake_in_an_operation_or_a_key_is_reported_with_its_line() {
    for (text, expected) in [
        ("@\nentity a\n  (b) c", "line 4: expected the end of the line, found `c`"),
        ("@\nentity a\n  (b,)", "line 3: \"\" is not a name: use letters, digits and `_`"),
        ("@\nimport a", "line 3: expected a name, found the end of the line"),
        ("@\nimport a b\nimport a c", "line 4: `a` is declared twice: remove one"),
        ("@\naction a to b", "line 3: expected `on` with a type, or the end of the line, found `to`"),
        ("@\naction a on b", "line 3: there is no type `b`"),
        ("@\ncomposable action a", "line 3: expected `function`, found `action`"),
        ("@\nfunction a\n  b", "line 4: expected a type, found the end of the line"),
        ("@\nfunction a\n  b string", "line 4: there is no type `string`"),
        ("@\nfunction a\n  b String c", "line 4: expected `optional` or the end of the line, found `c`"),
        ("@\nfunction a\n  -> String\n  -> Int32", "line 5: expected one line `->`, found `Int32`"),
        ("@\nfunction a\n  b String\n  b Int32", "line 3: `b` is declared twice: remove one"),
        ("@\nfunction a\n  b String\nfunction a\n  b Int32", "line 5: `a` is declared twice: remove one"),
        ("@\nfunction a-b", "line 3: \"n.a-b\" is not a name: use letters, digits and `_`"),
    ] {
        let text = text.replace('@', "graph-schema 1\nnamespace n");
        assert_eq!(text.parse::<Schema>().unwrap_err().to_string(), expected, "{text}");
    }
}

#[test]
fn an_error_says_its_cause_to_programs_too() {
    let error = "graph-schema 1\nnamespace n\nset a b".parse::<Schema>().unwrap_err();
    assert_eq!((error.line(), error.problem()), (3, &SchemaProblem::UnknownType("b".into())));
}
