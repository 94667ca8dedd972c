//! The digits of a number in JSON, compared by value.

use std::cmp::Ordering;

use super::json::{Additional, Json};

/// The key by which serde_json passes a number with all its digits: the number becomes an object with this key, whose value is the number
/// as text.
pub(super) const TOKEN: &str = "$serde_json::private::Number";

/// A number in JSON's syntax. The digits are borrowed and compared without any loss.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits<'a> {
    is_negative: bool,
    /// The mantissa without the zeros at both ends. It may contain the decimal point.
    significant: &'a str,
    /// The value is 0.(significant digits) times ten to the power of this.
    magnitude: i64,
}

impl<'a> Digits<'a> {
    /// Splits a number into its parts; `None` if the text is not a number in JSON's syntax or the exponent has more than 15 digits.
    #[inline]
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let is_valid = is_digits(whole) && fraction.is_none_or(is_digits) && (whole.len() == 1 || !whole.starts_with('0'));
        if !is_valid {
            return None;
        }
        let significant = mantissa.trim_matches(['0', '.']);
        if significant.is_empty() {
            return Some(Self { is_negative: false, significant, magnitude: 0 });
        }
        let leading = mantissa.find(|digit| !matches!(digit, '0' | '.'))?;
        let first = i64::try_from(leading).ok()?;
        let point = i64::try_from(whole.len()).ok()?;
        // `first` and `point` are byte offsets. If the first digit is after the point, the byte of the point is not counted.
        let place = if first < point { point - first } else { point + 1 - first };
        Some(Self { is_negative: unsigned.len() < text.len(), significant, magnitude: place + exponent })
    }

    /// Returns the significant digits, the most significant first.
    fn digits(&self) -> impl Iterator<Item = u8> {
        self.significant.bytes().filter(|byte| *byte != b'.')
    }

    /// Returns the sign of the number: -1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.significant.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl Ord for Digits<'_> {
    /// Compares by value, in time linear in the number of digits.
    fn cmp(&self, other: &Self) -> Ordering {
        let size = self.magnitude.cmp(&other.magnitude).then_with(|| self.digits().cmp(other.digits()));
        self.sign().cmp(&other.sign()).then(if self.is_negative { size.reverse() } else { size })
    }
}

impl PartialOrd for Digits<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Digits<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Digits<'_> {}

/// Equal numbers have equal hashes.
impl std::hash::Hash for Digits<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.sign(), self.magnitude).hash(state);
        self.digits().for_each(|digit| state.write_u8(digit));
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_exponent(text: &str) -> Option<i64> {
    const LONGEST: usize = 15;
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let exponent: i64 = Some(digits).filter(|digits| is_digits(digits) && digits.len() <= LONGEST)?.parse().ok()?;
    Some(if is_negative { -exponent } else { exponent })
}

/// Returns `true` if two JSON values are equal. Numbers are compared by value: 1, 1.0 and 1.00 are equal.
#[inline]
pub(crate) fn equal_json(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a == b || equal_numbers(a, b),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal_json(a, b)),
        (Json::Object(a), Json::Object(b)) => equal_members(a, b),
        _ => a == b,
    }
}

/// Returns `true` if two objects are equal by [`equal_json`]. The order of their members makes no difference.
pub(super) fn equal_members(a: &Additional, b: &Additional) -> bool {
    a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal_json(a, b)))
}

fn equal_numbers(a: &serde_json::Number, b: &serde_json::Number) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    Digits::parse(&a).is_some_and(|a| Digits::parse(&b).is_some_and(|b| a == b))
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Compares two numbers in the simplest way: scales both to whole numbers. Each argument is a whole number and its decimal exponent.
    fn slow_order(a: (i64, i32), b: (i64, i32)) -> Ordering {
        let least = a.1.min(b.1);
        let scaled = |(number, exponent): (i64, i32)| i128::from(number) * 10_i128.pow((exponent - least).unsigned_abs());
        scaled(a).cmp(&scaled(b))
    }

    /// Writes a number in the spelling that `style` selects.
    fn spelled((number, exponent): (i64, i32), style: u8) -> String {
        let digits = number.unsigned_abs().to_string();
        let sign = if number < 0 { "-" } else { "" };
        match style {
            0 => format!("{sign}{digits}e{exponent}"),
            1 => format!("{sign}0.{digits}E{:+}", exponent + i32::try_from(digits.len()).unwrap()),
            2 => format!("{sign}{digits}.000e{exponent:+}"),
            _ => format!("{sign}0.00{digits}0e{}", exponent + i32::try_from(digits.len()).unwrap() + 2),
        }
    }

    fn number() -> impl Strategy<Value = (i64, i32)> {
        (prop_oneof![-20..20_i64, -1_000_000_000_000..1_000_000_000_000_i64], -6..6)
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_a_slow_reference(a in number(), b in number(), style in (0..4_u8, 0..4_u8)) {
            let (text_a, text_b) = (spelled(a, style.0), spelled(b, style.1));
            let parsed = (Digits::parse(&text_a).unwrap(), Digits::parse(&text_b).unwrap());
            prop_assert_eq!(parsed.0.cmp(&parsed.1), slow_order(a, b), "{} {}", text_a, text_b);
            if parsed.0 == parsed.1 {
                let hasher = BuildHasherDefault::<DefaultHasher>::default();
                prop_assert_eq!(hasher.hash_one(parsed.0), hasher.hash_one(parsed.1));
            }
        }
    }

    #[test]
    fn only_numbers_of_json_are_numbers() {
        for text in
            ["", "-", "+1", "01", "-01", ".5", "5.", "1.e5", "1e", "1e+", "1e5.0", "--1", "1-", "INF", "NaN", "1 ", "1_0", "٣"]
        {
            assert!(Digits::parse(text).is_none(), "{text}");
        }
        for text in ["0", "-0", "0.0", "10", "1.50", "-1.5e-7", "1E+400", "0e5", "1e-999999999999999"] {
            assert!(Digits::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn numbers_of_equal_value_are_equal_json() {
        let parse = |text| serde_json::from_str::<Json>(text).unwrap();
        for (a, b, equal) in [
            ("1.0", "1.00", true),
            ("1", "1.0", true),
            ("-0.0", "0", true),
            ("100", "1e2", true),
            (r#"[{"a":1.0,"b":2}]"#, r#"[{"b":2,"a":1.000}]"#, true),
            ("1", "1.0000001", false),
            ("[1]", "[1,1]", false),
            (r#"{"a":1}"#, r#"{"b":1}"#, false),
            ("1", "\"1\"", false),
        ] {
            assert_eq!(equal_json(&parse(a), &parse(b)), equal, "{a} {b}");
        }
        assert!(equal_json(&json!(u64::MAX), &parse("18446744073709551615")));
    }
}
