//! `Edm.Guid`.

use std::fmt;
use std::str::FromStr;

use super::parse_error::ParseValueError;

/// An `Edm.Guid`: a 128-bit identifier.
///
/// Parsed from `8-4-4-4-12` hexadecimal digits in upper or lower case, the only form in OData. Written in lower case, as Graph writes it,
/// so upper case is not kept.
///
/// ```
/// let id: graph_core::Guid = "9148AC60-ac60-9148-60ac-489160ac4891".parse()?;
/// assert_eq!(id.to_string(), "9148ac60-ac60-9148-60ac-489160ac4891");
/// # Ok::<(), graph_core::model::ParseValueError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(uuid::Uuid);

impl From<uuid::Uuid> for Guid {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(uuid)
    }
}

impl From<Guid> for uuid::Uuid {
    fn from(guid: Guid) -> Self {
        guid.0
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for Guid {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        match uuid::fmt::Hyphenated::from_str(text) {
            Ok(hyphenated) => Ok(Self(hyphenated.into_uuid())),
            Err(_) => Err(ParseValueError::new("Guid", text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Guid;
    use crate::model::edm::tests::{reads_as, refuses, unchanged};

    #[test]
    fn lower_case_round_trips_unchanged_and_upper_case_is_the_same_value() {
        unchanged::<Guid>(&["9148ac60-ac60-9148-60ac-489160ac4891", "00000000-0000-0000-0000-000000000000"]);
        reads_as::<Guid>("9148AC60-AC60-9148-60AC-489160AC4891", "9148ac60-ac60-9148-60ac-489160ac4891");
    }

    #[test]
    fn malformed_texts_are_refused() {
        refuses::<Guid>(&["", "9148ac60ac60914860ac489160ac4891", "{9148ac60-ac60-9148-60ac-489160ac4891}", "User Id value"]);
        refuses::<Guid>(&["urn:uuid:9148ac60-ac60-9148-60ac-489160ac4891", "9148ac60-ac60-9148-60ac-489160ac489g"]);
        refuses::<Guid>(&["9148ac60-ac60-9148-60ac-489160ac489", "9148ac60-ac60-914860ac--489160ac4891"]);
    }
}
