//! Opens a [`Reader`] on the text of a JSON object, without a JSON tree.

use super::descriptor::{Property, StructuredType, matches_tag};
use super::raw_json::{Indexes, RawJson, Scanner, are_unique};
use super::reader::Reader;

/// Reads the JSON object that `text` consists of as a complete value of a declared type. Returns the value and the object's `@odata.etag`.
///
/// Returns `None` if the value is malformed, incomplete or unusual: reading it as a tree then gives the value or its error.
pub(super) fn read_text<T>(
    declared: &'static StructuredType,
    text: &str,
    read: impl FnOnce(&mut Reader<'_>) -> T,
) -> Option<(T, Option<String>)> {
    // Compiled once per type, so without closures.
    let mut reader = Reader::of_text(declared);
    let etag = fill(&mut reader, text)?;
    let value = read(&mut reader);
    if reader.is_certain() { Some((value, etag)) } else { None }
}

/// Stores the value of each member of the object in the reader. Returns the object's `@odata.etag`.
fn fill<'a>(reader: &mut Reader<'a>, text: &'a str) -> Option<Option<String>> {
    let mut scanner = Scanner::new(text);
    let mut members = Members { reader, next: 0, searched: 0, indexes: None, tagged: false, others: Vec::new() };
    scanner.members(|scanner| members.read(scanner))?;
    if !scanner.end() || !are_unique(&members.others) {
        return None;
    }
    Some(reader.etag.as_ref().and_then(|etag| etag.as_str()).map(str::to_owned))
}

const TAG: &str = "@odata.type";

/// The members of an object that were read so far.
struct Members<'r, 'a> {
    reader: &'r mut Reader<'a>,
    /// The index of the property that is expected next.
    next: usize,
    /// The number of properties that were compared with keys in searches.
    searched: usize,
    /// The index of each property by its name, from the first search that needs it.
    indexes: Option<Indexes<'static>>,
    /// Whether the object has `@odata.type`.
    tagged: bool,
    /// The keys that belong to no property.
    others: Vec<&'a str>,
}

impl<'a> Members<'_, 'a> {
    /// Reads one member.
    fn read(&mut self, scanner: &mut Scanner<'a>) -> Option<()> {
        let declared = self.reader.declared;
        // Services write the tag first, if at all.
        if self.next == 0 && !self.tagged && scanner.key_is(TAG)? {
            return self.undeclared(TAG, scanner.value()?);
        }
        if let Some(expected) = declared.properties.get(self.next)
            && scanner.key_is(expected.name)?
        {
            return self.put(self.next, expected, scanner.value()?);
        }
        let name = scanner.key()?;
        let value = scanner.value()?;
        match self.find(name) {
            Some(index) => self.put(index, declared.properties.get(index)?, value),
            None => self.undeclared(name, value),
        }
    }

    fn put(&mut self, index: usize, property: &Property, value: RawJson<'a>) -> Option<()> {
        self.next = index + 1;
        self.reader.put_raw(index, property, value)
    }

    fn undeclared(&mut self, name: &'a str, value: RawJson<'a>) -> Option<()> {
        match name {
            TAG => {
                let is_first = !std::mem::replace(&mut self.tagged, true);
                let RawJson::Text(tag) = value else { return None };
                (is_first && matches_tag(tag, self.reader.declared.name)).then_some(())
            }
            "@odata.etag" => self.reader.etag.replace(value.json()?).is_none().then_some(()),
            _ => {
                self.others.push(name);
                self.reader.keep_raw(name, value)
            }
        }
    }

    /// Returns the index of the property with this name.
    ///
    /// Services mostly write properties in the order of declaration, or leave some out. Otherwise, linear searches would take quadratic
    /// time, so a large type then gets a hash map.
    fn find(&mut self, name: &str) -> Option<usize> {
        let declared = self.reader.declared;
        let count = declared.properties.len();
        if self.searched > MAX_SEARCHES * count && count > SMALL {
            let index = || declared.properties.iter().enumerate().map(|(index, property)| (property.name, index)).collect();
            return self.indexes.get_or_insert_with(index).get(name).copied();
        }
        let found = declared.member_position(name, self.next);
        self.searched += found.map_or(count, |index| if index < self.next { count } else { index - self.next });
        found
    }
}

/// The number of searches through all properties after which a type with more than `SMALL` properties gets a hash map.
const MAX_SEARCHES: usize = 4;
const SMALL: usize = 16;

#[cfg(test)]
mod tests;
