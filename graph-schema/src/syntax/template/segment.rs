//! The segments of a path template: names, keys, calls with arguments, and the paths of items.

use std::ops::Range;

/// A segment of a [`Template`](super::Template).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Segment {
    /// The byte range of the segment in the template's text.
    pub range: Range<usize>,
    /// The literal text before parentheses, `=` or a final `:`, such as `users`, `microsoft.graph.range` or `$ref`. Empty for a key and for
    /// the path of an item.
    pub name: String,
    /// The part of the segment after its name.
    pub kind: SegmentKind,
    /// Whether the segment ends in `:`, which begins or ends the path of an item: `root:` and `{itemPath}:`.
    pub colon: bool,
}

/// The part of a [`Segment`] after its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentKind {
    /// The segment has no further part: it is only the name of a property, an entity set, a cast, an operation or a suffix such as `$ref`.
    Name,
    /// A key: `{userId}`, or `roleTemplateId={roleTemplateId}` with the key's property as the segment's name.
    Key(Placeholder),
    /// A key or arguments in parentheses: `users('{id}')`, `delta()` or `range(address='{address}')`.
    Call(Vec<Argument>),
    /// The path of an item after a segment that ends in `:`.
    Path(Placeholder),
}

/// A key or an argument in parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// The byte range of the argument in the template's text.
    pub range: Range<usize>,
    /// The name before `=`, or `None` for a key without a name.
    pub name: Option<String>,
    /// Whether the value is in single quotes.
    pub quoted: bool,
    /// The value of the argument.
    pub value: ArgumentValue,
}

/// The text after `=` in an [`Argument`], or the whole key in parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentValue {
    /// A placeholder: `{address}`.
    Placeholder(Placeholder),
    /// A constant, without its quotes: `D7` for `period='D7'`.
    Literal(String),
}

/// A part of a template in braces, which the program replaces by an id or another value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Placeholder {
    /// The byte range of the placeholder in the template's text, with its braces.
    pub range: Range<usize>,
    /// The placeholder's text without braces, such as `id | userPrincipalName`.
    pub text: String,
    /// The name of the constructor's argument in camelCase: `userId` or `searchText`.
    pub name: String,
    /// The kind of the constructor's argument.
    pub kind: PlaceholderKind,
}

/// The kind of argument that a [`Placeholder`] takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// A key of this id type, such as `UserId`.
    Id(String),
    /// A text in quotes.
    Text,
    /// A value without quotes.
    Value,
    /// The path of an item: one or more segments.
    Path,
}

impl Placeholder {
    /// Returns a placeholder for a part of a template whose text is not understood.
    pub(super) fn guess(range: Range<usize>, text: &str) -> Self {
        Self { range, text: text.to_owned(), name: text.to_owned(), kind: PlaceholderKind::Id(String::new()) }
    }
}

impl Argument {
    /// Returns the placeholder that is the argument's value.
    pub fn placeholder(&self) -> Option<&Placeholder> {
        match &self.value {
            ArgumentValue::Placeholder(placeholder) => Some(placeholder),
            ArgumentValue::Literal(_) => None,
        }
    }

    /// Returns whether the argument belongs to the parameter `name`. Compares the argument's own name or, if it has none, the name of its
    /// placeholder.
    pub fn is_of(&self, name: &str) -> bool {
        self.name.as_deref().or_else(|| self.placeholder().map(|placeholder| placeholder.name.as_str())) == Some(name)
    }
}

impl Segment {
    /// Returns the placeholders of the segment in their order: those of its arguments, or the one that is the segment.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        let (one, arguments): (_, &[Argument]) = match &self.kind {
            SegmentKind::Name => (None, &[]),
            SegmentKind::Key(placeholder) | SegmentKind::Path(placeholder) => (Some(placeholder), &[]),
            SegmentKind::Call(arguments) => (None, arguments),
        };
        one.into_iter().chain(arguments.iter().filter_map(Argument::placeholder))
    }

    /// Returns whether the segment consists of literal text only.
    pub fn is_literal(&self) -> bool {
        self.placeholders().next().is_none()
    }

    /// Returns whether the segment is a key of the collection before it: `{userId}`.
    pub fn is_key(&self) -> bool {
        matches!(self.kind, SegmentKind::Key(_)) && !self.colon
    }
}
