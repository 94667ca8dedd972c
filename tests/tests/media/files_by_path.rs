//! Files that are addressed by their path in the drive.

use graph_core::model::ItemPath;

use super::*;

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.driveItem")]
#[graph_paths(
    v1,
    file = "/drives/{drive-id}/root:/{item-path}",
    content = "/drives/{drive-id}/root:/{item-path}:/content",
    create_upload_session = "/drives/{drive-id}/root:/{item-path}:/createUploadSession"
)]
struct File {
    #[graph(key)]
    id: String,
    name: Option<String>,
}

#[tokio::test]
async fn a_file_is_uploaded_and_downloaded_by_its_path() {
    let emulator = || Emulator::new().with::<File>();
    everywhere(emulator, async |graph, emulator| {
        let drive = DriveId::new("d").unwrap();
        let file = ItemPath::new("a b/c'd (1)/100%/content").unwrap();
        let (content, session) = (File::v1().content(&drive, &file), File::v1().create_upload_session(&drive, &file));

        let small = graph.upload(content.clone(), "small").await.unwrap();
        assert!(small.body.is_some_and(|file| !file.id.is_empty()));
        assert_eq!(graph.download(content.clone()).await.unwrap().body, "small");
        graph.upload_session(session, bytes(700_000)).await.unwrap();
        assert_eq!(graph.download(content.clone()).await.unwrap().body, bytes(700_000));
        assert_eq!(emulator.stored_content(&content), Some(bytes(700_000)));

        let other = File::v1().content(&drive, &ItemPath::new("a b/c'd (1)/100%").unwrap());
        assert!(graph.download(other).await.unwrap_err().is_not_found());
        assert_no_violation(&emulator);
    })
    .await;
}
