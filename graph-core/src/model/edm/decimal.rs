//! `Edm.Decimal`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::codec::read_text;
use super::parse_error::ParseValueError;
use crate::model::descriptor::{Edm, PropertyType};
use crate::model::duplicate_keys::unique_keys;
use crate::model::json::Json;
use crate::model::number::Digits;
use crate::model::property_value::{Codec, PropertyValue};
use crate::model::read_error::ReadError;
use crate::model::reader::ReadMode;
use crate::model::value_ref::ValueRef;

/// An `Edm.Decimal`: a decimal number of up to 256 characters, whose digits are all kept.
///
/// Read from a JSON number, or from a JSON string, which a service sends if the request asks for `IEEE754Compatible=true` ([OData JSON 4.01
/// §3.2](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControllingtheRepresentationofNumber)).
/// Written as a JSON number with the same digits, trailing zeros included. Only a plus sign, leading zeros and the spelling of the exponent
/// are normalised: `+01.50E2` becomes `1.50e+2`. `INF` and `NaN` are refused. `serde_json::from_value` keeps the value, but can change the
/// spelling: `-0` becomes `0`.
///
/// Comparisons and hashes use the value, so 1.5 equals 1.50, and [`Partial::diff`](crate::Partial::diff) finds no change between them. The
/// type has no arithmetic: parse [`as_str`](Self::as_str) into the decimal type of your choice.
///
/// Needs the feature `exact-numbers`, which is on by default. Without that feature, serde_json reads numbers as `f64`; declare the property
/// as `f64`, which keeps about 16 digits.
///
/// ```
/// let price: graph_core::Decimal = "12345678901234567890.120".parse()?;
/// assert_eq!(price.as_str(), "12345678901234567890.120");
/// assert!(price > graph_core::Decimal::from(7));
/// assert_eq!(serde_json::to_string(&price)?, "12345678901234567890.120");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The maximum length of the text of a decimal, in bytes.
    pub const MAX_LENGTH: usize = 256;

    /// Returns the digits as they are written, such as `-1.50` or `2e-7`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn digits(&self) -> Option<Digits<'_>> {
        Digits::parse(&self.0)
    }
}

impl Default for Decimal {
    /// Returns 0.
    fn default() -> Self {
        Self("0".into())
    }
}

impl FromStr for Decimal {
    type Err = ParseValueError;

    /// Parses [OData's `decimalValue`](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt), without
    /// `INF` and `NaN`. The exponent has at most 15 digits.
    #[inline]
    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        let too_long = || ParseValueError::new("Decimal of at most 256 characters", text);
        if text.len() > Self::MAX_LENGTH {
            return Err(too_long());
        }
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(unsigned) => ("-", unsigned),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) if exponent.starts_with(['+', '-']) => (mantissa, format!("e{exponent}")),
            Some((mantissa, exponent)) => (mantissa, format!("e+{exponent}")),
            None => (unsigned, String::new()),
        };
        // Leading zeros are dropped, but one digit stays in front of the decimal point.
        let zeros = mantissa.bytes().zip(mantissa.bytes().skip(1));
        let zeros = zeros.take_while(|(digit, next)| *digit == b'0' && next.is_ascii_digit()).count();
        let normalised = format!("{sign}{}{exponent}", mantissa.get(zeros..).unwrap_or_default());
        // The text after the plus sign must start with a digit. Otherwise, `+-1` would be valid, because `Digits::parse` accepts `-1`.
        match unsigned.starts_with(|first: char| first.is_ascii_digit()) && Digits::parse(&normalised).is_some() {
            // The plus sign that was inserted before the exponent may make the text too long.
            true if normalised.len() > Self::MAX_LENGTH => Err(too_long()),
            true => Ok(Self(normalised.into())),
            false => Err(ParseValueError::new("Decimal", text)),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({})", self.0)
    }
}

impl Ord for Decimal {
    /// Compares by value: 1.5 equals 1.50.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.digits().cmp(&other.digits())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digits().hash(state);
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self(number.to_string().into())
            }
        }
    )*};
}
from_integers!(i8, u8, i16, u16, i32, u32, i64, u64, i128, u128);

#[diagnostic::do_not_recommend]
impl PropertyValue for Decimal {
    type Codec = Self;
}

