//! The stored objects, and the number of the last change of each.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::object::Object;
use super::routes::Key;
use crate::model::descriptor::StructuredType;

/// The stored objects by path. Every change gets a number, so that a delta query can find the later changes.
///
/// The store keeps numbers instead of a log of the changes, so its size depends on the number of paths and not on the number of changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    slots: BTreeMap<Key, Slot>,
    /// The last change of each relation of an object, by the path of the navigation property and the key of the related object.
    relations: BTreeMap<Key, Relation>,
    last: u64,
}

/// The object at a path, or its absence after a deletion.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// The object, or `None` if it was deleted.
    pub(super) object: Option<Object>,
    /// The number of the change that first stored an object here.
    pub(super) created: u64,
    /// The number of the last change, which may be a deletion.
    pub(super) changed: u64,
    /// The number of the last change of all properties at once: a creation, or a change of the type.
    whole: u64,
    /// The number of the last change of each property that has changed since `whole`.
    properties: Vec<(String, u64)>,
}

/// A relation between two objects, which exists now or has been removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relation {
    /// The type of the related object.
    pub(super) declared: &'static StructuredType,
    pub(super) removed: bool,
    /// The number of the last change of the relation.
    pub(super) number: u64,
}

impl Relation {
    /// Creates a relation to an object of the type `declared`, which has just been added or, if `removed` is true, removed.
    pub(super) fn new(declared: &'static StructuredType, removed: bool) -> Self {
        Self { declared, removed, number: 0 }
    }
}

impl Store {
    /// Returns the object at a path.
    pub(super) fn get(&self, key: &Key) -> Option<&Object> {
        self.slots.get(key)?.object.as_ref()
    }

    /// Returns `true` if an object is stored at the path, or if the path is marked as deleted.
    pub(super) fn knows(&self, key: &Key) -> bool {
        self.slots.contains_key(key)
    }

    /// Returns the number of paths with an object or a deleted object.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Returns the number of the last change.
    pub(super) fn last_change(&self) -> u64 {
        self.last
    }

    /// Stores an object at a path. If the path has the same object already, that is no change.
    pub(super) fn put(&mut self, key: Key, object: Object) {
        let number = self.last + 1;
        let empty = Slot { object: None, created: number, changed: 0, whole: 0, properties: Vec::new() };
        let slot = self.slots.entry(key).or_insert(empty);
        if slot.replace(object, number) {
            self.last = number;
        }
    }

    /// Removes the object at a path, and remembers that it was deleted. Returns `false` if there is no object.
    pub(super) fn remove(&mut self, key: &Key) -> bool {
        let Some(slot) = self.slots.get_mut(key).filter(|slot| slot.object.is_some()) else { return false };
        self.last += 1;
        *slot = Slot { object: None, changed: self.last, properties: Vec::new(), ..*slot };
        true
    }

    /// Marks a path as deleted, even if no object was stored there.
    pub(super) fn bury(&mut self, key: Key) {
        if !self.remove(&key) && !self.knows(&key) {
            self.last += 1;
            let (created, changed) = (self.last, self.last);
            self.slots.insert(key, Slot { object: None, created, changed, whole: 0, properties: Vec::new() });
        }
    }

    /// Counts a change of a property whose value is not stored in the object, such as a link or content.
    pub(super) fn touch(&mut self, key: &[String], property: &str) {
        if let Some(slot) = self.slots.get_mut(key).filter(|slot| slot.object.is_some()) {
            self.last += 1;
            slot.mark(property, self.last);
        }
    }

    /// Changes the members of an object in place, without counting the change. The caller counts it with [`touch`](Self::touch) or
    /// [`relate`](Self::relate).
    pub(super) fn change<T>(&mut self, key: &[String], change: impl FnOnce(&mut Object) -> Option<T>) -> Option<T> {
        self.slots.get_mut(key)?.object.as_mut().and_then(change)
    }

    /// Counts a change of the relation between the navigation property at `path` and the object with this key. The object that has the
    /// property counts as changed, too.
    pub(super) fn relate(&mut self, path: &[String], id: &str, relation: Relation) {
        let Some((property, source)) = path.split_last() else { return };
        self.touch(source, property);
        let key: Key = path.iter().map(String::as_str).chain([id]).map(str::to_owned).collect();
        // A removal knows only the declared type of the path, and the addition before it the type of the object.
        let declared = self.relations.get(&key).filter(|_| relation.removed).map_or(relation.declared, |old| old.declared);
        self.relations.insert(key, Relation { declared, number: self.last, ..relation });
    }

    /// Iterates over the present and the former relations of the navigation property at this path. Returns each with the related object's
    /// key.
    pub(super) fn related(&self, path: &Key) -> impl Iterator<Item = (&String, &Relation)> {
        let behind = self.relations.range::<Key, _>((Bound::Excluded(path), Bound::Unbounded));
        let inside = behind.take_while(move |(key, _)| key.starts_with(path)).filter(move |(key, _)| key.len() == path.len() + 1);
        inside.filter_map(|(key, relation)| Some((key.last()?, relation)))
    }

