//! Checks that the structure of the sources stays within its limits; see `graph_tests::structure`.

use std::path::Path;

use graph_tests::structure::Report;

#[test]
fn the_sources_stay_within_the_limits() {
    let report = Report::measure(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).expect("the sources parse");
    assert!(report.violations().is_empty(), "{}\n\n{report}", report.violations().join("\n"));
}
