//! Path templates as Graph's API pages document them, and the mistakes that people make in them.

mod draft;
mod parse;
mod placeholder;
mod segment;

use super::case::snake_case;
use super::identifier::never_raw;
use draft::TemplateSegment;

pub use draft::Flaw;
#[cfg(feature = "schema")]
pub(crate) use draft::split;

/// The kind of resource that a template's last segment leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An object or an operation: no suffix.
    Object,
    /// Changed objects: the suffix `delta`.
    Collection,
    /// Links: the suffix `$ref`.
    Reference,
    /// Bytes: the suffix `$value`.
    Media,
    /// A number of objects: the suffix `$count`.
    Count,
}

/// A path template: `/groups/{groupId}/members`. If the text has [mistakes](Flaw), the segments are the probably intended ones.
///
/// ```
/// use graph_schema::syntax::template::Template;
///
/// let template = Template::parse("/groups/{groupId}/members");
/// assert!(template.flaws().is_empty());
/// assert_eq!(template.placeholders().collect::<Vec<_>>(), ["groupId"]);
/// assert_eq!(template.constructor_name().as_deref(), Some("members"));
///
/// let template = Template::parse("/groups/:id");
/// assert_eq!(template.flaws()[0].message, "a placeholder is written in braces: write `{id}`");
/// ```
#[derive(Clone, Debug)]
pub struct Template {
    text: String,
    segments: Vec<TemplateSegment>,
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

    /// Returns the template's literal segments, with `None` for each placeholder. Two templates with equal shapes match the same URLs.
    pub fn shape(&self) -> Vec<Option<&str>> {
        self.segments.iter().map(TemplateSegment::literal).collect()
    }

    /// Returns the names of the template's placeholders, such as `groupId`.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            TemplateSegment::Placeholder(name) => Some(name.as_str()),
            TemplateSegment::Literal(_) => None,
        })
    }

    /// Returns the template of the collection that contains the entity, if this template ends in a key: `/users` for `/users/{userId}`.
    pub fn collection(&self) -> Option<&str> {
        match self.segments.as_slice() {
            [.., TemplateSegment::Literal(_), TemplateSegment::Placeholder(_)] => {
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
    /// assert_eq!(Template::parse("/users/delta").target(), Target::Collection);
    /// ```
    pub fn target(&self) -> Target {
        match self.segments.last().and_then(TemplateSegment::literal) {
            Some("$ref") => Target::Reference,
            Some("$value") => Target::Media,
            Some("$count") => Target::Count,
            Some("delta" | "delta()") => Target::Collection,
            _ => Target::Object,
        }
    }

    /// Returns the default name of the template's constructor; `None` if no segment yields a name.
    ///
    /// The name joins the literal segments after the first placeholder, in snake_case. If there are none, it is the last literal segment
    /// before that placeholder. Without any placeholder, it joins all segments. Casts lose their namespace, and a keyword gets a `_`.
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
    /// assert_eq!(name("/deviceAppManagement").as_deref(), Some("device_app_management"));
    /// ```
    pub fn constructor_name(&self) -> Option<String> {
        let first = self.segments.iter().position(|segment| matches!(segment, TemplateSegment::Placeholder(_)));
        let (before, after) = self.segments.split_at(first.unwrap_or(0));
        let mut name = String::new();
        for word in after.iter().filter_map(word) {
            if !name.is_empty() {
                name.push('_');
            }
            name += &word;
        }
        if name.is_empty() {
            name = before.iter().rev().find_map(word).unwrap_or_default();
        }
        name.starts_with(|first: char| !first.is_numeric()).then(|| never_raw(name))
    }
}

/// Returns the text of a literal segment in snake_case, without the namespace of a cast. `None` if it has neither letters nor digits.
fn word(segment: &TemplateSegment) -> Option<String> {
    let text = segment.literal()?;
    Some(snake_case(text.rsplit('.').next().unwrap_or(text))).filter(|word| !word.is_empty())
}

/// Returns the [shape](Template::shape) of a template that is known to be free of mistakes, without allocating.
pub fn shape(template: &str) -> impl Iterator<Item = Option<&str>> {
    template.split('/').skip(1).map(|segment| (!segment.starts_with('{')).then_some(segment))
}
