//! Over a loopback socket, as a process elsewhere would see the emulator.

use graph_core::emulator::{Emulator, Server};
use graph_intune::DeviceConfigurationUserOverview;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PATH: &str = "/beta/deviceManagement/deviceConfigurations/a%2Fb/userStatusOverview";

async fn serve() -> Server {
    Emulator::new().with::<DeviceConfigurationUserOverview>().serve().await.unwrap()
}

/// Sends bytes and reads until the other side has nothing more to say.
async fn raw(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // A reset is an end, too.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn the_port_speaks_http() {
    let server = serve().await;
    let body = r#"{"pendingCount":12}"#;
    let answer = raw(
        &server,
        &format!(
            "PATCH {PATH} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer secret\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            server.address(),
            body.len()
        ),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\"pendingCount\":12"), "{answer}");
    let journal = server.emulator().journal();
    assert_eq!(journal.last().unwrap().url().to_string(), format!("{}{PATH}", server.url()));
    assert_eq!(journal.patched::<DeviceConfigurationUserOverview>().len(), 1);
}

#[tokio::test]
async fn what_is_no_http_harms_nobody() {
    let server = serve().await;
    for request in [
        "\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "PATCH /beta HTTP/1.1\r\nContent-Length: 5\r\nConnection: close\r\n\r\n{",
        "GET / HTTP/1.1\r\nHost: ä b\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
    }
    let request = format!("GET {PATH} HTTP/1.0\r\nAuthorization: Bearer secret\r\n\r\n");
    assert!(raw(&server, &request).await.contains(" 200 OK"));
}

#[tokio::test]
async fn the_port_closes_with_its_handle_and_so_do_its_connections() {
    let server = serve().await;
    let mut idle = TcpStream::connect(server.address()).await.unwrap();
    idle.write_all(format!("GET {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n\r\n").as_bytes()).await.unwrap();
    let mut begin = [0; 12];
    idle.read_exact(&mut begin).await.unwrap();
    assert_eq!(&begin, b"HTTP/1.1 200");

    let (address, emulator) = (server.address(), server.emulator().clone());
    drop(server);
    let mut rest = Vec::new();
    let _ = idle.read_to_end(&mut rest).await;
    assert!(TcpStream::connect(address).await.is_err());
    assert_eq!(emulator.journal().len(), 1, "the emulator outlives its port");
}
