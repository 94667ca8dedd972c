//! The primitive values that JSON writes as text: what the service sent is what the service gets back.
//!
//! Each type is a newtype of the crate that computes with such values, reads the forms that [OData's grammar] allows, writes the one
//! form that Graph writes, and refuses what it could only keep in part: more than nine digits of a second, a leap second, 24:00.
//! Letters are read in either case, as in that grammar, and written in upper case.
//!
//! [OData's grammar]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt

mod binary;
mod codec;
mod date;
mod date_time_offset;
mod duration;
mod guid;
mod parse_error;
mod stream;
#[cfg(test)]
mod tests;
mod text;
mod time_of_day;

pub use binary::Binary;
pub use date::Date;
pub use date_time_offset::DateTimeOffset;
pub use duration::Duration;
pub use guid::Guid;
pub use parse_error::ParseValueError;
pub use stream::Stream;
pub use time_of_day::TimeOfDay;