impl Codec<Self> for Decimal {
    const TYPE: PropertyType = PropertyType::one(Edm::Decimal);
    fn blank() -> Self {
        Self::default()
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Decimal(value.as_str())
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a.as_str() == b.as_str()
    }
    #[inline]
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match json {
            Json::Number(number) => read_text(number.as_str()),
            Json::String(text) => read_text(&text),
            other => Err(ReadError::wrong_kind("Decimal", &other)),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        <Self as Codec<Self>>::view(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Self as Codec<Self>>::read(unique_keys(deserializer)?, ReadMode::Full).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::model::edm::tests::{reads_as, refuses, unchanged};

    #[test] // A11
    fn digits_round_trip_unchanged() {
        unchanged::<Decimal>(&[
            "0",
            "-0",
            "1.10",
            "12345678901234567890.123456789",
            "18446744073709551616",
            "1e+400",
            "-2.50e-7",
        ]);
        for text in ["0", "-0", "1.10", "12345678901234567890.123456789", "1e+400"] {
            let read: Decimal = serde_json::from_str(text).unwrap();
            assert_eq!(read.as_str(), text);
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
            let compatible: Decimal = serde_json::from_str(&format!("{text:?}")).unwrap();
            assert_eq!(compatible.as_str(), text);
        }
    }

    #[test]
    fn other_spellings_are_normalised() {
        reads_as::<Decimal>("+1.50", "1.50");
        reads_as::<Decimal>("007.5", "7.5");
        reads_as::<Decimal>("-00", "-0");
        reads_as::<Decimal>("1E5", "1e+5");
        reads_as::<Decimal>("1e05", "1e+05");
    }

    #[test]
    fn malformed_and_endless_texts_are_refused() {
        refuses::<Decimal>(&[
            "", "-", "+", "INF", "-INF", "NaN", ".5", "5.", "1,5", "1e", "1e+-5", "0x1", " 1", "1 ", "--1", "+-1",
        ]);
        refuses::<Decimal>(&["1e1234567890123456", "1_000", "١", "00.", "1.5.2"]);
        let long = "9".repeat(Decimal::MAX_LENGTH);
        unchanged::<Decimal>(&[&long]);
        let error = (long + "9").parse::<Decimal>().unwrap_err().to_string();
        assert!(error.starts_with("expected Decimal of at most 256 characters, found the text \"999"), "{error}");
        assert!(error.len() < 150, "{error}");
        // `1e5` becomes `1e+5`, which is one byte longer. The maximum length also applies to the longer text.
        let digits = "1".repeat(Decimal::MAX_LENGTH - 3);
        reads_as::<Decimal>(&format!("{digits}e5"), &format!("{digits}e+5"));
        refuses::<Decimal>(&[&format!("1{digits}e5")]);
        let error = <Decimal as Codec<Decimal>>::read(json!("INF"), ReadMode::Full).unwrap_err();
        assert_eq!(error.to_string(), "expected Decimal, found the text \"INF\"");
        let error = <Decimal as Codec<Decimal>>::read(json!(true), ReadMode::Full).unwrap_err();
        assert_eq!(error.to_string(), "expected Decimal, found a Boolean");
    }

    #[test]
    fn comparisons_use_the_value() {
        let parse = |text: &str| text.parse::<Decimal>().unwrap();
        let sorted = ["-1e+400", "-10", "-9.5", "-0.001", "0", "1e-400", "0.5", "9.4999", "9.50", "10", "1e+400"].map(parse);
        assert!(sorted.is_sorted());
        assert_eq!(parse("1.50"), parse("15e-1"));
        assert_eq!(parse("-0.0"), Decimal::from(0_i64));
        let set: HashSet<_> = ["1", "1.0", "100e-2", "2"].map(parse).into();
        assert_eq!(set.len(), 2);
        assert!(Decimal::from(u128::MAX) > Decimal::from(u64::MAX));
    }

    proptest! {
        #[test] // A11
        fn integers_and_fractions_survive_json(whole in any::<i128>(), fraction in "[0-9]{0,40}") {
            let text = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
            let read: Decimal = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), text.as_str());
            prop_assert_eq!(serde_json::to_value(&read).unwrap().to_string(), text);
        }

        #[test]
        fn no_text_panics(text in "[-+0-9.eE]{0,20}") {
            if let Ok(value) = text.parse::<Decimal>() {
                let again: Decimal = value.as_str().parse().unwrap();
                prop_assert_eq!(again.as_str(), value.as_str());
            }
        }
    }
}
