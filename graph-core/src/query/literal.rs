//! Values as `$filter` spells them.

#[cfg(feature = "exact-numbers")]
use crate::model::edm::Decimal;
use crate::model::edm::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use crate::model::enumeration::{FlagsEnum, GraphEnum};
use crate::model::flags::Flags;
use crate::model::value_ref::ValueRef;
use crate::model::write::float_text;

/// A value as a [`Filter`](super::filter::Filter) spells it, such as `'text'`, `3` or `null`.
///
/// Source: [OData 4.01 ABNF, `primitiveLiteral`][abnf].
///
/// [abnf]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal(String);

impl Literal {
    /// Returns the literal as it appears in the filter, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self(format!("'{}'", text.replace('\'', "''")))
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Literal {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Duration> for Literal {
    fn from(duration: Duration) -> Self {
        (&duration).into()
    }
}

impl From<&Duration> for Literal {
    fn from(duration: &Duration) -> Self {
        Self(format!("duration'{duration}'"))
    }
}

impl From<f64> for Literal {
    /// Writes a number as JSON does. Infinities and not-a-number become `INF`, `-INF` and `NaN`, without quotes.
    fn from(number: f64) -> Self {
        Self(float_text(&ValueRef::Double(number)))
    }
}

impl From<f32> for Literal {
    /// Writes a number as for an `f64`, but with the digits of an `f32`: `0.1_f32` becomes `0.1`.
    fn from(number: f32) -> Self {
        Self(float_text(&ValueRef::Single(number)))
    }
}

#[cfg(feature = "exact-numbers")]
impl From<Decimal> for Literal {
    fn from(number: Decimal) -> Self {
        (&number).into()
    }
}

#[cfg(feature = "exact-numbers")]
impl From<&Decimal> for Literal {
    /// Writes the decimal's digits unchanged.
    fn from(number: &Decimal) -> Self {
        Self(number.as_str().to_owned())
    }
}

impl<E: FlagsEnum> From<&Flags<E>> for Literal {
    fn from(members: &Flags<E>) -> Self {
        members.to_string().into()
    }
}

impl<E: FlagsEnum> From<Flags<E>> for Literal {
    fn from(members: Flags<E>) -> Self {
        (&members).into()
    }
}

impl<E: GraphEnum> From<E> for Literal {
    fn from(member: E) -> Self {
        member.name().into()
    }
}

impl<V: Into<Literal>> From<Option<V>> for Literal {
    fn from(value: Option<V>) -> Self {
        value.map_or_else(|| Self("null".to_owned()), V::into)
    }
}

macro_rules! bare_literals {
    ($($value:ty),*) => {$(
        impl From<$value> for Literal {
            fn from(value: $value) -> Self {
                Self(value.to_string())
            }
        }
    )*};
}
bare_literals!(bool, u8, i16, i32, u32, i64, &DateTimeOffset, DateTimeOffset, &Date, Date, &TimeOfDay, TimeOfDay, &Guid, Guid);
