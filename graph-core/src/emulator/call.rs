//! A call of an action or a function, as the closure of a test sees it.

use std::fmt;

use http::{HeaderMap, StatusCode};
use time::OffsetDateTime;

use super::operation_table::CallTarget;
use super::reply::Rejection;
use super::routes::Place;
use super::service::Service;
use super::url::RequestUrl;
use crate::model::json::Json;
use crate::model::path::{GraphPaths, Path};
use crate::model::reader::ReadMode;
use crate::model::structured::GraphEntity;

/// A call of the operation `O`, passed to the closure of [`Emulator::on`](super::Emulator::on).
///
/// The closure must read and change objects with this value. It cannot use an [`Emulator`](super::Emulator), because the emulator is locked
/// while the closure runs.
pub struct OperationCall<'s, O> {
    /// The parameters that the client sent.
    pub parameters: O,
    pub(super) service: &'s mut Service,
    pub(super) target: &'s CallTarget,
    pub(super) headers: &'s HeaderMap,
}

impl<O> OperationCall<'_, O> {
    /// Returns the decoded argument in the call's path for this placeholder of the template, such as `managedDeviceId`.
    pub fn argument(&self, placeholder: &str) -> Option<&str> {
        self.target.arguments.iter().find(|(name, _)| name == placeholder).map(|(_, value)| value.as_str())
    }

    /// Returns the headers of the request to which the handler responds.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// Returns the current time of the emulated service.
    pub fn now(&mut self) -> OffsetDateTime {
        let elapsed = self.service.clock.elapsed();
        self.service.clock.at(elapsed)
    }

    /// Returns the entity that the operation is bound to: the entity at the path before the operation's name.
    ///
    /// # Errors
    /// 404 if there is no such entity, or if no path of `E` leads to it.
    pub fn bound<E: GraphEntity>(&mut self) -> Result<E, ErrorResponse> {
        let place = self.bound_place()?;
        self.read(&place)
    }

    /// Changes the entity that the operation is bound to, including its read-only properties.
    ///
    /// # Errors
    /// 404 if there is no such entity.
    pub fn update_bound<E: GraphEntity>(&mut self, change: impl FnOnce(&mut E)) -> Result<(), ErrorResponse> {
        let place = self.bound_place()?;
        self.change(&place, change)
    }

    /// Returns the entity stored at a path.
    ///
    /// # Errors
    /// 404 if there is no such entity.
    pub fn stored<E: GraphEntity + GraphPaths>(&mut self, path: &Path<E>) -> Result<E, ErrorResponse> {
        let place = self.place(path)?;
        self.read(&place)
    }

    /// Changes the entity stored at a path, including its read-only properties.
    ///
    /// # Errors
    /// 404 if there is no such entity.
    pub fn update<E: GraphEntity + GraphPaths>(
        &mut self,
        path: &Path<E>,
        change: impl FnOnce(&mut E),
    ) -> Result<(), ErrorResponse> {
        let place = self.place(path)?;
        self.change(&place, change)
    }

    /// Stores an entity at a path, as [`Emulator::seed`](super::Emulator::seed) does.
    ///
    /// # Errors
    /// 500 if the entity's key differs from the key in the path.
    pub fn seed<E: GraphEntity + GraphPaths>(&mut self, path: &Path<E>, entity: &E) -> Result<(), ErrorResponse> {
        self.service.routes.add::<E>();
        let place = self.place(path)?;
        self.service.write(place, entity).map_err(broken)
    }

    fn change<E: GraphEntity>(&mut self, place: &Place, change: impl FnOnce(&mut E)) -> Result<(), ErrorResponse> {
        let mut entity = self.read(place)?;
        change(&mut entity);
        self.service.write(place.clone(), &entity).map_err(broken)
    }

    fn read<E: GraphEntity>(&mut self, place: &Place) -> Result<E, ErrorResponse> {
        let object = self.service.object(place).map_err(ErrorResponse)?;
        let read = E::read(Json::Object(object.body()), ReadMode::Full);
        read.map_err(|error| ErrorResponse::new(StatusCode::NOT_FOUND, format!("The object is of another type: {error}.")))
    }

    fn bound_place(&self) -> Result<Place, ErrorResponse> {
        let CallTarget { version, bound, .. } = self.target;
        let url = RequestUrl { version: *version, segments: bound.clone(), query: Vec::new() };
        self.service.routes.find(&url).map(|place| self.service.settle(place)).map_err(ErrorResponse)
    }

    fn place<E>(&self, path: &Path<E>) -> Result<Place, ErrorResponse> {
        let not_found = || ErrorResponse::new(StatusCode::NOT_FOUND, format!("No declared path leads to '{path}'."));
        self.service.place(path).ok_or_else(not_found)
    }
}

impl<O: fmt::Debug> fmt::Debug for OperationCall<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationCall")
            .field("parameters", &self.parameters)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

/// Returns the response (500) for an entity that cannot be stored, which is a mistake in the test's closure.
fn broken(problem: String) -> ErrorResponse {
    ErrorResponse::new(StatusCode::INTERNAL_SERVER_ERROR, problem)
}

/// An error response of the emulated service: the reason why a closure refuses a call.
///
/// ```
/// use graph_core::emulator::ErrorResponse;
/// use graph_core::http::StatusCode;
///
/// let offline = ErrorResponse::new(StatusCode::CONFLICT, "The device is offline.").code("DeviceOffline");
/// ```
#[derive(Clone, Debug)]
pub struct ErrorResponse(pub(super) Rejection);

impl ErrorResponse {
    /// Creates the response with this HTTP status and this message. Its code is the one that Graph documents for the status.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self(Rejection::of(status, message))
    }

    /// Sets the error code, such as `DeviceOffline`.
    #[must_use]
    pub fn code(self, code: &'static str) -> Self {
        Self(self.0.with_code(code))
    }
}
