//! Changes of links: they change the object that has the link, and a delta query reports each in a member such as `members@delta`.

use serde_json::json;

use super::link::Link;
use super::object::{Object, typed};
use super::paging::key_of;
use super::routes::Key;
use super::service::Service;
use super::store::Relation;
use crate::model::descriptor::{Property, StructuredType};
use crate::model::json::{Additional, Json};

impl Service {
    /// Removes the links that a deleted object has, and the links that lead to it.
    pub(super) fn unlink(&mut self, deleted: &Key) {
        let gone = |(key, link): &(&Key, &Link)| key.starts_with(deleted) || link.target.key == *deleted;
        let gone: Vec<Key> = self.links.iter().filter(gone).map(|(key, _)| key.clone()).collect();
        for key in gone {
            self.drop_link(&key);
        }
    }

    /// Adds links, each by its path.
    pub(super) fn add_links(&mut self, links: impl IntoIterator<Item = (Key, Link)>) {
        for (key, link) in links {
            self.drop_link(&key);
            let path = property_of(&key, &link);
            let declared = self.objects.get(&link.target.key).map(|object| object.entity.declared);
            if let Some((declared, id)) = declared.or_else(|| link.target.types().next()).zip(link.target.key.last()) {
                self.objects.relate(path, id, Relation::new(declared, false));
            }
            self.links.insert(key, link);
        }
    }

    /// Removes the link with this path. Returns `false` if there is none.
    pub(super) fn drop_link(&mut self, key: &Key) -> bool {
        let Some(link) = self.links.remove(key) else { return false };
        if let Some((declared, id)) = link.target.types().next().zip(link.target.key.last()) {
            self.objects.relate(property_of(key, &link), id, Relation::new(declared, true));
        }
        true
    }

    /// Returns the entries of a member such as `members@delta` for the object at `key`: the related entities that were added to the
    /// property or removed from it after the change with the number `since`. `None` asks for all entities.
    pub(super) fn related_entries(&self, key: &Key, object: &Object, property: &Property, since: Option<u64>) -> Vec<Json> {
        let path: Key = key.iter().cloned().chain([property.name.to_owned()]).collect();
        let embedded = match object.members.get(property.name) {
            Some(Json::Array(elements)) => elements.as_slice(),
            Some(one @ Json::Object(_)) => std::slice::from_ref(one),
            _ => &[],
        };
        let embedded = embedded.iter().filter_map(|element| {
            let members = element.as_object()?;
            let declared = property.ty.declaration()?.of_value(members);
            entry(declared, &key_of(declared, members)?, false)
        });
        let related = self.objects.related(&path).filter(|(_, relation)| match since {
            None => !relation.removed,
            Some(since) => relation.number > since,
        });
        embedded.chain(related.filter_map(|(id, relation)| entry(relation.declared, id, relation.removed))).collect()
    }
}

/// Returns the path of the navigation property that has a link, without the key of the linked object.
fn property_of<'k>(key: &'k Key, link: &Link) -> &'k [String] {
    if link.is_single { key } else { key.split_last().map_or(&[][..], |(_id, path)| path) }
}

/// Returns an entry of a member such as `members@delta`.
fn entry(declared: &StructuredType, id: &str, removed: bool) -> Option<Json> {
    let key = declared.properties.iter().find(|property| property.key)?;
    let mut members = Additional::from_iter([("@odata.type".to_owned(), format!("#{}", declared.name).into())]);
    members.insert(key.name.to_owned(), typed(key, id.to_owned())?);
    if removed {
        members.insert("@removed".to_owned(), json!({"reason": "deleted"}));
    }
    Some(Json::Object(members))
}
