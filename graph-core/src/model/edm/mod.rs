//! The primitive types that JSON writes as text, and `Decimal`. A value from the service is written back unchanged.
//!
//! Most types wrap a type of the `time` or `uuid` crate; convert a value to that type to calculate with it. Each type parses the forms that
//! [OData's grammar] allows, in upper or lower case, and writes the form that Graph writes. Values that cannot be kept exactly are refused:
//! more than nine decimals of a second, a leap second, and 24:00.
//!
//! [OData's grammar]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt

mod binary;
mod codec;
mod date;
mod date_time_offset;
#[cfg(feature = "exact-numbers")]
mod decimal;
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
#[cfg(feature = "exact-numbers")]
pub use decimal::Decimal;
pub use duration::Duration;
pub use guid::Guid;
pub use parse_error::ParseValueError;
pub use stream::Stream;
pub use time_of_day::TimeOfDay;
