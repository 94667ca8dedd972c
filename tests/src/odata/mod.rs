//! A second reading of OData's query options, for tests: a parser, written from the ABNF, and an evaluation, written from the URL
//! conventions. It shares no code with `graph-core`, so that a mistake there is not repeated here.
//!
//! Sources: [ABNF](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt),
//! [URL conventions](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html).

pub mod evaluate;
pub mod expr;
pub mod literal;
pub mod options;
pub mod parse;
pub mod value;
