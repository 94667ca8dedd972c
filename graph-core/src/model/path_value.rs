//! Values that a path holds without quotes, such as `3` and `2026-01-31`.

use super::edm::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use super::enumeration::GraphEnum;
use super::path_argument::Value;
use super::value_ref::ValueRef;
use super::write::float_text;

/// A value that a path holds without quotes: a number, a Boolean, a date, a GUID or a member of an enumeration.
///
/// In a template, the placeholder of such a value has no quotes: `calendarView(startDateTime={start},endDateTime={end})`. A text is not a
/// `PathValue`, because it could contain a comma or a parenthesis. The placeholder of a text has quotes: `search(q='{text}')`.
///
/// ```
/// use graph_core::model::{Date, PathValue};
///
/// assert_eq!(true.to_path(), "true");
/// assert_eq!("2026-01-31".parse::<Date>()?.to_path(), "2026-01-31");
/// # Ok::<(), graph_core::model::ParseValueError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written in a path without quotes",
    label = "expected a number, a Boolean, a date, a GUID or a member of an enumeration",
    note = "for a text, write the template with quotes: `name='{{text}}'`"
)]
pub trait PathValue {
    /// Returns the value as OData writes it in a URL, before percent-encoding.
    ///
    /// Source: [OData 4.01 ABNF, `primitiveLiteral`](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt).
    fn to_path(&self) -> String;
}

impl<V: PathValue> PathValue for Option<V> {
    fn to_path(&self) -> String {
        self.as_ref().map_or_else(|| "null".to_owned(), V::to_path)
    }
}

impl PathValue for Duration {
    #[inline]
    fn to_path(&self) -> String {
        format!("duration'{self}'")
    }
}

/// Writes the name of a member. A name that is not a plain identifier is written in quotes.
#[diagnostic::do_not_recommend]
impl<E: GraphEnum> PathValue for E {
    fn to_path(&self) -> String {
        Value::text(self.name()).into_string()
    }
}

macro_rules! plain_values {
    ($($value:ty),*) => {$(
        impl PathValue for $value {
            #[inline]
            fn to_path(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
plain_values!(bool, u8, i16, i32, u32, i64, DateTimeOffset, Date, TimeOfDay, Guid);
#[cfg(feature = "exact-numbers")]
plain_values!(super::edm::Decimal);

impl PathValue for f64 {
    /// Writes the number as a filter does: `1e+300`; `INF`, `-INF` or `NaN` if it is not finite.
    fn to_path(&self) -> String {
        float_text(&ValueRef::Double(*self))
    }
}

impl PathValue for f32 {
    /// Writes the number as for an `f64`, but with the digits of an `f32`: `0.1_f32` becomes `0.1`.
    fn to_path(&self) -> String {
        float_text(&ValueRef::Single(*self))
    }
}
