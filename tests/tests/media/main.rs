//! Tests of downloads, uploads and upload sessions, against the emulator in memory and over a loopback socket.

mod downloads;
mod files_by_path;
mod hostile;
mod hosts;
mod sessions;
mod uploads;

use bytes::Bytes;
use graph_core::emulator::{Emulator, Server};
use graph_core::error::{MediaError, MediaProblem};
use graph_core::model::{Media, Path, Stream};
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, Error, GraphEntity, StaticToken, graph_ids, graph_paths};

graph_ids! { pub DriveId; pub ItemId; pub UserId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.driveItem")]
#[graph_paths(
    v1,
    "/drives/{driveId}/items/{itemId}",
    content = "/drives/{driveId}/items/{itemId}/content",
    create_upload_session = "/drives/{driveId}/items/{itemId}/createUploadSession",
    preview = "/drives/{driveId}/items/{itemId}/preview",
    by_path = "/drives/{drive-id}/root:/{item-path}",
    content_by_path = "/drives/{drive-id}/root:/{item-path}:/content",
    create_upload_session_by_path = "/drives/{drive-id}/root:/{item-path}:/createUploadSession"
)]
struct DriveItem {
    #[graph(key)]
    id: String,
    name: Option<String>,
    preview: Option<Stream>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.profilePhoto")]
#[graph_paths(v1, "/users/{userId}/photo", "/users/{userId}/photo/$value")]
struct ProfilePhoto {
    #[graph(key)]
    id: String,
}

const TOKEN: &str = "an-opaque-token-of-a-client";

fn ids() -> (DriveId, ItemId) {
    (DriveId::new("d 1").unwrap(), ItemId::new("content").unwrap())
}

fn content() -> Path<DriveItem> {
    let (drive, item) = ids();
    DriveItem::v1().content(&drive, &item)
}

fn photo() -> Path<Media<ProfilePhoto>> {
    ProfilePhoto::v1().photo_value(&UserId::new("ada").unwrap())
}

fn create_upload_session() -> Path<DriveItem> {
    let (drive, item) = ids();
    DriveItem::v1().create_upload_session(&drive, &item)
}

fn emulator() -> Emulator {
    Emulator::new().with::<DriveItem>().with::<ProfilePhoto>()
}

fn client(server: &Server) -> Client {
    Client::builder(ReqwestTransport::new().unwrap(), StaticToken::new(TOKEN)).host(server.host()).build()
}

/// Runs the test `story` twice, each time with a new emulator: with a client in memory, and with a client over a socket.
async fn everywhere(emulator: impl Fn() -> Emulator, story: impl AsyncFn(Client, Emulator)) {
    let in_memory = emulator();
    story(in_memory.client_with(TOKEN), in_memory).await;
    let server = emulator().serve(0).await.unwrap();
    story(client(&server), server.emulator().clone()).await;
}

/// Returns bytes that repeat only every 251 bytes, so that a chunk at a wrong offset is noticed.
fn bytes(length: usize) -> Bytes {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn problem(error: Error) -> MediaProblem {
    match error {
        Error::Media(error) => {
            let MediaError { problem, .. } = *error;
            problem
        }
        error => panic!("{error:#}"),
    }
}

/// Checks that no request broke a rule of Graph, such as sending the token to an upload URL.
fn assert_no_violation(emulator: &Emulator) {
    let journal = emulator.journal();
    let violations: Vec<_> = journal.iter().filter(|exchange| exchange.violation().is_some()).collect();
    assert!(violations.is_empty(), "{violations:?}");
}
