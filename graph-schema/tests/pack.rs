//! Tests that a packed schema keeps the operations and keys that its types, templates and names reach, and no others.
#![allow(clippy::unwrap_used, clippy::panic)]

use graph_schema::Schema;
use graph_schema::pack::{pack, pack_with_operations};

const WHOLE: &str = "\
graph-schema 1
namespace n

set devices device
singleton reports reports
import now today

entity device : thing
  (serial)
  name String

enum kind
  one 0

entity log key id
  id String

media entity photo : thing

complex options
  kind kind

entity reports
  files -> [thing]

abstract entity thing key id
  id String

composable function first on [device]
  -> device

function report on reports
  kind kind
  period String
  -> [log]

function today
  -> Date

action wipe on device
  options [options]

action wipe on log
";

fn schema() -> Schema {
    WHOLE.parse().unwrap()
}

fn packed(types: &[&str], templates: &[&str], operations: &[&str]) -> String {
    let packed = pack_with_operations(&schema(), types, templates, operations).unwrap();
    let text = packed.to_string();
    assert_eq!(text.parse::<Schema>().unwrap(), packed, "{text}");
    text
}

#[test]
fn a_named_operation_is_kept_with_its_values_and_the_way_to_it() {
    assert_eq!(
        packed(&[], &[], &["report"]),
        "\
graph-schema 1
namespace n

singleton reports reports

enum kind
  one 0

partial entity log

partial entity reports

function report on reports
  kind kind
  period String
  -> [log]
"
    );
}

#[test]
fn a_named_operation_of_a_named_type_is_not_kept_for_other_types() {
    let text = packed(&["device"], &[], &["wipe"]);
    assert!(text.contains("\naction wipe on device\n  options [options]\n") && !text.contains("wipe on log"), "{text}");
    assert!(text.contains("\ncomplex options\n  kind kind\n") && text.contains("\nenum kind\n"), "{text}");
    assert!(packed(&[], &[], &["wipe"]).contains("wipe on log"));
    let whole = pack(&schema(), &["device"], &[]).unwrap().to_string();
    assert!(!whole.contains("action") && whole.contains("  (serial)\n"), "{whole}");
}

#[test]
fn a_template_keeps_the_operations_and_keys_that_it_uses() {
    let templates = ["/devices(serial='{serial}')/wipe", "/devices/first", "/now", "/reports/files/{id}/$value"];
    let packed: Schema = packed(&[], &templates, &[]).parse().unwrap();
    for template in templates {
        assert_eq!(packed.resolve(template, None), schema().resolve(template, None), "{template}");
    }
    assert!(packed.structured("n.photo").unwrap().has_stream);
    assert_eq!(packed.operation("n.report"), []);
}

#[test]
fn an_unknown_operation_comes_with_the_nearest() {
    let error = |name| pack_with_operations(&schema(), &[], &[], &[name]).unwrap_err().to_string();
    assert_eq!(error("wpie"), "the schema has no action or function `wpie`; did you mean `wipe`?");
    assert_eq!(error("n.frobnicate"), "the schema has no action or function `n.frobnicate`");
}
