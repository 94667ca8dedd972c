//! Path templates as Graph's API pages document them, and the mistakes that people make in them.

mod call;
mod draft;
mod literal;
mod parse;
mod placeholder;
mod segment;

use super::case::snake_case;
use super::identifier::never_raw;
use super::singular::singular;

pub use draft::Flaw;
pub use segment::{Argument, ArgumentValue, Placeholder, PlaceholderKind, Segment, SegmentKind};

/// The kind of resource that a template's last segment leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An object or an operation: the template has no suffix.
    Object,
    /// The changes of a collection: the function `delta`, with or without parentheses.
    Delta,
    /// Links: the suffix `$ref`.
    Reference,
    /// Bytes: the suffix `$value`.
    Media,
    /// A number of objects: the suffix `$count`.
    Count,
}

/// A path template: `/groups/{groupId}/members`. If the text has [mistakes](Flaw), the segments are those that its author probably meant.
///
/// ```
/// use graph_schema::syntax::template::Template;
///
/// let template = Template::parse("/groups/{groupId}/members");
/// assert!(template.flaws().is_empty());
/// assert_eq!(template.placeholders().map(|placeholder| placeholder.name.as_str()).collect::<Vec<_>>(), ["groupId"]);
/// assert_eq!(template.constructor_name().as_deref(), Some("members"));
///
/// let template = Template::parse("/groups/:id");
/// assert_eq!(template.flaws()[0].message, "a placeholder is written in braces: write `{id}`");
/// ```
#[derive(Clone, Debug)]
pub struct Template {
    text: String,
    segments: Vec<Segment>,
    flaws: Vec<Flaw>,
}

impl Template {
    /// Parses the text of a path template and collects the mistakes in it, in text order.
    pub fn parse(text: &str) -> Self {
        let (segments, flaws) = parse::parse(text);
        Self { text: text.to_owned(), segments, flaws }
    }

    /// Returns the template's text, unchanged.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the mistakes in the template's text, in text order.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// Returns the template's segments.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Returns the template's text with `{}` for each placeholder. Two templates with equal shapes match the same URLs.
    pub fn shape(&self) -> String {
        self.with_placeholders(|_| "{}".to_owned())
    }

    /// Returns the template's text with each placeholder in braces, as the emulator and paths read it: `{address}` for `<address>`.
    pub fn canonical(&self) -> String {
        self.with_placeholders(|placeholder| format!("{{{}}}", placeholder.text))
    }

    fn with_placeholders(&self, shown: impl Fn(&Placeholder) -> String) -> String {
        let (mut text, mut at) = (String::new(), 0);
        for placeholder in self.placeholders() {
            text += self.text.get(at..placeholder.range.start).unwrap_or_default();
            text += &shown(placeholder);
            at = placeholder.range.end;
        }
        text + self.text.get(at..).unwrap_or_default()
    }

    /// Returns the template's placeholders.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.segments.iter().flat_map(Segment::placeholders)
    }

    /// Returns the template of the collection that contains the entity, if this template ends in a key: `/users` for `/users/{userId}`.
    pub fn collection(&self) -> Option<&str> {
        match self.segments.as_slice() {
            [.., before, key] if key.is_key() && key.name.is_empty() && !before.is_key() && !before.colon => {
                self.text.rsplit_once('/').map(|(collection, _)| collection)
            }
            _ => None,
        }
    }

    /// Returns the kind of resource that the template's last segment leads to.
    ///
    /// ```
    /// use graph_schema::syntax::template::{Target, Template};
    ///
    /// assert_eq!(Template::parse("/groups/{groupId}/members/$ref").target(), Target::Reference);
    /// assert_eq!(Template::parse("/users/microsoft.graph.delta()").target(), Target::Delta);
    /// ```
    pub fn target(&self) -> Target {
        match self.segments.last().and_then(|segment| segment.name.rsplit('.').next()) {
            Some("$ref") => Target::Reference,
            Some("$value") => Target::Media,
            Some("$count") => Target::Count,
            Some("delta") => Target::Delta,
            _ => Target::Object,
        }
    }

    /// Returns the default name of the template's constructor; `None` if no segment yields a name.
    ///
    /// The name joins the names of the segments after the first placeholder, in snake_case. If there are none, it is the last name up to
    /// that placeholder. Without any placeholder, it joins all names. Casts lose their namespace, a suffix loses its `$`, and a keyword
    /// gets a `_`. If the template ends in a key and a suffix, the name of the key's collection is in the singular. An alternate key of the
    /// first segment gives `by_` and its properties.
    ///
    /// ```
    /// use graph_schema::syntax::template::Template;
    ///
    /// let name = |text| Template::parse(text).constructor_name();
    /// let (overview, scripts) = ("/configurations/{configurationId}/userStatusOverview", "/deviceManagement/scripts/{scriptId}");
    /// assert_eq!(name(overview).as_deref(), Some("user_status_overview"));
    /// assert_eq!(name(scripts).as_deref(), Some("scripts"));
    /// assert_eq!(name("/a/{aId}/microsoft.graph.b/c").as_deref(), Some("b_c"));
    /// assert_eq!(name("/deviceManagement/settings").as_deref(), Some("device_management_settings"));
    /// assert_eq!(name("/groups/{groupId}/members/$ref").as_deref(), Some("members_ref"));
    /// assert_eq!(name("/groups/{groupId}/members/{memberId}/$ref").as_deref(), Some("member_ref"));
    /// assert_eq!(name("/groups(uniqueName='{uniqueName}')").as_deref(), Some("by_unique_name"));
    /// ```
    pub fn constructor_name(&self) -> Option<String> {
        if let Some(name) = self.by_alternate_key() {
            return Some(name);
        }
        let first = self.segments.iter().position(|segment| !segment.is_literal());
        let after = first.map_or(0, |first| first + 1);
        let mut words: Vec<String> = (after..self.segments.len()).filter_map(|index| self.word(index)).collect();
        let only_suffix = self.suffix().is_some() && words.len() == 1;
        if words.is_empty() || only_suffix {
            words.splice(0..0, (0..after).rev().find_map(|index| self.word(index)));
        }
        let name = words.join("_");
        name.starts_with(|first: char| !first.is_numeric()).then(|| never_raw(name))
    }

    /// Returns the name of the constructor for an alternate key of the first and only segment.
    fn by_alternate_key(&self) -> Option<String> {
        let [Segment { kind: SegmentKind::Call(arguments), .. }] = self.segments.as_slice() else { return None };
        let names: Option<Vec<_>> = arguments.iter().map(|argument| argument.name.as_deref().map(snake_case)).collect();
        let names = names.filter(|names| !names.is_empty())?;
        Some(format!("by_{}", names.join("_and_")))
    }

    /// Returns the suffix `$ref`, `$value` or `$count` of the template.
    fn suffix(&self) -> Option<&str> {
        self.segments.last().map(|segment| segment.name.as_str()).filter(|name| matches!(*name, "$ref" | "$value" | "$count"))
    }

    /// Returns the name of the segment at this index in snake_case, without the namespace of a cast. `None` if it has neither letters nor
    /// digits.
    fn word(&self, index: usize) -> Option<String> {
        let segment = self.segments.get(index)?;
        let name = segment.name.rsplit('.').next().unwrap_or_default();
        let before_key = self.suffix().is_some()
            && matches!(self.segments.get(index + 1..), Some([key, _]) if key.is_key() && key.name.is_empty());
        let name = if before_key { singular(name) } else { name.to_owned() };
        Some(snake_case(&name)).filter(|word| !word.is_empty())
    }
}
