//! Sets of members of a flags enumeration.

use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::descriptor::{Edm, PropertyType};
use super::enumeration::{FlagsEnum, GraphEnum};
use super::json::Json;
use super::property_value::{Codec, PropertyValue};
use super::raw_json::RawJson;
use super::read_error::ReadError;
use super::reader::ReadMode;
use super::value_ref::ValueRef;

/// A set of members of a flags enumeration, in the order of insertion. In JSON, the set is one text with the members' names, such as `a,b`.
///
/// ```
/// use graph_core::{Flags, GraphEnum};
///
/// #[derive(Clone, Debug, PartialEq, GraphEnum)]
/// #[graph(flags)]
/// pub enum Shown { Top, Bottom, #[graph(other)] Other(String) }
///
/// let shown = Flags::from([Shown::Top, Shown::Bottom]);
/// assert_eq!(shown.to_string(), "top,bottom");
/// assert!(shown.contains(&Shown::Bottom));
/// assert_eq!(shown.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Flags<E>(Vec<E>);

impl<E: FlagsEnum> Flags<E> {
    /// Creates a set without members.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the set of the members with these names, which are separated by commas.
    fn of_names(names: &str) -> Self {
        // A hash set, since the service decides how many names there are: comparing each name with all earlier ones would be quadratic.
        let mut seen = HashSet::new();
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty() && seen.insert(*name));
        Self(names.map(E::from_name).collect())
    }

    /// Returns `true` if the set contains the member.
    pub fn contains(&self, member: &E) -> bool {
        self.0.iter().any(|present| present.name() == member.name())
    }

    /// Adds a member if the set does not contain it.
    pub fn insert(&mut self, member: E) {
        if !self.contains(&member) {
            self.0.push(member);
        }
    }

    /// Removes the member with the same name, if the set contains it.
    pub fn remove(&mut self, member: &E) {
        self.0.retain(|present| present.name() != member.name());
    }

    /// Iterates over the members in the order of insertion.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.0.iter()
    }

    /// Returns the number of members.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if the set has no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<E: FlagsEnum> Default for Flags<E> {
    fn default() -> Self {
        Self::new()
    }
}

// With the bound `FlagsEnum`, `#[derive(PartialEq)]` on a struct would report an enumeration without flags a second time.
/// Compares the members of two sets. Their order makes no difference.
impl<E: GraphEnum> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        let names: HashSet<&str> = self.0.iter().map(E::name).collect();
        self.0.len() == other.0.len() && other.0.iter().all(|member| names.contains(member.name()))
    }
}

impl<E: GraphEnum> Eq for Flags<E> {}

/// Hashes the members. Their order makes no difference, so that equal sets have equal hashes.
impl<E: GraphEnum> Hash for Flags<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut names: Vec<&str> = self.0.iter().map(E::name).collect();
        names.sort_unstable();
        names.hash(state);
    }
}

impl<E: FlagsEnum> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        members.into_iter().for_each(|member| self.insert(member));
    }
}

impl<E: FlagsEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: FlagsEnum, const N: usize> From<[E; N]> for Flags<E> {
    fn from(members: [E; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<E: FlagsEnum> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

impl<'a, E: FlagsEnum> IntoIterator for &'a Flags<E> {
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<E: FlagsEnum> IntoIterator for Flags<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<E: FlagsEnum> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, member) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            f.write_str(member.name())?;
        }
        Ok(())
    }
}

impl<E: FlagsEnum> PropertyValue for Flags<E> {
    type Codec = Self;
}

impl<E: FlagsEnum> Codec<Self> for Flags<E> {
    const TYPE: PropertyType = PropertyType::one(Edm::Enum(E::DECLARATION));
    fn blank() -> Self {
        Self::new()
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::printed(value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a.0.iter().map(E::name).eq(b.0.iter().map(E::name))
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match &json {
            Json::String(names) => Ok(Self::of_names(names)),
            other => Err(ReadError::wrong_kind("enumeration members", other)),
        }
    }
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        match value {
            RawJson::Text(names) => Some(Self::of_names(names)),
            other => <Self as Codec<Self>>::read(other.json()?, ReadMode::Full).ok(),
        }
    }
}

impl<E: FlagsEnum> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, E: FlagsEnum> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        PropertyValue::read(Json::deserialize(deserializer)?, ReadMode::Full).map_err(D::Error::custom)
    }
}
