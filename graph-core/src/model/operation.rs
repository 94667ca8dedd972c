//! Actions and functions: a struct holds the parameters, and an associated type is the result.

use bytes::Bytes;

use super::annotations::{COUNT, NEXT_LINK, PageNote, VALUE, page_json};
use super::decoded::{Decoded, TextError};
use super::descriptor::{Edm, PropertyType};
use super::duplicate_keys::parse;
use super::json::Json;
use super::json_text::{members, object_error};
use super::property_value::PropertyValue;
use super::read_error::{Problem, ReadError};
use super::reader::ReadMode;
use super::structured::Structured;
use super::value_ref::ValueRef;

/// Whether an operation is an action or a function
/// ([CSDL 4.01 §12](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_ActionandFunction)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// An action may change objects: a `POST` with the parameters as a JSON object.
    Action,
    /// A function only reads: a `GET` with the parameters in the path.
    Function,
}

/// An action or a function of Graph. The struct's fields are the parameters; `#[derive(GraphAction)]` and `#[derive(GraphFunction)]`
/// implement the trait.
///
/// ```
/// use graph_core::model::{GraphOperation, OperationKind};
/// use graph_core::{GraphAction, graph_ids, graph_paths};
///
/// graph_ids! { pub ManagedDeviceId; }
///
/// #[derive(Clone, Debug, GraphAction)]
/// #[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
/// pub struct Wipe {
///     pub keep_user_data: Option<bool>,
/// }
///
/// assert_eq!(Wipe::KIND, OperationKind::Action);
/// let path = Wipe::v1().wipe(&ManagedDeviceId::new("d1")?);
/// assert_eq!(path.as_str(), "/deviceManagement/managedDevices/d1/wipe");
/// # Ok::<(), graph_core::model::IdError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action or a function",
    label = "declared without `#[derive(GraphAction)]` or `#[derive(GraphFunction)]`"
)]
pub trait GraphOperation: Structured {
    /// Whether the operation is an action or a function.
    const KIND: OperationKind;

    /// The type of the result; `()` if the service returns nothing.
    type Returns: OperationResult;
}

/// A type that an operation can return: `()`, [`Bytes`], and every type that a property can have.
///
/// | type | body of the response |
/// |---|---|
/// | `()` | any, ignored |
/// | an entity or a complex type | the object |
/// | a primitive type, an enum, a `Vec` or an [`Expanded`](super::Expanded) | the member `value` of an object |
/// | `Option` of one of them | also no body (204), or null |
/// | [`Stream`](super::Stream), [`Bytes`] | the content, as text or as bytes |
///
/// A `Vec` cannot keep a link to more elements, so reading a response with such a link fails; see
/// [`CallRequest::stream`](crate::client::CallRequest::stream).
#[diagnostic::on_unimplemented(
    message = "an operation cannot return `{Self}`",
    label = "not a type that a Graph property can have",
    note = "a struct needs `#[derive(GraphEntity)]` or `#[derive(GraphComplex)]`, an enum `#[derive(GraphEnum)]`; write `()` for an action that returns nothing"
)]
pub trait OperationResult: Sized + 'static {
    /// Borrows the result in the form in which a response contains it.
    #[doc(hidden)]
    fn view_result(&self) -> ResultRef<'_>;

    /// Returns the result for a response without a body, or `None` if the type requires a body.
    #[doc(hidden)]
    fn absent() -> Option<Self>;

    /// Reads the result from the body of a response.
    ///
    /// # Errors
    /// Fails if the body does not fit the type.
    #[doc(hidden)]
    fn read_body(body: &Bytes) -> Result<Decoded<Self>, TextError>;
}

