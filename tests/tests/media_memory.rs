//! Tests the memory that a large download and a large upload take. The test is alone in its process, because it reads the peak memory of
//! the whole process.

#![cfg(target_os = "linux")]

use std::ops::Range;

use bytes::Bytes;
use graph_core::client::{SourceFuture, UploadSource};
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, GraphEntity, Host, Json, StaticToken, graph_ids, graph_paths};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

graph_ids! { pub ItemId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.driveItem")]
#[graph_paths(v1, content = "/me/drive/items/{itemId}/content")]
struct DriveItem {
    #[graph(key)]
    id: String,
}

const SIZE: usize = 200_000_000;
const CHUNK: usize = 64 << 10;

/// Returns the peak memory of the process so far, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// Answers the `GET` of an upload session with its state, any other `GET` with `SIZE` bytes, and each fragment of an upload with the offset
/// of the next fragment. Keeps no body.
async fn serve(stream: TcpStream) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let chunk = [7; CHUNK];
    loop {
        let (mut head, mut line) = (Vec::new(), String::new());
        while stream.read_line(&mut line).await? > 2 {
            head.push(std::mem::take(&mut line).to_ascii_lowercase());
        }
        let Some(first) = head.first() else { return Ok(()) };
        if first.starts_with("get /up ") {
            answer(&mut stream, "200 OK", r#"{"nextExpectedRanges":["0-"]}"#).await?;
            continue;
        }
        if first.starts_with("get") {
            stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n").as_bytes()).await?;
            for at in (0..SIZE).step_by(CHUNK) {
                stream.write_all(&chunk[..CHUNK.min(SIZE - at)]).await?;
            }
            continue;
        }
        let header = |name: &str| head.iter().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
        let length: u64 = header("content-length:").parse().unwrap();
        tokio::io::copy(&mut (&mut stream).take(length), &mut tokio::io::sink()).await?;
        let last: usize = header("content-range: bytes").split(['-', '/']).nth(1).unwrap().parse().unwrap();
        match last + 1 {
            SIZE => answer(&mut stream, "201 Created", r#"{"id":"i"}"#).await?,
            next => answer(&mut stream, "202 Accepted", &format!(r#"{{"nextExpectedRanges":["{next}-"]}}"#)).await?,
        }
    }
}

async fn answer(stream: &mut BufReader<TcpStream>, status: &str, body: &str) -> std::io::Result<()> {
    stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await
}

/// The source of an upload whose content is generated when it is read, so that it takes no memory.
struct Generated;

impl UploadSource for Generated {
    fn size(&self) -> u64 {
        SIZE as u64
    }

    fn read(&self, range: Range<u64>) -> SourceFuture<'_> {
        Box::pin(async move { Ok(Bytes::from(vec![7; (range.end - range.start) as usize])) })
    }
}

#[tokio::test]
async fn two_hundred_megabytes_take_a_few_megabytes_of_memory() {
    const FEW: usize = 24 << 20;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    let transport = ReqwestTransport::new().unwrap();
    let graph = Client::builder(transport, StaticToken::new("a-token")).host(Host::loopback(port)).build();
    let path = DriveItem::v1().content(&ItemId::new("i").unwrap());

    let before = peak();
    let mut chunks = graph.download(path).stream();
    let mut received = 0;
    while let Some(chunk) = chunks.next().await {
        received += chunk.unwrap().len();
    }
    assert_eq!(received, SIZE);
    assert!(peak() - before < FEW, "the download took {} bytes", peak() - before);

    let before = peak();
    let session = serde_json::from_value(serde_json::json!({"uploadUrl": format!("http://127.0.0.1:{port}/up")})).unwrap();
    let item = graph.resume_upload::<Json>(session, Generated).await.unwrap().body.unwrap();
    assert_eq!(item["id"], "i");
    assert!(peak() - before < FEW, "the upload took {} bytes", peak() - before);
}
