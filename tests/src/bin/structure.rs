//! Prints import cycles, the longest functions and files, and the number of comments with certain clauses; see `graph_tests::structure`.
//!
//! `cargo run -p graph-tests --bin structure`

use std::path::Path;

use graph_tests::Result;
use graph_tests::structure::Report;

fn main() -> Result<()> {
    let report = Report::measure(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))?;
    print!("{report}");
    println!("\nAbove a limit: {}", report.violations().len());
    report.violations().iter().for_each(|violation| println!("       {violation}"));
    Ok(())
}
