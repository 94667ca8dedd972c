//! Tests of upload sessions: fragments, progress, breaks, restarts, expiry and cancellation.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use graph_core::client::{FileSource, SourceFuture, UploadProgress, UploadSession, UploadSource};
use graph_core::emulator::{Exchange, Fault, RetryAfter};
use graph_core::http::StatusCode;
use graph_core::{GraphAction, Json};
use serde_json::json;

use super::*;

const UNIT: usize = 320 * 1024;

/// Collects the progress of an upload.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<UploadProgress>>>);

impl Log {
    fn note(&self) -> impl FnMut(&UploadProgress) + Send + 'static {
        let log = self.0.clone();
        move |progress| log.lock().unwrap().push(progress.clone())
    }

    fn uploaded(&self) -> Vec<u64> {
        self.0.lock().unwrap().iter().map(|progress| progress.uploaded).collect()
    }

    fn session(&self) -> UploadSession {
        self.0.lock().unwrap().last().unwrap().session.clone()
    }
}

fn sent_to_session(emulator: &Emulator) -> Vec<Exchange> {
    let journal = emulator.journal();
    journal.iter().filter(|exchange| exchange.url().path().starts_with("/media/uploads/")).cloned().collect()
}

fn ranges(emulator: &Emulator) -> Vec<String> {
    let sent = sent_to_session(emulator);
    sent.iter().map(|exchange| exchange.header("content-range").unwrap_or(exchange.method().as_str()).to_owned()).collect()
}

#[tokio::test]
async fn a_session_sends_fragments_without_the_token_and_reports_progress() {
    everywhere(emulator, async |graph, emulator| {
        let (log, size) = (Log::default(), 2 * UNIT + 5);
        let request = graph.upload_session(create_upload_session(), bytes(size)).fragment_size(UNIT as u64 + 7);
        let item = json!({"item": {"@microsoft.graph.conflictBehavior": "rename"}});
        let uploaded = request.body(item.clone()).on_progress(log.note()).await.unwrap();

        assert_eq!((uploaded.status.as_u16(), uploaded.body.unwrap().id.as_str()), (201, "content"));
        assert_eq!(emulator.stored_content(&content()), Some(bytes(size)));
        assert_eq!(log.uploaded(), [0, UNIT as u64, 2 * UNIT as u64, size as u64]);
        assert_eq!(ranges(&emulator), ["bytes 0-327679/655365", "bytes 327680-655359/655365", "bytes 655360-655364/655365"]);
        assert_eq!(emulator.journal().iter().next().unwrap().json(), Some(item));
        assert!(sent_to_session(&emulator).iter().all(|exchange| exchange.header("authorization").is_none()));
        assert_no_violation(&emulator);
    })
    .await;
}

#[tokio::test]
async fn a_file_is_uploaded_in_ranges() {
    let path = std::env::temp_dir().join(format!("graph-upload-{}", std::process::id()));
    std::fs::write(&path, bytes(UNIT + 3)).unwrap();
    everywhere(emulator, async |graph, emulator| {
        let file = FileSource::open(&path).unwrap();
        graph.upload_session(create_upload_session(), file).fragment_size(0).await.unwrap();
        assert_eq!(emulator.stored_content(&content()), Some(bytes(UNIT + 3)));
    })
    .await;
    std::fs::remove_file(&path).unwrap();
}

/// The connection breaks before the second fragment arrives, and again after the third one has arrived.
#[tokio::test]
async fn a_broken_upload_asks_for_the_missing_ranges_and_continues() {
    everywhere(emulator, async |graph, emulator| {
        let log = Log::default();
        let queue = {
            let emulator = emulator.clone();
            let mut progress = log.note();
            move |now: &UploadProgress| {
                progress(now);
                match now.uploaded / UNIT as u64 {
                    1 if emulator.queued_faults().is_empty() && emulator.journal().len() == 2 => {
                        emulator.fail_next([Fault::Reset])
                    }
                    2 => emulator.fail_next([Fault::LostAnswer]),
                    _ => {}
                }
            }
        };
        let request = graph.upload_session(create_upload_session(), bytes(4 * UNIT)).fragment_size(UNIT as u64);
        request.on_progress(queue).await.unwrap();
        assert_eq!(emulator.stored_content(&content()), Some(bytes(4 * UNIT)));
        let fragment = |at: usize| format!("bytes {}-{}/{}", at * UNIT, (at + 1) * UNIT - 1, 4 * UNIT);
        assert_eq!(
            ranges(&emulator),
            [fragment(0), fragment(1), "GET".into(), fragment(1), fragment(2), "GET".into(), fragment(3)],
        );
        assert_no_violation(&emulator);
    })
    .await;
}

