//! A path template as an API page documents it, and every way to write it wrongly.

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

/// A path template: `/groups/{groupId}/members`. Its segments are what was probably meant where the text has [flaws](Flaw).
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
    /// Parses a template and collects its flaws, in the order of the text.
    pub fn parse(text: &str) -> Self {
        let (segments, flaws) = parse::parse(text);
        Self { text: text.to_owned(), segments, flaws }
    }

    /// Returns the text as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the mistakes in the text.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// Returns the segments with `None` for each placeholder: two templates of the same shape match the same URLs.
    pub fn shape(&self) -> Vec<Option<&str>> {
        self.segments.iter().map(TemplateSegment::literal).collect()
    }

    /// Returns the names of the placeholders.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            TemplateSegment::Placeholder(name) => Some(name.as_str()),
            TemplateSegment::Literal(_) => None,
        })
    }

    /// Returns the template of the collection that the entity is in, if the template ends in a key.
    pub fn collection(&self) -> Option<&str> {
        match self.segments.as_slice() {
            [.., TemplateSegment::Literal(_), TemplateSegment::Placeholder(_)] => {
                self.text.rsplit_once('/').map(|(collection, _)| collection)
            }
            _ => None,
        }
    }

    /// Returns the name of the constructor that the template gets unless the declaration names one; `None` if no segment gives one.
    ///
    /// The name is made of the literal segments after the first placeholder, casts without their namespace; if there are none, of
    /// the last one before it; without a placeholder, of all. A keyword gets a `_`.
    ///
    /// ```
    /// use graph_schema::syntax::template::Template;
    ///
    /// let name = |text| Template::parse(text).constructor_name();
    /// let (overview, scripts) = ("/configurations/{configurationId}/userStatusOverview", "/scripts/{scriptId}");
    /// assert_eq!(name(overview).as_deref(), Some("user_status_overview"));
    /// assert_eq!(name(scripts).as_deref(), Some("scripts"));
    /// assert_eq!(name("/a/{aId}/microsoft.graph.b/c").as_deref(), Some("b_c"));
    /// assert_eq!(name("/deviceManagement/settings").as_deref(), Some("device_management_settings"));
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

/// Returns a literal segment in snake_case, a cast without its namespace; `None` if it has neither letters nor digits.
fn word(segment: &TemplateSegment) -> Option<String> {
    let text = segment.literal()?;
    Some(snake_case(text.rsplit('.').next().unwrap_or(text))).filter(|word| !word.is_empty())
}

/// Returns the segments of a template that is known to be free of flaws, with `None` for each placeholder, as
/// [`Template::shape`] does, without an allocation.
pub fn shape(template: &str) -> impl Iterator<Item = Option<&str>> {
    template.split('/').skip(1).map(|segment| (!segment.starts_with('{')).then_some(segment))
}
