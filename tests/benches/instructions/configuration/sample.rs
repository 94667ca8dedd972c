//! A value for each property, about as in the responses on API pages.

use time::{Duration, OffsetDateTime, Time};

use super::values::{Binary, DateTimeOffset, Flags, TimeOfDay};

/// A type with a value for each number.
pub trait Sample {
    fn sample(n: usize) -> Self;
}

impl Sample for bool {
    fn sample(n: usize) -> Self {
        !n.is_multiple_of(3)
    }
}

impl Sample for i32 {
    fn sample(n: usize) -> Self {
        n as i32 % 90
    }
}

impl Sample for String {
    fn sample(n: usize) -> Self {
        ["https://www.contoso.com/policies/start", "Contoso standard", "W. Europe Standard Time"][n % 3].to_owned()
    }
}

impl Sample for Vec<String> {
    fn sample(n: usize) -> Self {
        (0..=n % 3).map(String::sample).collect()
    }
}

impl Sample for DateTimeOffset {
    fn sample(n: usize) -> Self {
        Self(OffsetDateTime::UNIX_EPOCH + Duration::seconds(1_700_000_000 + n as i64) + Duration::nanoseconds(645_944_200))
    }
}

impl Sample for TimeOfDay {
    fn sample(n: usize) -> Self {
        Self(Time::from_hms_milli(11, n as u8 % 60, 24, 724).unwrap())
    }
}

impl Sample for Binary {
    fn sample(n: usize) -> Self {
        Self(format!("<LayoutModificationTemplate version=\"{n}\"/>").into_bytes())
    }
}

impl<E> Sample for Flags<E> {
    fn sample(_: usize) -> Self {
        Self::new("collapse,remove")
    }
}