    /// Iterates over the stored objects, in the order of their paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Key, &Object)> {
        self.slots.iter().filter_map(|(key, slot)| Some((key, slot.object.as_ref()?)))
    }

    /// Iterates over the paths in a collection whose last segment is greater than `after`, in their order. Returns each with its last
    /// segment.
    pub(super) fn inside<'a>(&'a self, collection: &Key, after: &str) -> impl Iterator<Item = (&'a String, &'a Slot)> + use<'a> {
        let (collection, mut start) = (collection.clone(), collection.clone());
        let depth = start.len() + 1;
        start.push(after.to_owned());
        let behind = self.slots.range((Bound::Excluded(start), Bound::Unbounded));
        let inside = behind.take_while(move |(key, _)| key.starts_with(&collection));
        inside.filter(move |(key, _)| key.len() == depth).filter_map(|(key, slot)| Some((key.last()?, slot)))
    }

    /// Resets the store to `before`, its state before a request. Returns the objects that the request changed; `None` is a deleted object.
    pub(super) fn undo(&mut self, before: Self) -> Vec<(Key, Option<Object>)> {
        let after = std::mem::replace(self, before);
        // A write of the same values is no change, but the object has a new etag.
        let state = |slot: &Slot| (slot.changed, slot.object.as_ref().map(|object| object.etag.clone()));
        let is_new = |(key, slot): &(Key, Slot)| self.slots.get(key).map(state) != Some(state(slot));
        after.slots.into_iter().filter(is_new).map(|(key, slot)| (key, slot.object)).collect()
    }
}

impl Slot {
    /// Returns `true` if all properties changed after the change with the number `since`.
    pub(super) fn is_new_since(&self, since: u64) -> bool {
        self.whole > since
    }

    /// Returns `true` if the property changed after the change with the number `since`.
    pub(super) fn has_changed(&self, property: &str, since: u64) -> bool {
        self.whole > since || self.properties.iter().any(|(name, number)| name == property && *number > since)
    }

    /// Iterates over the properties that changed one by one after the change with the number `since`. Changes of all properties at once are
    /// left out.
    pub(super) fn changes_since(&self, since: u64) -> impl Iterator<Item = &str> {
        self.properties.iter().filter(move |(_, number)| *number > since).map(|(name, _)| name.as_str())
    }

    /// Replaces the stored object. Returns `false` if the new object is the same as the old one.
    fn replace(&mut self, object: Object, number: u64) -> bool {
        let Some(old) = self.object.replace(object) else {
            (self.changed, self.whole) = (number, number);
            return true;
        };
        let Some(new) = &self.object else { return false };
        if !std::ptr::eq(old.entity.declared, new.entity.declared) {
            (self.changed, self.whole, self.properties) = (number, number, Vec::new());
            return true;
        }
        let removed = old.members.keys().filter(|name| !new.members.contains_key(*name));
        let written = new.members.iter().filter(|(name, value)| old.members.get(*name) != Some(value)).map(|(name, _)| name);
        let names: Vec<String> = removed.chain(written).cloned().collect();
        names.iter().for_each(|name| self.mark(name, number));
        !names.is_empty()
    }

    fn mark(&mut self, property: &str, number: u64) {
        self.changed = number;
        match self.properties.iter_mut().find(|(name, _)| name == property) {
            Some((_, old)) => *old = number,
            None => self.properties.push((property.to_owned(), number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::routes::ServedType;
    use crate::model::json::Additional;

    static DECLARED: StructuredType = StructuredType::complex("test.thing", &[]);

    fn thing(value: u32) -> Object {
        let entity = ServedType { declared: &DECLARED, etag: false };
        let members = Additional::from_iter([("a".to_owned(), value.into()), ("b".to_owned(), 0.into())]);
        Object { entity, members, etag: String::new(), pristine: false, listed: true }
    }

    // The store keeps no log: its size depends on the paths and the properties, not on the number of changes.
    #[test]
    fn changes_do_not_use_memory() {
        let (key, links) = (vec!["things".to_owned(), "1".to_owned()], ["things", "1", "links"].map(str::to_owned));
        let mut store = Store::default();
        store.put(key.clone(), thing(0));
        for value in 1..=10_000 {
            store.put(key.clone(), thing(value));
            store.relate(&links, "x", Relation::new(&DECLARED, value % 2 == 0));
        }
        let slot = &store.slots[&key];
        assert_eq!((store.last_change(), slot.changed), (20_001, 20_001));
        assert_eq!(slot.changes_since(0).collect::<Vec<_>>(), ["a", "links"]);
        assert_eq!((slot.changes_since(20_000).count(), slot.has_changed("b", 1), slot.has_changed("b", 0)), (1, false, true));
        assert_eq!((store.len(), store.relations.len()), (1, 1));

        assert!(store.remove(&key) && !store.remove(&key) && store.get(&key).is_none() && store.knows(&key));
        store.put(key.clone(), thing(0));
        assert!(store.slots[&key].is_new_since(20_001) && store.slots[&key].created == 1);
    }

    #[test]
    fn the_same_object_is_no_change() {
        let key = vec!["1".to_owned()];
        let mut store = Store::default();
        store.put(key.clone(), thing(0));
        store.put(key.clone(), thing(0));
        assert_eq!(store.last_change(), 1);
        store.put(key, Object { members: Additional::new(), ..thing(0) });
        assert_eq!(store.last_change(), 2);
    }
}