#[tokio::test]
async fn a_stored_session_continues_after_a_restart() {
    everywhere(emulator, async |graph, emulator| {
        let log = Log::default();
        // The program ends when the second fragment fails for good.
        let queue = {
            let (emulator, mut progress) = (emulator.clone(), log.note());
            move |now: &UploadProgress| {
                progress(now);
                if now.uploaded > 0 {
                    emulator.fail_next([Fault::status(StatusCode::FORBIDDEN)]);
                }
            }
        };
        let request = graph.upload_session(create_upload_session(), bytes(3 * UNIT)).fragment_size(UNIT as u64);
        let error = request.on_progress(queue).await.unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));

        let stored = serde_json::to_string(&log.session()).unwrap();
        let session: UploadSession = serde_json::from_str(&stored).unwrap();
        assert_eq!(session, log.session());
        assert!(session.expiration_date_time.is_some());
        let (resumed, before) = (Log::default(), ranges(&emulator).len());
        let request = graph.resume_upload::<DriveItem>(session, bytes(3 * UNIT)).fragment_size(2 * UNIT as u64);
        let item = request.on_progress(resumed.note()).await.unwrap().body.unwrap();
        assert_eq!((item.id.as_str(), emulator.stored_content(&content())), ("content", Some(bytes(3 * UNIT))));
        assert_eq!(ranges(&emulator).split_off(before), ["GET", "bytes 327680-983039/983040"]);
        assert_eq!(resumed.uploaded(), [UNIT as u64, 3 * UNIT as u64]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_throttled_fragment_is_sent_again_after_the_wait() {
    let emulator = emulator();
    let graph = emulator.client();
    let queue = {
        let emulator = emulator.clone();
        let mut is_first = true;
        move |_: &UploadProgress| {
            if std::mem::take(&mut is_first) {
                let wait = Duration::from_secs(30);
                let throttled = Fault::Status { status: StatusCode::TOO_MANY_REQUESTS, wait, form: RetryAfter::Seconds };
                emulator.fail_next([throttled, Fault::status(StatusCode::BAD_GATEWAY)]);
            }
        }
    };
    let started = tokio::time::Instant::now();
    graph.upload_session(create_upload_session(), bytes(UNIT)).on_progress(queue).await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(30), "{:?}", started.elapsed());
    assert_eq!(sent_to_session(&emulator).len(), 3);
    assert_no_violation(&emulator);
}

/// 416 says that the service has another part of the content than the client expects.
#[tokio::test(start_paused = true)]
async fn a_refused_range_asks_for_the_missing_ranges() {
    let emulator = emulator();
    let graph = emulator.client();
    let log = Log::default();
    let request = graph.upload_session(create_upload_session(), bytes(3 * UNIT)).fragment_size(UNIT as u64);
    let queue = {
        let (emulator, mut progress) = (emulator.clone(), log.note());
        move |now: &UploadProgress| {
            progress(now);
            if now.uploaded == UNIT as u64 && emulator.journal().len() == 2 {
                emulator.fail_next([Fault::status(StatusCode::RANGE_NOT_SATISFIABLE)]);
            }
        }
    };
    request.on_progress(queue).await.unwrap();
    let methods: Vec<_> = sent_to_session(&emulator).iter().map(|exchange| exchange.method().to_string()).collect();
    assert_eq!(methods, ["PUT", "PUT", "GET", "PUT", "PUT"]);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_never_recovers_ends_the_upload() {
    let emulator = emulator();
    let graph = emulator.client();
    let queue = {
        let emulator = emulator.clone();
        move |_: &UploadProgress| emulator.fail_next(vec![Fault::status(StatusCode::SERVICE_UNAVAILABLE); 20])
    };
    let request = graph.upload_session(create_upload_session(), bytes(UNIT)).max_retries(3).on_progress(queue);
    let error = request.await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(sent_to_session(&emulator).len(), 4);
}

#[tokio::test]
async fn a_session_that_expired_or_was_cancelled_is_gone() {
    everywhere(emulator, async |graph, emulator| {
        let log = Log::default();
        let stop = {
            let (emulator, mut progress) = (emulator.clone(), log.note());
            move |now: &UploadProgress| {
                progress(now);
                emulator.fail_next([Fault::status(StatusCode::FORBIDDEN)]);
            }
        };
        let request = graph.upload_session(create_upload_session(), bytes(UNIT)).on_progress(stop);
        request.await.unwrap_err();
        graph.cancel_upload(&log.session()).await.unwrap();
        let gone = graph.resume_upload::<DriveItem>(log.session(), bytes(UNIT)).await.unwrap_err();
        assert!(matches!(problem(gone), MediaProblem::SessionGone));
        assert!(matches!(problem(graph.cancel_upload(&log.session()).await.unwrap_err()), MediaProblem::SessionGone));

        let expire = {
            let emulator = emulator.clone();
            move |_: &UploadProgress| emulator.advance(Duration::from_secs(100_000))
        };
        let expired = graph.upload_session(create_upload_session(), bytes(UNIT)).on_progress(expire).await.unwrap_err();
        assert!(matches!(problem(expired), MediaProblem::SessionGone));
    })
    .await;
}

#[tokio::test]
async fn a_lost_last_answer_is_told_apart_from_an_expired_session() {
    everywhere(emulator, async |graph, emulator| {
        let queue = {
            let emulator = emulator.clone();
            move |now: &UploadProgress| {
                if now.uploaded < now.size {
                    emulator.fail_next([Fault::LostAnswer]);
                }
            }
        };
        let error = graph.upload_session(create_upload_session(), bytes(UNIT)).on_progress(queue).await.unwrap_err();
        assert!(matches!(problem(error), MediaProblem::OutcomeUnknown));
        assert_eq!(emulator.stored_content(&content()), Some(bytes(UNIT)));
    })
    .await;
}

/// A source that returns another number of bytes than it should, or fails.
struct Broken(Option<usize>);

impl UploadSource for Broken {
    fn size(&self) -> u64 {
        10
    }

    fn read(&self, _: std::ops::Range<u64>) -> SourceFuture<'_> {
        let read = self.0.map(bytes).ok_or_else(|| std::io::Error::other("disk gone"));
        Box::pin(std::future::ready(read))
    }
}

#[tokio::test]
async fn a_broken_or_empty_source_is_an_error() {
    let emulator = emulator();
    let graph = emulator.client();
    let upload = async |source| problem(graph.upload_session(create_upload_session(), source).await.unwrap_err());
    assert!(matches!(upload(Broken(Some(9))).await, MediaProblem::OtherLength { expected: 10, found: 9 }));
    let MediaProblem::Source(error) = upload(Broken(None)).await else { panic!("another problem") };
    assert_eq!(error.to_string(), "disk gone");
    emulator.clear_journal();
    let empty = graph.upload_session(create_upload_session(), Bytes::new()).await.unwrap_err();
    assert!(matches!(problem(empty), MediaProblem::EmptySource));
    assert!(emulator.journal().is_empty(), "nothing was sent");
}

/// Creates an upload session: the action as the service declares it.
#[derive(Clone, Debug, GraphAction)]
#[graph(returns = UploadSession)]
#[graph_paths(v1, "/drives/{driveId}/items/{itemId}/createUploadSession")]
struct CreateUploadSession {
    item: Option<Json>,
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.driveItem")]
#[graph_paths(v1, "/drives/{driveId}/items/{itemId}", content = "/drives/{driveId}/items/{itemId}/content")]
struct Item {
    #[graph(key)]
    id: String,
}

#[tokio::test]
async fn a_session_that_an_action_created_is_continued() {
    let emulator = || Emulator::new().with::<Item>();
    everywhere(emulator, async |graph, emulator| {
        let (drive, item) = ids();
        let parameters = CreateUploadSession { item: Some(json!({"name": "a"})) };
        let session =
            graph.call(CreateUploadSession::v1().items_create_upload_session(&drive, &item), parameters).await.unwrap().body;
        let uploaded = graph.resume_upload::<Item>(session, bytes(UNIT + 1)).await.unwrap();
        assert_eq!(uploaded.body.unwrap().id, "content");
        assert_eq!(graph.download(Item::v1().content(&drive, &item)).await.unwrap().body, bytes(UNIT + 1));
        assert_no_violation(&emulator);
    })
    .await;
}

#[tokio::test]
async fn any_type_reads_the_answer_to_the_last_fragment() {
    let emulator = emulator();
    let graph = emulator.client();
    let log = Log::default();
    let session = {
        let request = graph.upload_session(create_upload_session(), Broken(None)).on_progress(log.note());
        request.await.unwrap_err();
        log.session()
    };
    let item = graph.resume_upload::<Json>(session, bytes(10)).await.unwrap().body.unwrap();
    assert_eq!(item["id"], "content");
}
