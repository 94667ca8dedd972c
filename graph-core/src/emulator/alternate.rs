//! Alternate keys: `/groups(uniqueName='x')` leads to the group whose `uniqueName` is `x`.

use super::check::find;
use super::object::{Object, typed};
use super::pattern::Properties;
use super::random::guid_of;
use super::routes::{Place, Resource, ServedType};
use super::service::Service;
use crate::model::json::Additional;

impl Service {
    /// Replaces each alternate key in a path, such as `uniqueName='x'`, by the key of the stored object that has these property values.
    ///
    /// If no stored object has the values, an alternate key at the end of an object's path is replaced by a GUID that depends only on the
    /// path. A request that creates an object there gives the object the values. An alternate key elsewhere in the path stays unchanged.
    pub(super) fn settle(&self, mut place: Place) -> Place {
        for (index, properties) in std::mem::take(&mut place.alternates) {
            let (before, is_last) = (place.key.get(..index).unwrap_or_default(), index + 1 == place.key.len());
            let is_last = is_last && place.resource == Resource::Object;
            let is_alternate = is_last
                && place.types().any(|declared| {
                    properties.iter().all(|(name, _)| find(declared, name).is_some_and(|property| !property.key))
                });
            let key = match self.with_properties(before, &properties) {
                Some(key) => key,
                None if is_alternate => guid_of(place.key.iter().map(String::as_str)),
                None => continue,
            };
            if is_alternate {
                (place.ends_in_key, place.assigned) = (true, properties);
            }
            if let Some(old) = place.key.get_mut(index) {
                *old = key;
            }
        }
        place
    }

    /// Returns the key of the object in `collection` whose properties have these values.
    fn with_properties(&self, collection: &[String], properties: &Properties) -> Option<String> {
        let has = |object: &Object, (name, value): &(String, String)| {
            let property = find(object.entity.declared, name);
            property.is_some_and(|property| object.members.get(property.name) == typed(property, value.clone()).as_ref())
        };
        let inside = self.objects.iter().filter(|(key, _)| key.len() == collection.len() + 1 && key.starts_with(collection));
        let objects = inside.filter_map(|(key, object)| Some((key.last()?, object)));
        let mut found = objects.filter(|(_, object)| properties.iter().all(|pair| has(object, pair)));
        found.next().map(|(key, _)| key.clone())
    }
}

/// Adds the values of an alternate key to the members of a new object. Keeps a member that already has a value.
pub(super) fn assign(entity: ServedType, members: &mut Additional, properties: &Properties) {
    for (name, value) in properties {
        let Some(property) = find(entity.declared, name) else { continue };
        let is_blank = members.get(property.name).is_none_or(|old| old.is_null() || old.as_str() == Some(""));
        if let Some(value) = typed(property, value.clone()).filter(|_| is_blank) {
            members.insert(property.name.to_owned(), value);
        }
    }
}