/// A borrowed result whose Rust type is erased.
#[doc(hidden)]
#[derive(Debug)]
pub enum ResultRef<'a> {
    /// No result.
    Nothing,
    /// The content of a response.
    Content(&'a Bytes),
    /// A value of this type.
    Value(ValueRef<'a>, PropertyType),
}

impl OperationResult for () {
    fn view_result(&self) -> ResultRef<'_> {
        ResultRef::Nothing
    }
    fn absent() -> Option<Self> {
        Some(())
    }
    fn read_body(_: &Bytes) -> Result<Decoded<Self>, TextError> {
        Ok(Decoded { value: (), etag: None })
    }
}

impl OperationResult for Bytes {
    fn view_result(&self) -> ResultRef<'_> {
        ResultRef::Content(self)
    }
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
    fn read_body(body: &Bytes) -> Result<Decoded<Self>, TextError> {
        Ok(Decoded { value: body.clone(), etag: None })
    }
}

impl<T: PropertyValue> OperationResult for T {
    fn view_result(&self) -> ResultRef<'_> {
        ResultRef::Value(self.view(), <T as PropertyValue>::TYPE)
    }
    fn absent() -> Option<Self> {
        if <T as PropertyValue>::TYPE.nullable { T::read(Json::Null, ReadMode::Full).ok() } else { None }
    }
    fn read_body(body: &Bytes) -> Result<Decoded<Self>, TextError> {
        let ty = <T as PropertyValue>::TYPE;
        match ty.edm {
            Edm::Structured(_) if !ty.collection => T::read_text(body),
            Edm::Stream if !ty.collection => decoded(T::read(String::from_utf8_lossy(body).into(), ReadMode::Full)),
            _ => match Wrapped::cut(body)? {
                Wrapped { value: None, .. } if matches!(ty.edm, Edm::Untyped) => T::read_text(body),
                Wrapped { value: None, .. } => Err(at_value(ReadError::new(Problem::Missing))),
                Wrapped { value: Some(value), count, next_link } if ty.paged => {
                    let page = page_json(Some(parse(value)?), PageNote::new(count, next_link));
                    decoded(T::read(page, ReadMode::Full))
                }
                Wrapped { next_link: Some(_), .. } => Err(at_value(ReadError::new(Problem::MoreElements))),
                Wrapped { value: Some(value), .. } => match T::read_text(value) {
                    Err(TextError::Value(error)) => Err(at_value(error)),
                    read => Ok(Decoded { etag: None, ..read? }),
                },
            },
        }
    }
}

fn decoded<T>(value: Result<T, ReadError>) -> Result<Decoded<T>, TextError> {
    Ok(Decoded { value: value.map_err(at_value)?, etag: None })
}

fn at_value(error: ReadError) -> TextError {
    error.at_property(VALUE).into()
}

/// The members of a response body that has its result in `value`
/// ([OData JSON 4.01 §11, §13](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html)).
#[derive(Default)]
struct Wrapped<'a> {
    value: Option<&'a [u8]>,
    count: Option<Json>,
    next_link: Option<Json>,
}

impl<'a> Wrapped<'a> {
    /// Finds these members in a response body. If the body is not a JSON object, finds none of them.
    ///
    /// # Errors
    /// Fails if the body is not JSON, or has one of the members twice.
    #[inline]
    fn cut(body: &'a [u8]) -> Result<Self, TextError> {
        let mut wrapped = Self::default();
        if !body.trim_ascii_start().starts_with(b"{") {
            return parse(body).map(|_| wrapped).map_err(TextError::Json);
        }
        for (name, text) in members(body).ok_or_else(|| object_error(body))? {
            let is_repeated = match &*name? {
                VALUE => wrapped.value.replace(text).is_some(),
                COUNT | "@count" => wrapped.count.replace(parse(text)?).is_some(),
                NEXT_LINK | "@nextLink" => match parse(text)? {
                    Json::Null => false,
                    link => wrapped.next_link.replace(link).is_some(),
                },
                _ => false,
            };
            if is_repeated {
                return Err(at_value(ReadError::new(Problem::Duplicate)));
            }
        }
        Ok(wrapped)
    }
}
