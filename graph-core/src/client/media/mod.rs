//! Content that is not JSON: downloads, uploads, and upload sessions. Behind the feature `media`.

mod download;
mod fragments;
mod problem;
mod range;
mod session;
mod session_request;
mod source;
mod target;
mod transfer;
mod upload;

use bytes::Bytes;

use super::Client;
use crate::error::Error;
use crate::model::path::Path;
use crate::model::property_value::PropertyValue;

use super::response::Response;
pub use download::{Download, DownloadRequest};
pub use session::{UploadSession, UploadSessionPatch, UploadUrl};
pub use session_request::{UploadProgress, UploadSessionRequest};
pub use source::{FileSource, SourceFuture, UploadSource};
pub use target::MediaTarget;
pub use upload::UploadRequest;

impl Client {
    /// Downloads content (`GET`): the `$value` of an entity, or a property of the type `Edm.Stream`.
    ///
    /// Awaiting returns the whole content, and [`stream`](DownloadRequest::stream) its chunks. For files, Microsoft Graph answers with a
    /// redirect. The client follows it to any `https` host, but does not send the token or the caller's headers there.
    ///
    /// Only with the feature `media`.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Media, Path};
    /// # async fn example<E: GraphEntity>(graph: Client, photo: Path<Media<E>>) -> Result<(), graph_core::Error> {
    /// let photo = graph.download(photo).await?;
    /// println!("{} bytes of {:?}", photo.body.len(), photo.headers.get("content-type"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Source: [Download a file](https://learn.microsoft.com/graph/api/driveitem-get-content).
    pub fn download<T: MediaTarget>(&self, path: Path<T>) -> DownloadRequest {
        DownloadRequest::new(self.pipeline.clone(), &path)
    }

    /// Uploads content in one request (`PUT`), and replaces the earlier content at the path. The body of the response is the entity, or
    /// `None` if the service does not send it.
    ///
    /// Services limit the size: 4 MB for photos, 250 MB for files. For more, use [`upload_session`](Self::upload_session).
    ///
    /// Only with the feature `media`.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Media, Path};
    /// # async fn example<E: GraphEntity>(graph: Client, photo: Path<Media<E>>, jpeg: Vec<u8>) -> Result<(), graph_core::Error> {
    /// graph.upload(photo, jpeg).content_type("image/jpeg").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Source: [Upload a file](https://learn.microsoft.com/graph/api/driveitem-put-content).
    pub fn upload<T: MediaTarget>(&self, path: Path<T>, content: impl Into<Bytes>) -> UploadRequest<T::Entity> {
        UploadRequest::new(self.pipeline.clone(), &path, content.into())
    }

    /// Uploads content of any size in fragments. The path ends in `/createUploadSession`; a `POST` to it creates the session.
    ///
    /// The body of the response is the entity, or `None` if the service does not send it in its answer to the last fragment.
    ///
    /// Only with the feature `media`.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::client::FileSource;
    /// # use graph_core::model::Path;
    /// # async fn example<E: GraphEntity + std::fmt::Debug>(graph: Client, path: Path<E>) -> Result<(), Box<dyn std::error::Error>> {
    /// let video = FileSource::open("video.mp4")?;
    /// let item = graph.upload_session(path, video).on_progress(|now| println!("{} of {}", now.uploaded, now.size)).await?;
    /// println!("{:?}", item.body);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Source: [createUploadSession](https://learn.microsoft.com/graph/api/driveitem-createuploadsession).
    pub fn upload_session<T: MediaTarget>(&self, path: Path<T>, source: impl UploadSource) -> UploadSessionRequest<T::Entity> {
        UploadSessionRequest::create(self.pipeline.clone(), &path, source)
    }

    /// Continues an upload session: one that a program stored before a restart, or one that an action returned.
    ///
    /// The client first asks the service which ranges are missing. The source must have the same content as before. `E` is the type of the
    /// entity in the response to the last fragment; use [`Json`](crate::Json) to accept an entity of any type.
    ///
    /// Only with the feature `media`.
    ///
    /// ```
    /// # use graph_core::{Client, Json};
    /// # use graph_core::client::FileSource;
    /// # async fn example(graph: Client, stored: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let session = serde_json::from_str(stored)?;
    /// let item = graph.resume_upload::<Json>(session, FileSource::open("video.mp4")?).await?;
    /// println!("{:?}", item.body);
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume_upload<E: PropertyValue>(&self, session: UploadSession, source: impl UploadSource) -> UploadSessionRequest<E> {
        UploadSessionRequest::resume(self.pipeline.clone(), session, source)
    }

    /// Cancels an upload session (`DELETE`). The service discards the fragments that it has received.
    ///
    /// Only with the feature `media`.
    ///
    /// ```
    /// # use graph_core::Client;
    /// # use graph_core::client::UploadSession;
    /// # async fn example(graph: Client, session: UploadSession) -> Result<(), graph_core::Error> {
    /// graph.cancel_upload(&session).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Fails with [`MediaProblem::SessionGone`](crate::error::MediaProblem::SessionGone) if the session has ended.
    pub async fn cancel_upload(&self, session: &UploadSession) -> Result<Response<()>, Error> {
        fragments::cancel(&self.pipeline, session).await
    }
}
